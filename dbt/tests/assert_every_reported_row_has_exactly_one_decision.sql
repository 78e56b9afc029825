{{ config(meta={"dagster": {"ref": {"name": "gate_decisions"}}}) }}

-- Rows in are rows accounted for: released, held, or replaced, never dropped. Counted from both
-- sides, so that a row decided on twice is caught as well as one that nobody decided on.
with

reported as (
    select id_baris from {{ ref('int_realisasi__uji') }}
),

decided as (
    select
        kunci,
        count(*) as jumlah_keputusan
    from {{ ref('gate_decisions') }}
    where entitas = 'BARIS' and kunci not like 'TURUNAN:%'
    group by kunci
)

select
    reported.id_baris,
    decided.kunci,
    decided.jumlah_keputusan
from reported
full outer join decided
    on reported.id_baris = decided.kunci
where
    reported.id_baris is null
    or decided.kunci is null
    or decided.jumlah_keputusan <> 1
