{# The entities and one row for the release: what is decided is written down once, as entities. #}
{{ config(materialized='view') }}

with

entities as (
    select * from {{ ref('gate_entities') }}
),

rilis as (
    select * from {{ ref('gate_rilis') }}
),

checks as (
    select * from {{ ref('gate_release_checks') }}
),

evidence as (
    select max(case when id_aturan = 'RLS-01' and status = 'lulus' then 1 else 0 end) as lengkap
    from checks
),

final as (
    select
        entitas,
        kunci,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        status,
        keputusan,
        alasan,
        is_bukti_lengkap
    from entities
    union all
    select
        'RILIS' as entitas,
        rilis.id_rilis as kunci,
        cast(null as string) as kunci_opd,
        cast(null as string) as kode_opd,
        rilis.id_siklus,
        cast(null as string) as id_indikator,
        cast(null as integer) as tahun,
        cast(null as string) as periode,
        cast(null as string) as kode_wilayah,
        cast(null as string) as dimensi,
        rilis.status,
        rilis.keputusan,
        rilis.alasan,
        coalesce(evidence.lengkap = 1, false) as is_bukti_lengkap
    from rilis
    cross join evidence
)

select * from final
