{{ config(tags=["bukti"]) }}

-- The silent ones too: an agency in force on the cut-off has its row and its decision in each cycle.
select
    expected.kode_opd,
    expected.id_siklus
from {{ ref('int_opd__uji') }} as expected
left join {{ ref('kpi_kelengkapan') }} as shown
    on expected.kode_opd = shown.kode_opd and expected.id_siklus = shown.id_siklus
left join {{ ref('gate_decisions') }} as decided
    on
        decided.entitas = 'OPD'
        and decided.kode_opd = expected.kode_opd
        and decided.id_siklus = expected.id_siklus
where shown.kode_opd is null or decided.kunci is null
