{{ config(meta={"dagster": {"ref": {"name": "kpi_pilar"}}}) }}

-- A pillar nobody reported on is a finding to look at, so it must not vanish.
select
    pilar.kode_pilar,
    siklus.id_siklus
from {{ ref('dim_pilar') }} as pilar
cross join {{ ref('int_siklus__lingkup') }} as siklus
left join {{ ref('kpi_pilar') }} as shown
    on pilar.kode_pilar = shown.kode_pilar and siklus.id_siklus = shown.id_siklus
where shown.kode_pilar is null
