with

sebut as (
    select * from {{ ref('int_kolaborasi__sebut') }}
),

members as (
    select * from {{ ref('int_kolaborasi__anggota') }}
),

unshared as (
    select * from {{ ref('int_kolaborasi__sendiri') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

satgas as (
    select * from {{ ref('satgas') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

released as (
    select distinct
        id_indikator,
        tahun,
        periode
    from kpi_indikator
    where realisasi is not null
),

pairs as (
    select
        mine.id_siklus,
        mine.id_indikator,
        mine.kode_opd,
        theirs.kode_opd as kode_opd_mitra,
        least(mine.kode_opd_pelapor, theirs.kode_opd_pelapor) as kode_opd_pelapor,
        mine.urutan_peran,
        theirs.urutan_peran as urutan_peran_mitra,
        mine.jumlah_pemimpin
    from members as mine
    inner join members as theirs
        on
            mine.id_siklus = theirs.id_siklus
            and mine.id_indikator = theirs.id_indikator
            and mine.kode_opd <> theirs.kode_opd
),

forces as (
    select distinct
        pairs.id_siklus,
        pairs.kode_opd,
        pairs.kode_opd_mitra,
        sebut.id_satgas
    from pairs
    inner join sebut
        on
            pairs.id_siklus = sebut.id_siklus
            and pairs.id_indikator = sebut.id_indikator
    where
        sebut.id_satgas is not null
        and sebut.kode_opd is not null
        and not sebut.is_milik_lain
),

-- A name never stands without how sure it is; one not in force on the cut-off says so.
labelled as (
    select
        forces.*,
        coalesce(satgas.nama_satgas, forces.id_satgas) as nama_satgas,
        coalesce(satgas.status_verifikasi, 'TIDAK_BERLAKU') as status_satgas
    from forces
    inner join siklus
        on forces.id_siklus = siklus.id_siklus
    left join satgas
        on
            forces.id_satgas = satgas.id_satgas
            and {{ berlaku_pada('satgas', 'siklus.batas_data') }}
),

task_forces as (
    select
        id_siklus,
        kode_opd,
        kode_opd_mitra,
        {{ dbt.listagg("id_satgas", "', '", "order by id_satgas") }} as satgas,
        {{ dbt.listagg("nama_satgas", "', '", "order by id_satgas") }} as nama_satgas,
        {{ dbt.listagg("status_satgas", "', '", "order by id_satgas") }} as status_satgas
    from labelled
    group by id_siklus, kode_opd, kode_opd_mitra
),

shared as (
    select
        pairs.id_siklus,
        pairs.kode_opd,
        pairs.kode_opd_mitra,
        min(pairs.kode_opd_pelapor) as kode_opd_pelapor,
        count(*) as jumlah_indikator,
        count(released.id_indikator) as jumlah_berangka_rilis,
        {{ daftar_urut('pairs.id_indikator') }} as daftar_indikator,
        count(case when pairs.urutan_peran = 1 then 1 end) as jumlah_memimpin,
        count(case when pairs.urutan_peran_mitra = 1 then 1 end) as jumlah_dipimpin_mitra,
        count(case when pairs.urutan_peran = 2 then 1 end) as jumlah_kontributor,
        count(case when pairs.urutan_peran = 3 then 1 end) as jumlah_pendukung,
        count(case when pairs.urutan_peran = 4 then 1 end) as jumlah_tanpa_peran,
        count(case when pairs.jumlah_pemimpin <> 1 then 1 end) as jumlah_tanpa_satu_pemimpin
    from pairs
    inner join siklus
        on pairs.id_siklus = siklus.id_siklus
    left join released
        on
            pairs.id_indikator = released.id_indikator
            and siklus.tahun = released.tahun
            and siklus.periode = released.periode
    group by pairs.id_siklus, pairs.kode_opd, pairs.kode_opd_mitra
),

-- Ids and figures of what is done alone are gathered apart: for a nation they do not fit together.
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

-- The diagonal: every agency that reported, with what it does alone.
alone as (
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
),

written as (
    select
        id_siklus,
        kode_opd_pelapor,
        count(*) as jumlah_baris,
        count(case when id_indikator is null or kode_opd is null then 1 end)
            as jumlah_baris_tanpa_kunci
    from sebut
    group by id_siklus, kode_opd_pelapor
),

matrix as (
    select
        shared.id_siklus,
        shared.kode_opd,
        shared.kode_opd_mitra,
        shared.kode_opd_pelapor,
        shared.jumlah_indikator,
        shared.jumlah_berangka_rilis,
        shared.daftar_indikator,
        shared.jumlah_memimpin,
        shared.jumlah_dipimpin_mitra,
        shared.jumlah_kontributor,
        shared.jumlah_pendukung,
        shared.jumlah_tanpa_peran,
        shared.jumlah_tanpa_satu_pemimpin,
        task_forces.satgas,
        task_forces.nama_satgas,
        task_forces.status_satgas,
        null as jumlah_baris,
        null as jumlah_baris_tanpa_kunci
    from shared
    left join task_forces
        on
            shared.id_siklus = task_forces.id_siklus
            and shared.kode_opd = task_forces.kode_opd
            and shared.kode_opd_mitra = task_forces.kode_opd_mitra
    union all
    select
        alone.id_siklus,
        alone.kode_opd,
        alone.kode_opd as kode_opd_mitra,
        alone.kode_opd as kode_opd_pelapor,
        alone.jumlah_indikator,
        alone.jumlah_berangka_rilis,
        alone.daftar_indikator,
        null as jumlah_memimpin,
        null as jumlah_dipimpin_mitra,
        null as jumlah_kontributor,
        null as jumlah_pendukung,
        null as jumlah_tanpa_peran,
        null as jumlah_tanpa_satu_pemimpin,
        null as satgas,
        null as nama_satgas,
        null as status_satgas,
        coalesce(written.jumlah_baris, 0) as jumlah_baris,
        coalesce(written.jumlah_baris_tanpa_kunci, 0) as jumlah_baris_tanpa_kunci
    from alone
    left join written
        on
            alone.id_siklus = written.id_siklus
            and alone.kode_opd = written.kode_opd_pelapor
),

final as (
    select
        cast(matrix.kode_opd as string) as kode_opd,
        cast(mine.nama_opd as string) as nama_opd,
        cast(matrix.kode_opd_mitra as string) as kode_opd_mitra,
        cast(theirs.nama_opd as string) as nama_opd_mitra,
        cast(matrix.id_siklus as string) as id_siklus,
        cast(siklus.tahun as integer) as tahun,
        cast(siklus.periode as string) as periode,
        cast(cast(siklus.tahun as string) || '-' || siklus.periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        matrix.kode_opd = matrix.kode_opd_mitra as is_sendiri,
        theirs.kode_opd is not null as is_mitra_dikenal,
        cast(matrix.jumlah_indikator as bigint) as jumlah_indikator,
        cast(matrix.jumlah_berangka_rilis as bigint) as jumlah_berangka_rilis,
        cast(matrix.daftar_indikator as string) as daftar_indikator,
        cast(matrix.jumlah_memimpin as bigint) as jumlah_memimpin,
        cast(matrix.jumlah_dipimpin_mitra as bigint) as jumlah_dipimpin_mitra,
        cast(matrix.jumlah_kontributor as bigint) as jumlah_kontributor,
        cast(matrix.jumlah_pendukung as bigint) as jumlah_pendukung,
        cast(matrix.jumlah_tanpa_peran as bigint) as jumlah_tanpa_peran,
        cast(matrix.jumlah_tanpa_satu_pemimpin as bigint) as jumlah_tanpa_satu_pemimpin,
        cast(matrix.satgas as string) as satgas,
        cast(matrix.nama_satgas as string) as nama_satgas,
        cast(matrix.status_satgas as string) as status_satgas,
        cast(matrix.jumlah_baris as bigint) as jumlah_baris,
        cast(matrix.jumlah_baris_tanpa_kunci as bigint) as jumlah_baris_tanpa_kunci,
        cast(matrix.kode_opd_pelapor as string) as kode_opd_pelapor,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from matrix
    cross join lingkup
    inner join siklus
        on matrix.id_siklus = siklus.id_siklus
    left join opd as mine
        on
            matrix.kode_opd = mine.kode_opd
            and matrix.id_siklus = mine.id_siklus
    left join opd as theirs
        on
            matrix.kode_opd_mitra = theirs.kode_opd
            and matrix.id_siklus = theirs.id_siklus
    left join periode
        on
            siklus.tahun = periode.tahun
            and siklus.periode = periode.periode
)

select * from final
