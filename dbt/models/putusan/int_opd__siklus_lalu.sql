with

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

silsilah as (
    select * from {{ ref('int_opd__silsilah') }}
),

skor as (
    select * from {{ ref('int_opd__skor') }}
),

ordered as (
    select
        id_siklus,
        lag(id_siklus) over (order by dibuka) as id_siklus_lalu
    from siklus
),

-- Who carried the function in the cycle before: the agency itself, else whom it succeeded.
carriers as (
    select
        opd.kode_opd,
        opd.id_siklus,
        ordered.id_siklus_lalu,
        former.kode_opd as kode_opd_lalu,
        silsilah.langkah,
        min(silsilah.langkah) over (partition by opd.kode_opd, opd.id_siklus) as langkah_terdekat
    from opd
    inner join ordered
        on opd.id_siklus = ordered.id_siklus
    inner join silsilah
        on opd.kode_opd = silsilah.kode_opd
    inner join opd as former
        on
            ordered.id_siklus_lalu = former.id_siklus
            and silsilah.kode_opd_asal = former.kode_opd
),

-- A merger is compared with all its parts together: sums are added, scores never averaged.
final as (
    select
        carriers.kode_opd,
        carriers.id_siklus,
        min(carriers.id_siklus_lalu) as id_siklus_lalu,
        {{ daftar_urut('carriers.kode_opd_lalu') }} as daftar_opd_lalu,
        max(carriers.langkah) > 0 as is_dari_pendahulu,
        sum(skor.jumlah_tertimbang) as jumlah_tertimbang,
        sum(skor.bobot_dinilai) as bobot_dinilai,
        sum(skor.bobot_ketat) as bobot_ketat,
        sum(skor.bobot_jatuh_tempo) as bobot_jatuh_tempo
    from carriers
    left join skor
        on
            carriers.kode_opd_lalu = skor.kode_opd
            and carriers.id_siklus_lalu = skor.id_siklus
    where carriers.langkah = carriers.langkah_terdekat
    group by carriers.kode_opd, carriers.id_siklus
)

select * from final
