with

siklus as (
    select * from {{ ref('siklus') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

final as (
    select
        siklus.id_siklus,
        siklus.nama_siklus,
        siklus.tahun,
        siklus.periode,
        siklus.dibuka,
        siklus.tenggat,
        siklus.batas_data,
        siklus.id_siklus = lingkup.id_siklus as is_siklus_lingkup
    from siklus
    cross join lingkup
    inner join siklus as siklus_lingkup
        on lingkup.id_siklus = siklus_lingkup.id_siklus
    where siklus.dibuka <= siklus_lingkup.dibuka
)

select * from final
