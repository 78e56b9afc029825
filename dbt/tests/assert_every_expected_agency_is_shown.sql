{{ config(meta={"dagster": {"ref": {"name": "kpi_kelengkapan"}}}) }}

-- The silent ones too: an agency in force on the cut-off has its row and its decision per cycle.
select
    expected.kode_opd,
    expected.id_siklus
from {{ ref('int_opd__siklus') }} as expected
left join {{ ref('kpi_kelengkapan') }} as shown
    on expected.kode_opd = shown.kode_opd and expected.id_siklus = shown.id_siklus
left join {{ ref('gate_decisions') }} as decided
    on
        expected.kode_opd = decided.kode_opd
        and expected.id_siklus = decided.id_siklus
        and decided.entitas = 'OPD'
where shown.kode_opd is null or decided.kunci is null
