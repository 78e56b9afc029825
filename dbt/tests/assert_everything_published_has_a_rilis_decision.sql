{{ config(meta={"dagster": {"ref": {"name": "pub_kpi_indikator"}}}) }}

-- There is no other way out than through a decision; a missing one counts as a violation.
select
    published.kunci,
    decisions.keputusan
from {{ ref('pub_kpi_indikator') }} as published
left join {{ ref('gate_decisions') }} as decisions
    on published.kunci = decisions.kunci and decisions.entitas = 'BARIS'
where decisions.keputusan is null or decisions.keputusan <> 'rilis'
