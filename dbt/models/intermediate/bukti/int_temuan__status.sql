{{ config(tags=["bukti"]) }}

with

aturan as (
    select * from {{ ref('aturan') }}
),

pengecualian as (
    select * from {{ ref('pengecualian') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

temuan_masuk as (
    select * from {{ ref('stg_intake__temuan') }}
),

pelanggaran as (
    select * from {{ ref('stg_bukti__pelanggaran') }}
),

uji as (
    select * from {{ ref('int_realisasi__uji') }}
),

peta as (
    select * from {{ ref('stg_intake__peta') }}
),

-- A refused file speaks until a later file of the same agency and cycle is accepted.
refused as (
    select
        berkas.sha256_berkas,
        berkas.nama_berkas,
        berkas.kode_opd,
        coalesce(berkas.kode_opd, 'ASING-' || left(berkas.sha256_berkas, 8)) as kunci_opd,
        berkas.id_siklus,
    from berkas
    left join siklus
        on berkas.id_siklus = siklus.id_siklus
    left join kiriman_aktif
        on
            berkas.kode_opd = kiriman_aktif.kode_opd
            and berkas.id_siklus = kiriman_aktif.id_siklus
            and kiriman_aktif.diterima_pada >= berkas.diterima_pada
    where
        berkas.hasil = 'DITOLAK'
        and (berkas.id_siklus is null or siklus.id_siklus is not null)
        and kiriman_aktif.sha256_berkas is null
),

files as (
    select sha256_berkas, nama_berkas, kode_opd, kunci_opd, id_siklus, true as is_berkas_aktif
    from kiriman_aktif
    union all
    select sha256_berkas, nama_berkas, kode_opd, kunci_opd, id_siklus, false as is_berkas_aktif
    from refused
),

indicator_of_row as (
    select
        sha256_berkas,
        'realisasi' as tabel,
        baris_realisasi as baris,
        min(id_indikator) as id_indikator,
        min(tahun) as tahun,
    from uji
    group by sha256_berkas, baris_realisasi
    union all
    select
        sha256_indikator as sha256_berkas,
        'indikator' as tabel,
        baris_indikator as baris,
        min(id_indikator) as id_indikator,
        cast(null as integer) as tahun,
    from uji
    group by sha256_indikator, baris_indikator
),

from_intake as (
    select
        'ingest' as suite,
        temuan_masuk.id_aturan,
        temuan_masuk.tingkat,
        coalesce(aturan.entitas, 'berkas') as entitas,
        files.sha256_berkas,
        files.nama_berkas,
        files.is_berkas_aktif,
        files.kunci_opd,
        files.kode_opd,
        files.id_siklus,
        cast(null as varchar) as id_baris,
        temuan_masuk.tabel,
        temuan_masuk.baris,
        indicator_of_row.id_indikator,
        indicator_of_row.tahun,
        temuan_masuk.periode,
        cast(null as varchar) as kode_pilar,
        case
            when temuan_masuk.sel is null then temuan_masuk.lembar
            else coalesce(temuan_masuk.lembar || '!', '') || temuan_masuk.sel
        end as sel,
        temuan_masuk.isi,
        temuan_masuk.pesan,
        temuan_masuk.cara_memperbaiki,
    from temuan_masuk
    inner join files
        on temuan_masuk.sha256_berkas = files.sha256_berkas
    left join aturan
        on temuan_masuk.id_aturan = aturan.id_aturan
    left join indicator_of_row
        on
            temuan_masuk.sha256_berkas = indicator_of_row.sha256_berkas
            and temuan_masuk.tabel = indicator_of_row.tabel
            and temuan_masuk.baris = indicator_of_row.baris
),

-- The cell a content rule names stands on the sheet that the catalogue says.
violations_placed as (
    select
        pelanggaran.suite,
        pelanggaran.id_aturan,
        pelanggaran.tingkat,
        pelanggaran.entitas,
        pelanggaran.id_baris,
        coalesce(pelanggaran.kunci_opd, pelanggaran.kode_opd) as kunci_opd,
        pelanggaran.kode_opd,
        pelanggaran.id_siklus,
        pelanggaran.kode_pilar,
        pelanggaran.isi,
        pelanggaran.pesan,
        aturan.cara_memperbaiki,
        aturan.lembar as lembar_templat,
        aturan.kolom,
        lower(aturan.lembar) as tabel,
        uji.id_indikator,
        uji.tahun,
        uji.periode,
        case lower(aturan.lembar)
            when 'indikator' then uji.sha256_indikator
            else coalesce(uji.sha256_berkas, kiriman_aktif.sha256_berkas)
        end as sha256_berkas,
        case lower(aturan.lembar)
            when 'indikator' then uji.baris_indikator
            when 'realisasi' then uji.baris_realisasi
        end as baris,
    from pelanggaran
    left join aturan
        on pelanggaran.id_aturan = aturan.id_aturan
    left join uji
        on pelanggaran.id_baris = uji.id_baris
    left join kiriman_aktif
        on
            coalesce(pelanggaran.kunci_opd, pelanggaran.kode_opd) = kiriman_aktif.kunci_opd
            and pelanggaran.id_siklus = kiriman_aktif.id_siklus
),

sheets as (
    select sha256_berkas, tabel, min(lembar) as lembar
    from peta
    group by sha256_berkas, tabel
),

from_check as (
    select
        placed.suite,
        placed.id_aturan,
        placed.tingkat,
        placed.entitas,
        placed.sha256_berkas,
        berkas.nama_berkas,
        placed.sha256_berkas is not null as is_berkas_aktif,
        placed.kunci_opd,
        placed.kode_opd,
        placed.id_siklus,
        placed.id_baris,
        placed.tabel,
        placed.baris,
        placed.id_indikator,
        placed.tahun,
        placed.periode,
        placed.kode_pilar,
        {{ alamat_sel(
            "coalesce(sheets.lembar, placed.lembar_templat)",
            "coalesce(own_period.huruf, any_period.huruf)",
            "coalesce(own_period.baris, any_period.baris, placed.baris)",
        ) }} as sel,
        placed.isi,
        placed.pesan,
        placed.cara_memperbaiki,
    from violations_placed as placed
    left join berkas
        on placed.sha256_berkas = berkas.sha256_berkas
    left join sheets
        on placed.sha256_berkas = sheets.sha256_berkas and placed.tabel = sheets.tabel
    left join peta as own_period
        on
            placed.sha256_berkas = own_period.sha256_berkas
            and placed.tabel = own_period.tabel
            and placed.kolom = own_period.kolom
            and placed.periode = own_period.periode
    left join peta as any_period
        on
            placed.sha256_berkas = any_period.sha256_berkas
            and placed.tabel = any_period.tabel
            and placed.kolom = any_period.kolom
            and any_period.periode is null
)
