with

berkas as (
    select * from {{ ref('int_berkas__status') }}
),

-- Readers get no personal data: of the way a file came only the kind is told, for the receipt desk
-- writes it freely.
final as (
    select
        cast(sha256_berkas as string) as sha256_berkas,
        cast(
            case
                when {{ memuat_data_pribadi('nama_berkas') }} then 'Disembunyikan: data pribadi'
                else nama_berkas
            end as string
        ) as nama_berkas,
        cast(ukuran as bigint) as ukuran,
        cast(diterima_pada as timestamp) as diterima_pada,
        cast(
            case when sumber = 'kotak masuk' then 'KOTAK_MASUK' else 'REGISTER' end as string
        ) as sumber,
        cast(id_layout as string) as id_layout,
        cast(hasil as string) as hasil,
        cast(
            case
                when {{ memuat_data_pribadi('alasan') }} then 'Disembunyikan: data pribadi'
                else alasan
            end as string
        ) as alasan,
        cast(kode_opd as string) as kode_opd,
        cast(id_siklus as string) as id_siklus,
        cast(tahun as integer) as tahun,
        cast(periode as string) as periode,
        cast(versi_kiriman as integer) as versi_kiriman,
        cast(jumlah_baris as integer) as jumlah_baris,
        cast(status_kiriman as string) as status_kiriman,
        cast(digantikan_oleh as string) as digantikan_oleh
    from berkas
)

select * from final
