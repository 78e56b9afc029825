{{ config(meta={"dagster": {"ref": {"name": "pub_kpi_anggaran"}}}) }}

-- Items in equal items accounted for: every item of the finest level stands in one row of
-- kpi_anggaran, or its agency is held or unknown, or a later cycle speaks for its period.
with

items as (
    select
        serapan.*,
        siklus.dibuka,
        case serapan.tingkat_anggaran
            when 'SUB_KEGIATAN' then 1
            when 'KEGIATAN' then 2
            when 'PROGRAM' then 3
            else 4
        end as tingkat
    from {{ ref('int_anggaran__serapan') }} as serapan
    inner join {{ ref('int_siklus__lingkup') }} as siklus
        on serapan.id_siklus = siklus.id_siklus
    where serapan.kunci_opd = serapan.kode_opd
),

ranked as (
    select
        *,
        min(tingkat) over (partition by sha256_berkas) as tingkat_terinci,
        max(dibuka) over (partition by kode_opd, tahun, periode) as dibuka_terakhir
    from items
),

expected as (
    select
        ranked.sha256_berkas,
        ranked.tahun,
        ranked.periode,
        count(*) as jumlah_pos
    from ranked
    inner join {{ ref('gate_decisions') }} as decisions
        on
            ranked.kunci_opd = decisions.kunci_opd
            and ranked.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
    where
        ranked.tingkat = ranked.tingkat_terinci
        and ranked.dibuka = ranked.dibuka_terakhir
    group by ranked.sha256_berkas, ranked.tahun, ranked.periode
)

select
    coalesce(expected.sha256_berkas, kpi.sha256_berkas) as sha256_berkas,
    coalesce(expected.tahun, kpi.tahun) as tahun,
    coalesce(expected.periode, kpi.periode) as periode,
    expected.jumlah_pos as jumlah_masuk,
    kpi.jumlah_pos as jumlah_tampil
from expected
full outer join {{ ref('pub_kpi_anggaran') }} as kpi
    on
        expected.sha256_berkas = kpi.sha256_berkas
        and expected.tahun = kpi.tahun
        and expected.periode = kpi.periode
where coalesce(expected.jumlah_pos, -1) <> coalesce(kpi.jumlah_pos, -1)
