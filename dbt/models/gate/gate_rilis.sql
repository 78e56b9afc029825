{# A view: the net speaks of a candidate after the tables it compares are built. #}
{{ config(materialized='view') }}

with

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

release_checks as (
    select * from {{ ref('gate_release_checks') }}
),

entities as (
    select * from {{ ref('gate_entities') }}
),

-- No release rule at all is no permission: the minimum over no rows is NULL, which holds.
verdict as (
    select
        {{ status_terburuk('status') }} as status,
        {{ dbt.listagg('alasan', "' '", 'order by id_aturan') }} as alasan
    from release_checks
),

counted as (
    select
        count(case when entitas = 'BARIS' and keputusan = 'rilis' then 1 end) as jumlah_baris_rilis,
        count(case when entitas = 'BARIS' and keputusan = 'tahan' then 1 end) as jumlah_baris_tahan,
        count(case when entitas = 'OPD' and keputusan = 'rilis' then 1 end) as jumlah_opd_rilis,
        count(case when entitas = 'OPD' and keputusan = 'tahan' then 1 end) as jumlah_opd_tahan
    from entities
),

final as (
    select
        cast(lingkup.id_rilis as string) as id_rilis,
        cast(lingkup.id_siklus as string) as id_siklus,
        cast(coalesce(verdict.status, 'belum_dinilai') as string) as status,
        cast(case when verdict.status = 'lulus' then 'rilis' else 'tahan' end as string)
            as keputusan,
        cast(case
            when verdict.status is null then 'Tidak ada aturan rilis yang dinilai.'
            else verdict.alasan
        end as string) as alasan,
        cast(counted.jumlah_baris_rilis as bigint) as jumlah_baris_rilis,
        cast(counted.jumlah_baris_tahan as bigint) as jumlah_baris_tahan,
        cast(counted.jumlah_opd_rilis as bigint) as jumlah_opd_rilis,
        cast(counted.jumlah_opd_tahan as bigint) as jumlah_opd_tahan
    from lingkup
    cross join verdict
    cross join counted
)

select * from final
