{{ config(tags=["bukti"]) }}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

peta as (
    select * from {{ ref('stg_intake__peta') }}
),

cells as (
    select
        sha256_berkas,
        periode,
        lembar,
        huruf,
        baris
    from peta
    where tabel = 'realisasi' and kolom = 'realisasi'
),

rows_used as (
    select distinct
        id_baris,
        sha256_berkas,
        baris,
        periode_asal
    from capaian
),

final as (
    select
        rows_used.id_baris,
        rows_used.sha256_berkas,
        coalesce(own_period.lembar, any_period.lembar) as lembar,
        coalesce(own_period.huruf, any_period.huruf)
        || cast(coalesce(own_period.baris, any_period.baris, rows_used.baris) as varchar) as sel
    from rows_used
    left join cells as own_period
        on
            rows_used.sha256_berkas = own_period.sha256_berkas
            and rows_used.periode_asal = own_period.periode
    left join cells as any_period
        on
            rows_used.sha256_berkas = any_period.sha256_berkas
            and any_period.periode is null
)

select * from final
