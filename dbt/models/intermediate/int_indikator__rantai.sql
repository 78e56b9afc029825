with

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- The parent may be another agency's: what counts is that somebody measures that result.
induk as (
    select
        id_siklus,
        id_indikator,
        max(case when is_hasil then 1 else 0 end) as ada_hasil
    from berlaku
    group by id_siklus, id_indikator
),

-- Source and method the series began with: a change is none the better for being a cycle old.
diurutkan as (
    select
        berlaku.kunci_opd,
        berlaku.id_indikator,
        berlaku.sumber_data as sumber_awal,
        berlaku.metode as metode_awal,
        row_number() over (
            partition by berlaku.kunci_opd, berlaku.id_indikator
            order by siklus.dibuka, siklus.id_siklus
        ) as urutan
    from berlaku
    inner join siklus on berlaku.id_siklus = siklus.id_siklus
    where {{ teks_normal('berlaku.sumber_data') }} <> ''
),

final as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        case
            when berlaku.level_hasil in ('AKTIVITAS', 'OUTPUT')
                then coalesce(induk.ada_hasil = 1, false)
        end as is_induk_hasil,
        diurutkan.sumber_awal,
        diurutkan.metode_awal,
        {{ teks_normal('berlaku.sumber_data') }} <> {{ teks_normal('diurutkan.sumber_awal') }}
            as is_sumber_berganti,
        {{ teks_normal('berlaku.metode') }} <> {{ teks_normal('diurutkan.metode_awal') }}
            as is_metode_berganti
    from berlaku
    left join induk
        on
            trim(berlaku.id_indikator_induk) = induk.id_indikator
            and berlaku.id_siklus is not distinct from induk.id_siklus
    left join diurutkan
        on
            berlaku.kunci_opd = diurutkan.kunci_opd
            and berlaku.id_indikator = diurutkan.id_indikator
            and diurutkan.urutan = 1
)

select * from final
