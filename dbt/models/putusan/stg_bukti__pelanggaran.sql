{{ config(materialized='view') }}

with

source as (
    select * from {{ source('bukti', 'dq_pelanggaran') }}
),

final as (
    select
        ---------- ids and texts
        suite,
        id_aturan,
        tingkat,
        entitas,
        id_baris,
        kode_opd,
        kunci_opd,
        id_siklus,
        kode_pilar,
        id_indikator,
        lembar,
        kolom,
        pesan,
        isi,
        sha256_sel,
        ---------- numerics
        baris_sel
    from source
)

select * from final
