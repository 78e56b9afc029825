with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

profil as (
    select * from {{ ref('profil') }}
),

final as (
    select
        capaian.kunci_opd,
        capaian.id_siklus,
        cast(count(*) as integer) as jumlah_bertarget,
        cast(
            count(case when abs(capaian.nilai - capaian.target) <= ambang.toleransi then 1 end)
            as integer
        ) as jumlah_tepat,
        -- NULL where there are too few to say anything.
        case
            when count(*) >= min(ambang.indikator_tepat)
                then
                    count(*)
                    = count(
                        case when abs(capaian.nilai - capaian.target) <= ambang.toleransi then 1 end
                    )
        end as is_semua_tepat
    from capaian
    inner join ambang on capaian.id_siklus is not distinct from ambang.id_siklus
    inner join profil on profil.kunci = 'kode_wilayah' and capaian.kode_wilayah = profil.nilai
    where
        capaian.is_siklus_ini
        and not capaian.is_turunan
        and capaian.dimensi = ''
        and capaian.nilai is not null
        and capaian.target is not null
    group by capaian.kunci_opd, capaian.id_siklus
)

select * from final
