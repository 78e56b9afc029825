{{ config(materialized='view') }}

with

members as (
    select * from {{ ref('int_kolaborasi__anggota') }}
),

partnered as (
    select
        id_siklus,
        id_indikator
    from {{ ref('int_kolaborasi__anggota') }}
    group by id_siklus, id_indikator
    having count(*) > 1
),

shared as (
    select
        members.id_siklus,
        members.kode_opd,
        members.id_indikator
    from members
    inner join partnered
        on
            members.id_siklus = partnered.id_siklus
            and members.id_indikator = partnered.id_indikator
),

final as (
    select
        definisi.id_siklus,
        definisi.kunci_opd as kode_opd,
        definisi.id_indikator
    from {{ ref('int_indikator__pilihan') }} as definisi
    left join shared
        on
            definisi.id_siklus = shared.id_siklus
            and definisi.kunci_opd = shared.kode_opd
            and definisi.id_indikator = shared.id_indikator
    where shared.id_indikator is null
)

select * from final
