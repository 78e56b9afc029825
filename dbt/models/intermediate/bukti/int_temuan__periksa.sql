{{ config(tags=["bukti"]) }}

with

aturan as (
    select * from {{ ref('aturan') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
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

-- The cell a content rule names stands on the sheet that the catalogue says: a definition may lie
-- in an earlier file than the figure.
placed as (
    select
        pelanggaran.suite,
        pelanggaran.id_aturan,
        pelanggaran.tingkat,
        pelanggaran.entitas,
        coalesce(pelanggaran.kunci_opd, pelanggaran.kode_opd) as kunci_opd,
        pelanggaran.kode_opd,
        pelanggaran.id_siklus,
        pelanggaran.id_baris,
        pelanggaran.kode_pilar,
        pelanggaran.isi,
        pelanggaran.pesan,
        aturan.cara_memperbaiki,
        aturan.lembar as lembar_templat,
        coalesce(pelanggaran.kolom, aturan.kolom) as kolom,
        lower(aturan.lembar) as tabel,
        uji.id_indikator,
        uji.tahun,
        uji.periode,
        coalesce(
            case
                when lower(aturan.lembar) = 'indikator' then uji.sha256_indikator
                else uji.sha256_berkas
            end,
            kiriman_aktif.sha256_berkas
        ) as sha256_berkas,
        case lower(aturan.lembar)
            when 'indikator' then uji.baris_indikator
            when 'realisasi' then uji.baris_realisasi
        end as baris
    from pelanggaran
    left join aturan
        on pelanggaran.id_aturan = aturan.id_aturan
    left join uji
        on pelanggaran.id_baris = uji.id_baris
    left join kiriman_aktif
        on
            coalesce(pelanggaran.kunci_opd, pelanggaran.kode_opd) = kiriman_aktif.kunci_opd
            and coalesce(pelanggaran.id_siklus, '') = coalesce(kiriman_aktif.id_siklus, '')
),

sheets as (
    select
        sha256_berkas,
        tabel,
        min(lembar) as lembar
    from peta
    group by sha256_berkas, tabel
),

-- A foreign form has one sheet for everything, whatever our template calls its own.
only_sheet as (
    select
        sha256_berkas,
        min(lembar) as lembar
    from peta
    group by sha256_berkas
    having count(distinct lembar) = 1
),

addressed as (
    select
        placed.*,
        berkas.nama_berkas,
        {{ alamat_sel(
            "coalesce(sheets.lembar, only_sheet.lembar, placed.lembar_templat)",
            "coalesce(own_period.huruf, any_period.huruf)",
            "coalesce(own_period.baris, any_period.baris, placed.baris)",
        ) }} as sel
    from placed
    left join berkas
        on placed.sha256_berkas = berkas.sha256_berkas
    left join sheets
        on
            placed.sha256_berkas = sheets.sha256_berkas
            and placed.tabel = sheets.tabel
    left join only_sheet
        on placed.sha256_berkas = only_sheet.sha256_berkas
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
),

final as (
    select
        suite,
        id_aturan,
        tingkat,
        entitas,
        sha256_berkas,
        nama_berkas,
        sha256_berkas is not null as is_berkas_aktif,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_baris,
        tabel,
        baris,
        id_indikator,
        tahun,
        periode,
        kode_pilar,
        sel,
        isi,
        case when sel is null then pesan else sel || ': ' || pesan end as pesan,
        cara_memperbaiki
    from addressed
)

select * from final
