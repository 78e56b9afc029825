{{ config(meta={"dagster": {"ref": {"name": "gate_intended_checks"}}}) }}

-- A rule that falls out of this list would be missed by nobody: the gate asks only what it lists.
select aturan.id_aturan
from {{ ref('aturan') }} as aturan
inner join {{ ref('stg_run__lingkup') }} as lingkup
    on aturan.berlaku_dari <= lingkup.tanggal_batas
left join {{ ref('gate_intended_checks') }} as checks
    on aturan.id_aturan = checks.id_aturan
where aturan.tempat in ('gx', 'ingest') and checks.id_aturan is null
