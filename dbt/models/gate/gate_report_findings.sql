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
        cast(id_temuan as varchar) as id_temuan,
        cast(id_aturan as varchar) as id_aturan,
        cast(tingkat as varchar) as tingkat,
        cast(entitas as varchar) as entitas,
        cast(kode_opd as varchar) as kode_opd,
        cast(id_siklus as varchar) as id_siklus,
        cast(id_indikator as varchar) as id_indikator,
        cast(tahun as integer) as tahun,
        cast(periode as varchar) as periode,
        cast(jumlah_baris as bigint) as jumlah_baris,
        cast(kode_pilar as varchar) as kode_pilar,
        cast(nama_berkas as varchar) as berkas,
        cast(sha256_berkas as varchar) as sha256_berkas,
        cast(sel as varchar) as sel,
        cast(pesan as varchar) as pesan,
        cast(cara_memperbaiki as varchar) as cara_memperbaiki,
        cast(status as varchar) as status
    from as_read
)

select * from final
