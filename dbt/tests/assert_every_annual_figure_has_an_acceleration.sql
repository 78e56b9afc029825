{{ config(meta={"dagster": {"ref": {"name": "kpi_akselerasi"}}}) }}

-- Rows in equal rows accounted for: each released annual figure of the whole region has exactly one
-- row here, with a status that says more than BELUM_CUKUP_DATA or a reason why it does not.
with

due as (
    select
        kpi_indikator.kunci,
        1 as seharusnya
    from {{ ref('kpi_indikator') }} as kpi_indikator
    inner join {{ ref('profil') }} as profil
        on kpi_indikator.kode_wilayah = profil.nilai and profil.kunci = 'kode_wilayah'
    where kpi_indikator.periode = 'THN' and kpi_indikator.dimensi = ''
),

found as (
    select
        kunci,
        count(*) as nyatanya,
        count(
            case when status_akselerasi <> 'BELUM_CUKUP_DATA' then 1 end
        ) + count(alasan_tanpa_status) as terjelaskan
    from {{ ref('kpi_akselerasi') }}
    group by kunci
)

select
    coalesce(due.kunci, found.kunci) as kunci,
    due.seharusnya,
    found.nyatanya,
    found.terjelaskan
from due
full outer join found on due.kunci = found.kunci
where
    due.seharusnya is distinct from found.nyatanya
    or found.nyatanya is distinct from found.terjelaskan
