with

sebut as (
    select * from {{ ref('int_kolaborasi__sebut') }}
    where id_indikator is not null and kode_opd is not null and not is_milik_lain
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

-- Who defines an indicator and names a partner on it takes part, even without a row of its own.
owners as (
    select distinct
        sebut.kode_opd_pelapor,
        sebut.id_siklus,
        sebut.id_indikator,
        sebut.kode_opd_pelapor as kode_opd,
        4 as urutan_peran
    from sebut
    inner join berlaku
        on
            sebut.kode_opd_pelapor = berlaku.kunci_opd
            and sebut.id_siklus = berlaku.id_siklus
            and sebut.id_indikator = berlaku.id_indikator
),

named as (
    select
        kode_opd_pelapor,
        id_siklus,
        id_indikator,
        kode_opd,
        urutan_peran
    from sebut
    union all
    select
        kode_opd_pelapor,
        id_siklus,
        id_indikator,
        kode_opd,
        urutan_peran
    from owners
),

-- Several reports may name one agency on one indicator: its strongest role stands.
members as (
    select
        id_siklus,
        id_indikator,
        kode_opd,
        min(kode_opd_pelapor) as kode_opd_pelapor,
        min(urutan_peran) as urutan_peran
    from named
    group by id_siklus, id_indikator, kode_opd
),

final as (
    select
        id_siklus,
        id_indikator,
        kode_opd,
        kode_opd_pelapor,
        urutan_peran,
        cast(count(case when urutan_peran = 1 then 1 end) over (
            partition by id_siklus, id_indikator
        ) as integer) as jumlah_pemimpin
    from members
)

select * from final
