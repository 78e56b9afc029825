with

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

-- The same words about the same cell are one finding, however many figures rest on that cell.
as_read as (
    select
        min(id_temuan) as id_temuan,
        id_aturan,
        tingkat,
        entitas,
        kode_opd,
        id_siklus,
        id_indikator,
        case when count(distinct tahun) = 1 then min(tahun) end as tahun,
        case when count(distinct periode) = 1 then min(periode) end as periode,
        count(distinct id_baris) as jumlah_baris,
        kode_pilar,
        nama_berkas,
        sha256_berkas,
        sel,
        pesan,
        cara_memperbaiki,
        status
    from temuan
    group by
        id_aturan, tingkat, entitas, kunci_opd, kode_opd, id_siklus, id_indikator, kode_pilar,
        nama_berkas, sha256_berkas, sel, pesan, cara_memperbaiki, status
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
