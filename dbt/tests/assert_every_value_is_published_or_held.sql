{{ config(meta={"dagster": {"ref": {"name": "gate_decisions"}}}) }}

-- A computed value either stands in kpi_indikator or its decision says why not.
select
    nilai.kunci,
    decisions.keputusan,
    decisions.alasan
from {{ ref('int_nilai__status') }} as nilai
left join {{ ref('gate_decisions') }} as decisions
    on nilai.kunci = decisions.kunci and decisions.entitas = 'BARIS'
left join {{ ref('kpi_indikator') }} as kpi
    on nilai.kunci = kpi.kunci
where
    decisions.kunci is null
    or (kpi.kunci is null and (decisions.keputusan <> 'tahan' or decisions.alasan is null))
