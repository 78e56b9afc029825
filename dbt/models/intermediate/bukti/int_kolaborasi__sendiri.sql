{{ config(tags=["bukti"]) }}

with

members as (
    select * from {{ ref('int_kolaborasi__anggota') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

partnered as (
    select
        id_siklus,
        id_indikator
    from members
    group by id_siklus, id_indikator
    having count(*) > 1
),

shared as (
    select
        members.id_siklus,
        members.kode_opd,
        members.id_indikator
    from members
    inner join partnered
        on
            members.id_siklus = partnered.id_siklus
            and members.id_indikator = partnered.id_indikator
),

-- What an agency defines and nobody else is named on.
unshared as (
    select
        definisi.id_siklus,
        definisi.kunci_opd as kode_opd,
        definisi.id_indikator
    from {{ ref('int_indikator__pilihan') }} as definisi
    left join shared
        on
            definisi.id_siklus = shared.id_siklus
            and definisi.kunci_opd = shared.kode_opd
            and definisi.id_indikator = shared.id_indikator
    where shared.id_indikator is null
),

released as (
    select distinct
        id_indikator,
        tahun,
        periode
    from kpi_indikator
    where realisasi is not null
),

-- Its ids and its figures are gathered apart: together they do not fit into memory for a nation.
listed as (
    select
        id_siklus,
        kode_opd,
        count(*) as jumlah_indikator,
        {{ daftar_urut('id_indikator') }} as daftar_indikator
    from unshared
    group by id_siklus, kode_opd
),

figured as (
    select
        unshared.id_siklus,
        unshared.kode_opd,
        count(*) as jumlah_berangka_rilis
    from unshared
    inner join siklus
        on unshared.id_siklus = siklus.id_siklus
    inner join released
        on
            unshared.id_indikator = released.id_indikator
            and siklus.tahun = released.tahun
            and siklus.periode = released.periode
    group by unshared.id_siklus, unshared.kode_opd
),

final as (
    select
        kiriman.id_siklus,
        kiriman.kode_opd,
        coalesce(listed.jumlah_indikator, 0) as jumlah_indikator,
        coalesce(figured.jumlah_berangka_rilis, 0) as jumlah_berangka_rilis,
        listed.daftar_indikator
    from kiriman
    left join listed
        on
            kiriman.id_siklus = listed.id_siklus
            and kiriman.kode_opd = listed.kode_opd
    left join figured
        on
            kiriman.id_siklus = figured.id_siklus
            and kiriman.kode_opd = figured.kode_opd
)

select * from final
