with

aturan as (
    select * from {{ ref('aturan') }}
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

temuan as (
    select * from {{ ref('stg_intake__temuan') }}
),

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

-- A refused file speaks until the same or a later version of it is accepted. Versions decide, not
-- the order of receipt: the same files must give the same findings. One that contradicts itself
-- speaks until a file that came after it is accepted.
replaced as (
    select berkas.sha256_berkas
    from berkas
    inner join kiriman_aktif
        on
            berkas.kode_opd = kiriman_aktif.kode_opd
            and berkas.id_siklus = kiriman_aktif.id_siklus
    where
        coalesce(berkas.versi_kiriman, 1) <= coalesce(kiriman_aktif.versi_kiriman, 1)
        and (
            berkas.identitas <> 'BERTENTANGAN'
            or berkas.dikirim_pada < kiriman_aktif.dikirim_pada
        )
),

refused as (
    select
        berkas.sha256_berkas,
        berkas.nama_berkas,
        berkas.kode_opd,
        coalesce(berkas.kode_opd, 'ASING-' || left(berkas.sha256_berkas, 8)) as kunci_opd,
        berkas.id_siklus,
        false as is_berkas_aktif
    from berkas
    left join siklus
        on berkas.id_siklus = siklus.id_siklus
    left join replaced
        on berkas.sha256_berkas = replaced.sha256_berkas
    where
        berkas.hasil = 'DITOLAK'
        and (berkas.id_siklus is null or siklus.id_siklus is not null)
        and replaced.sha256_berkas is null
),

files as (
    select
        sha256_berkas,
        nama_berkas,
        kode_opd,
        kunci_opd,
        id_siklus,
        true as is_berkas_aktif
    from kiriman_aktif
    union all
    select
        sha256_berkas,
        nama_berkas,
        kode_opd,
        kunci_opd,
        id_siklus,
        is_berkas_aktif
    from refused
    union all
    select
        sha256_berkas,
        nama_berkas,
        kode_opd,
        'ASING-' || left(sha256_berkas, 8) as kunci_opd,
        id_siklus,
        false as is_berkas_aktif
    from urutan
    where is_tertahan
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
indicator_of_sheet_row as (
    select
        sha256_berkas,
        'realisasi' as tabel,
        baris_realisasi as baris,
        min(id_indikator) as id_indikator,
        -- A sheet row with figures of several years is of none of them.
        case
            when count(distinct tahun) = 1 and count(tahun) = count(*) then min(tahun)
        end as tahun
    from {{ ref('int_realisasi__uji') }}
    group by sha256_berkas, baris_realisasi
    union all
    select
        sha256_indikator as sha256_berkas,
        'indikator' as tabel,
        baris_indikator as baris,
        min(id_indikator) as id_indikator,
        cast(null as integer) as tahun
    from {{ ref('int_realisasi__uji') }}
    group by sha256_indikator, baris_indikator
),

final as (
    select
        'ingest' as suite,
        temuan.id_aturan,
        temuan.tingkat,
        coalesce(aturan.entitas, 'berkas') as entitas,
        files.sha256_berkas,
        coalesce(temuan.nama_berkas, files.nama_berkas) as nama_berkas,
        files.is_berkas_aktif,
        files.kunci_opd,
        -- Who sent the same bytes again under a name of their own is told, not whose report it is.
        coalesce(temuan.kode_opd, files.kode_opd) as kode_opd,
        files.id_siklus,
        cast(null as string) as id_baris,
        temuan.tabel,
        temuan.baris,
        indicator_of_sheet_row.id_indikator,
        coalesce(temuan.tahun, indicator_of_sheet_row.tahun) as tahun,
        temuan.periode,
        cast(null as string) as kode_pilar,
        case
            when temuan.sel is null
                then {{ alamat_sel("temuan.lembar", "cast(null as string)", "temuan.baris") }}
            when temuan.lembar is null or temuan.sel like '%!%' then temuan.sel
            else temuan.lembar || '!' || temuan.sel
        end as sel,
        temuan.isi,
        temuan.pesan,
        coalesce(temuan.cara_memperbaiki, aturan.cara_memperbaiki) as cara_memperbaiki
    from temuan
    inner join files
        on temuan.sha256_berkas = files.sha256_berkas
    left join aturan
        on temuan.id_aturan = aturan.id_aturan
    left join indicator_of_sheet_row
        on
            temuan.sha256_berkas = indicator_of_sheet_row.sha256_berkas
            and temuan.tabel = indicator_of_sheet_row.tabel
            and temuan.baris = indicator_of_sheet_row.baris
)

select * from final
