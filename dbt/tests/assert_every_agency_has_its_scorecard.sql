{{ config(meta={"dagster": {"ref": {"name": "kpi_opd"}}}) }}

-- Rows in equals rows accounted for: every expected agency of every cycle has one scorecard, with a
-- rank or a reason; and each of its indicators is scored, held, not measured, left out, without a
-- percentage, or not due.
with

states as (
    select
        kode_opd,
        id_siklus,
        count(*) as jumlah,
        count(case
            when
                is_skor
                and is_jatuh_tempo
                and status_kewajiban not in (
                    'DINILAI', 'DITAHAN', 'TIDAK_DIUKUR', 'TIDAK_DILAPORKAN', 'TANPA_PERSENTASE'
                )
                then 1
        end) as jumlah_tak_dikenal,
        count(case when is_skor and is_jatuh_tempo then 1 end) as jumlah_jatuh_tempo
    from {{ ref('int_kewajiban__status') }}
    where status_kewajiban <> 'MILIK_OPD_LAIN'
    group by kode_opd, id_siklus
)

select
    opd.kode_opd,
    opd.id_siklus,
    kpi.peringkat,
    kpi.alasan_tanpa_peringkat
from {{ ref('int_opd__siklus') }} as opd
left join {{ ref('kpi_opd') }} as kpi
    on opd.kode_opd = kpi.kode_opd and opd.id_siklus = kpi.id_siklus
left join states
    on opd.kode_opd = states.kode_opd and opd.id_siklus = states.id_siklus
where
    kpi.kode_opd is null
    or (kpi.peringkat is null) = (kpi.alasan_tanpa_peringkat is null)
    or kpi.jumlah_indikator <> coalesce(states.jumlah_jatuh_tempo, 0)
    or states.jumlah_tak_dikenal > 0
    or kpi.peringkat > kpi.jumlah_pembanding
