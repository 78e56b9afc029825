with

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

hits as (
    select * from {{ ref('int_temuan__baris') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

-- The same words about the same cell are one finding, however many figures rest on that cell.
as_read as (
    select
        min(temuan.id_temuan) as id_temuan,
        temuan.id_aturan,
        temuan.tingkat,
        temuan.entitas,
        temuan.kode_opd,
        temuan.id_siklus,
        temuan.id_indikator,
        case when count(distinct temuan.tahun) = 1 then min(temuan.tahun) end as tahun,
        case when count(distinct temuan.periode) = 1 then min(temuan.periode) end as periode,
        count(distinct hits.id_baris) as jumlah_baris,
        temuan.kode_pilar,
        temuan.nama_berkas,
        temuan.sha256_berkas,
        temuan.sel,
        temuan.pesan,
        temuan.cara_memperbaiki,
        temuan.status
    from temuan
    left join hits
        on temuan.id_temuan = hits.id_temuan
    left join berkas
        on temuan.sha256_berkas = berkas.sha256_berkas
    -- What is said of a file that waits goes to its sender; it is no part of this release.
    where berkas.is_menunggu is not true
    group by
        temuan.id_aturan, temuan.tingkat, temuan.entitas, temuan.kunci_opd, temuan.kode_opd,
        temuan.id_siklus, temuan.id_indikator, temuan.kode_pilar, temuan.nama_berkas,
        temuan.sha256_berkas, temuan.sel, temuan.pesan, temuan.cara_memperbaiki, temuan.status
),

final as (
    select
        cast(id_temuan as string) as id_temuan,
        cast(id_aturan as string) as id_aturan,
        cast(tingkat as string) as tingkat,
        cast(entitas as string) as entitas,
        cast(kode_opd as string) as kode_opd,
        cast(id_siklus as string) as id_siklus,
        cast(id_indikator as string) as id_indikator,
        cast(tahun as integer) as tahun,
        cast(periode as string) as periode,
        cast(jumlah_baris as bigint) as jumlah_baris,
        cast(kode_pilar as string) as kode_pilar,
        cast(nama_berkas as string) as berkas,
        cast(sha256_berkas as string) as sha256_berkas,
        cast(sel as string) as sel,
        cast(pesan as string) as pesan,
        cast(cara_memperbaiki as string) as cara_memperbaiki,
        cast(status as string) as status
    from as_read
)

select * from final
