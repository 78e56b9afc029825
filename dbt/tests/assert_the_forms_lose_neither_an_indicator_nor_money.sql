{{ config(meta={"dagster": {"ref": {"name": "formulir_e81"}}}) }}

-- Rows in equals rows accounted for: each indicator of an agency's latest report of a year has one
-- row on its form, the money of each level of the form is that of the report, and both forms have
-- the same rows.
with

reports as (
    select
        kode_opd,
        tahun,
        id_siklus,
        row_number() over (
            partition by kode_opd, tahun
            order by dibuka desc
        ) as urutan
    from {{ ref('int_kiriman__aktif') }}
    where kunci_opd = kode_opd and id_siklus is not null
),

owed as (
    select
        reports.kode_opd,
        reports.tahun,
        berlaku.id_indikator
    from reports
    inner join {{ ref('int_indikator__berlaku') }} as berlaku
        on reports.kode_opd = berlaku.kunci_opd and reports.id_siklus = berlaku.id_siklus
    where reports.urutan = 1
),

shown as (
    select
        kode_opd,
        tahun,
        id_indikator,
        count(*) as jumlah
    from {{ ref('formulir_e81') }}
    where id_indikator is not null
    group by kode_opd, tahun, id_indikator
),

budgets as (
    select
        reports.kode_opd,
        reports.tahun,
        serapan.tingkat_anggaran as tingkat,
        serapan.kode,
        max(serapan.pagu) as pagu
    from reports
    inner join {{ ref('int_anggaran__serapan') }} as serapan
        on
            reports.kode_opd = serapan.kunci_opd
            and reports.id_siklus = serapan.id_siklus
            and reports.tahun = serapan.tahun
    where reports.urutan = 1
    group by reports.kode_opd, reports.tahun, serapan.tingkat_anggaran, serapan.kode
),

money_in as (
    select
        kode_opd,
        tahun,
        sum(cast(pagu as decimal(38, 2))) as pagu
    from budgets
    group by kode_opd, tahun
),

money_out as (
    select
        kode_opd,
        tahun,
        sum(cast(rp_7_pagu as decimal(38, 2))) as pagu
    from {{ ref('formulir_e81') }}
    group by kode_opd, tahun
)

select
    'indikator' as masalah,
    coalesce(owed.kode_opd, shown.kode_opd) as kode_opd,
    coalesce(owed.id_indikator, shown.id_indikator) as kunci
from owed
full outer join shown
    on
        owed.kode_opd = shown.kode_opd
        and owed.tahun = shown.tahun
        and owed.id_indikator = shown.id_indikator
where owed.kode_opd is null or shown.jumlah is distinct from 1

union all

select
    'anggaran' as masalah,
    money_in.kode_opd,
    cast(money_in.tahun as string) as kunci
from money_in
left join money_out
    on money_in.kode_opd = money_out.kode_opd and money_in.tahun = money_out.tahun
where money_in.pagu is distinct from money_out.pagu

union all

select
    'baris E.60' as masalah,
    e81.kode_opd,
    cast(e81.nomor as string) as kunci
from {{ ref('formulir_e81') }} as e81
left join {{ ref('formulir_e60') }} as e60
    on
        e81.kode_opd = e60.kode_opd
        and e81.tahun = e60.tahun
        and e81.id_indikator is not distinct from e60.id_indikator
        and e81.kode is not distinct from e60.kode
        and e81.uraian is not distinct from e60.uraian
where e60.kode_opd is null
