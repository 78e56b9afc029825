with

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- The parent may be another agency's: what counts is that somebody measures that result.
hasil as (
    select distinct
        id_siklus,
        id_indikator
    from {{ ref('int_indikator__berlaku') }}
    where is_hasil
),

urutan_siklus as (
    select
        id_siklus,
        row_number() over (order by dibuka, id_siklus) as urutan
    from siklus
),

bersumber as (
    select
        berlaku.kunci_opd,
        berlaku.id_indikator,
        berlaku.sumber_data,
        berlaku.metode,
        urutan_siklus.urutan
    from {{ ref('int_indikator__berlaku') }} as berlaku
    inner join urutan_siklus on berlaku.id_siklus = urutan_siklus.id_siklus
    where {{ teks_normal('berlaku.sumber_data') }} <> ''
),

-- Source and method the series began with: a change is none the better for being a cycle old.
terawal as (
    select
        kunci_opd,
        id_indikator,
        min(urutan) as urutan
    from bersumber
    group by kunci_opd, id_indikator
),

awal as (
    select
        bersumber.kunci_opd,
        bersumber.id_indikator,
        bersumber.sumber_data as sumber_awal,
        bersumber.metode as metode_awal
    from bersumber
    inner join terawal
        on
            bersumber.kunci_opd = terawal.kunci_opd
            and bersumber.id_indikator = terawal.id_indikator
            and bersumber.urutan = terawal.urutan
),

final as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        case
            when berlaku.level_hasil in ('AKTIVITAS', 'OUTPUT')
                then hasil.id_indikator is not null
        end as is_induk_hasil,
        awal.sumber_awal,
        awal.metode_awal,
        -- Nearly all are written alike; only the others are compared letter by letter.
        case
            when berlaku.sumber_data = awal.sumber_awal then false
            else
                {{ teks_normal('berlaku.sumber_data') }} <> {{ teks_normal('awal.sumber_awal') }}
        end as is_sumber_berganti,
        case
            when berlaku.metode = awal.metode_awal then false
            else {{ teks_normal('berlaku.metode') }} <> {{ teks_normal('awal.metode_awal') }}
        end as is_metode_berganti
    from {{ ref('int_indikator__berlaku') }} as berlaku
    left join hasil
        on
            trim(berlaku.id_indikator_induk) = hasil.id_indikator
            and berlaku.id_siklus is not distinct from hasil.id_siklus
    left join awal
        on
            berlaku.kunci_opd = awal.kunci_opd
            and berlaku.id_indikator = awal.id_indikator
)

select * from final
