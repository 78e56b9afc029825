with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

kolaborasi as (
    select * from {{ ref('stg_intake__kolaborasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

angka_bersama as (
    select * from {{ ref('int_angka_bersama__uji') }}
),

kepemilikan as (
    select * from {{ ref('int_kepemilikan__lapor') }}
    where is_milik_lain
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

kontribusi_beda as (
    {{ ambang_berlaku('kontribusi_beda') }}
),

named as (
    select
        kiriman.id_siklus,
        kiriman.sha256_berkas,
        kiriman.kunci_opd as kode_opd_pelapor,
        trim(kolaborasi.id_indikator) as id_indikator,
        nullif(trim(kolaborasi.kode_opd), '') as kode_opd,
        kolaborasi.peran,
        kolaborasi.kontribusi_pct,
        kolaborasi.baris
    from kolaborasi
    inner join kiriman
        on kolaborasi.sha256_berkas = kiriman.sha256_berkas
    -- Of an indicator only its owner and those the owner names say who takes part.
    left join kepemilikan
        on
            kiriman.kunci_opd = kepemilikan.kunci_opd
            and trim(kolaborasi.id_indikator) = kepemilikan.id_indikator
    where
        nullif(trim(kolaborasi.id_indikator), '') is not null
        and kiriman.id_siklus is not null
        and kepemilikan.kunci_opd is null
),

leaders as (
    select distinct
        id_siklus,
        id_indikator,
        kode_opd
    from named
    where peran = 'PEMIMPIN' and kode_opd is not null
),

led as (
    select
        id_siklus,
        id_indikator,
        count(*) as jumlah_pemimpin
    from leaders
    group by id_siklus, id_indikator
),

-- One agency's share counts once: as a leader states it, else as the first that reports does.
shares as (
    select
        named.id_siklus,
        named.id_indikator,
        named.kontribusi_pct,
        row_number() over (
            partition by named.id_siklus, named.id_indikator, named.kode_opd
            order by
                case when leaders.kode_opd is null then 1 else 0 end,
                named.kode_opd_pelapor,
                named.baris
        ) as urutan
    from named
    left join leaders
        on
            named.id_siklus = leaders.id_siklus
            and named.id_indikator = leaders.id_indikator
            and named.kode_opd_pelapor = leaders.kode_opd
    where named.kontribusi_pct is not null and named.kode_opd is not null
),

-- Percentages are decimals that people write: a sum of them is compared at six places.
summed as (
    select
        id_siklus,
        id_indikator,
        round(sum(kontribusi_pct), 6) as total_kontribusi
    from shares
    where urutan = 1
    group by id_siklus, id_indikator
),

-- Who defines an indicator takes part in it, even without a row of its own.
taking_part as (
    select
        id_siklus,
        id_indikator,
        kode_opd
    from named
    where kode_opd is not null
    union distinct
    select
        named.id_siklus,
        named.id_indikator,
        berlaku.kunci_opd as kode_opd
    from named
    inner join berlaku
        on
            named.id_siklus = berlaku.id_siklus
            and named.id_indikator = berlaku.id_indikator
    left join kepemilikan
        on
            berlaku.kunci_opd = kepemilikan.kunci_opd
            and berlaku.id_indikator = kepemilikan.id_indikator
    where kepemilikan.kunci_opd is null
),

shared as (
    select
        id_siklus,
        id_indikator
    from taking_part
    group by id_siklus, id_indikator
    having count(*) > 1
    union distinct
    select
        id_siklus,
        id_indikator
    from angka_bersama
),

own_rows as (
    select
        sha256_berkas,
        id_indikator,
        min(baris) as baris
    from named
    group by sha256_berkas, id_indikator
),

final as (
    select
        ---------- keys
        lapor.id_baris,
        lapor.kode_opd,
        lapor.kunci_opd,
        lapor.id_siklus,
        lapor.id_indikator,
        lapor.tahun,
        lapor.periode,
        lapor.sha256_berkas as sha256_sel,
        own_rows.baris as baris_sel,
        ---------- what the rules need to know
        cast(coalesce(led.jumlah_pemimpin, 0) as integer) as jumlah_pemimpin,
        summed.total_kontribusi,
        coalesce(abs(summed.total_kontribusi - 100) <= kontribusi_beda.nilai, true)
            as is_kontribusi_genap
    from lapor
    inner join shared
        on
            lapor.id_siklus = shared.id_siklus
            and lapor.id_indikator = shared.id_indikator
    cross join kontribusi_beda
    left join led
        on
            lapor.id_siklus = led.id_siklus
            and lapor.id_indikator = led.id_indikator
    left join summed
        on
            lapor.id_siklus = summed.id_siklus
            and lapor.id_indikator = summed.id_indikator
    left join own_rows
        on
            lapor.sha256_berkas = own_rows.sha256_berkas
            and lapor.id_indikator = own_rows.id_indikator
    where lapor.is_kunci_lengkap and lapor.is_siklus_ini and not lapor.is_digantikan
)

select * from final
