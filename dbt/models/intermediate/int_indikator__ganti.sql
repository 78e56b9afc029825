with

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

realisasi as (
    select * from {{ ref('stg_intake__realisasi') }}
),

leksikon as (
    select * from {{ ref('int_indikator__leksikon') }}
),

bobot_bawaan as (
    select bobot
    from {{ ref('bobot') }}
    where lingkup = 'INDIKATOR' and kunci = 'BAWAAN'
),

beralasan as (
    select distinct
        sha256_berkas,
        id_indikator
    from realisasi
    where trim(alasan_revisi) <> ''
),

urutan_siklus as (
    select
        id_siklus,
        row_number() over (order by dibuka, id_siklus) as urutan
    from siklus
),

definisi as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        urutan_siklus.urutan,
        lower(trim(berlaku.satuan)) as satuan,
        berlaku.polaritas_hitung as polaritas,
        berlaku.jenis_agregasi,
        berlaku.level_hasil,
        berlaku.kode_pilar,
        case when berlaku.bobot > 0 then berlaku.bobot else bobot_bawaan.bobot end as bobot,
        beralasan.id_indikator is not null as is_beralasan,
        coalesce(berlaku.is_hasil and leksikon.is_menyamar, false) as is_menyamar
    from {{ ref('int_indikator__berlaku') }} as berlaku
    inner join urutan_siklus on berlaku.id_siklus = urutan_siklus.id_siklus
    left join bobot_bawaan on true
    left join leksikon
        on
            berlaku.kunci_opd = leksikon.kunci_opd
            and berlaku.id_indikator = leksikon.id_indikator
            and berlaku.id_siklus = leksikon.id_siklus
    left join beralasan
        on
            berlaku.sha256_indikator = beralasan.sha256_berkas
            and berlaku.id_indikator = beralasan.id_indikator
),

-- What is measured is the same over the whole series. Where it counts (level, pillar, weight) may
-- change with a reason; without one the change is never what the next report is held to. Work that
-- claimed to be a result is no beginning: whoever calls it an output has mended it (DPK-02).
berdasar as (
    select
        *,
        min(
            case
                when satuan <> '' and polaritas is not null and jenis_agregasi is not null
                    then urutan
            end
        ) over (partition by kunci_opd, id_indikator) as urutan_awal,
        coalesce(
            max(case when is_beralasan then urutan end) over (
                partition by kunci_opd, id_indikator
                order by urutan
                rows between unbounded preceding and current row
            ),
            min(case when not is_menyamar then urutan end) over (
                partition by kunci_opd, id_indikator
            )
        ) as urutan_dasar
    from definisi
),

dibandingkan as (
    select
        berdasar.*,
        awal.satuan as satuan_awal,
        awal.polaritas as polaritas_awal,
        awal.jenis_agregasi as jenis_agregasi_awal,
        dasar.level_hasil as level_dasar,
        dasar.kode_pilar as pilar_dasar,
        dasar.bobot as bobot_dasar
    from berdasar
    left join definisi as awal
        on
            berdasar.kunci_opd = awal.kunci_opd
            and berdasar.id_indikator = awal.id_indikator
            and berdasar.urutan_awal = awal.urutan
    left join definisi as dasar
        on
            berdasar.kunci_opd = dasar.kunci_opd
            and berdasar.id_indikator = dasar.id_indikator
            and berdasar.urutan_dasar = dasar.urutan
),

final as (
    select
        kunci_opd,
        id_siklus,
        id_indikator,
        concat_ws(', ', satuan_awal, polaritas_awal, jenis_agregasi_awal) as ukuran_awal,
        concat_ws(', ', satuan, polaritas, jenis_agregasi) as ukuran,
        coalesce(satuan <> satuan_awal, false)
        or coalesce(polaritas <> polaritas_awal, false)
        or coalesce(jenis_agregasi <> jenis_agregasi_awal, false) as is_ukuran_berganti,
        concat_ws(
            ', ', level_dasar, pilar_dasar, 'bobot ' || {{ angka_indonesia('bobot_dasar', 2) }}
        ) as penempatan_awal,
        concat_ws(
            ', ', level_hasil, kode_pilar, 'bobot ' || {{ angka_indonesia('bobot', 2) }}
        ) as penempatan,
        urutan > urutan_dasar
        and (
            coalesce(level_hasil <> level_dasar, false)
            or coalesce(kode_pilar <> pilar_dasar, false)
            or coalesce(bobot <> bobot_dasar, false)
        ) as is_penempatan_berganti
    from dibandingkan
)

select * from final
