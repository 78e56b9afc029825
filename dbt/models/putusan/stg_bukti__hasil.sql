{{ config(materialized='view') }}

with

source as (
    select * from {{ source('bukti', 'dq_results') }}
),

final as (
    select
        ---------- ids and texts
        suite,
        id_aturan,
        tingkat,
        entitas,
        tabel,
        status,
        galat,
        id_rilis,
        ---------- numerics
        cast(jumlah_dinilai as bigint) as jumlah_dinilai,
        cast(jumlah_gagal as bigint) as jumlah_gagal
    from source
)

select * from final
