with recursive

opd as (
    select * from {{ ref('opd') }}
),

peralihan as (
    select * from {{ ref('opd_peralihan') }}
),

kode as (
    select distinct kode_opd
    from opd
),

pasangan as (
    select
        kode_opd as kode_opd_baru,
        kode_opd_pendahulu as kode_opd_lama
    from opd
    where kode_opd_pendahulu is not null
    union distinct
    select
        kode_opd_baru,
        kode_opd_lama
    from peralihan
),

-- A code that names itself in a circle would never end; no register changes hands that often.
turunan as (
    select
        kode_opd,
        kode_opd as kode_opd_asal,
        0 as langkah
    from kode
    union all
    select
        turunan.kode_opd,
        pasangan.kode_opd_lama as kode_opd_asal,
        turunan.langkah + 1 as langkah
    from turunan
    inner join pasangan
        on turunan.kode_opd_asal = pasangan.kode_opd_baru
    where turunan.langkah < 20
),

-- Two ways to one ancestor are one ancestor, by the shorter way.
final as (
    select
        kode_opd,
        kode_opd_asal,
        cast(min(langkah) as integer) as langkah
    from turunan
    group by kode_opd, kode_opd_asal
)

select * from final
