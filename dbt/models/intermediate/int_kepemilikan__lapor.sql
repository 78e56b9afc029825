with

opd as (
    select distinct kode_opd from {{ ref('opd') }}
),

silsilah as (
    select * from {{ ref('int_opd__silsilah') }}
),

kolaborasi as (
    select * from {{ ref('stg_intake__kolaborasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

-- Whoever reports an indicator, defines it or names partners on it.
reported as (
    select
        kunci_opd,
        id_indikator
    from {{ ref('int_realisasi__lapor') }}
    where id_siklus is not null and kunci_opd = kode_opd and id_indikator is not null
    union distinct
    select
        kunci_opd,
        id_indikator
    from {{ ref('int_indikator__pilihan') }}
    where id_siklus is not null and kunci_opd = kode_opd
    union distinct
    select
        kiriman.kunci_opd,
        trim(kolaborasi.id_indikator) as id_indikator
    from kolaborasi
    inner join kiriman
        on kolaborasi.sha256_berkas = kiriman.sha256_berkas
    where kiriman.kunci_opd = kiriman.kode_opd and kolaborasi.id_indikator is not null
),

-- The agency whose code an id begins with; an id that begins with none is nobody's in particular.
owned as (
    select
        reported.kunci_opd,
        reported.id_indikator,
        coalesce(opd.kode_opd, opd_awal.kode_opd) as kode_opd_pemilik
    from reported
    left join opd
        -- What stands before the last dash of an id; an id without one is its own code.
        on
            left(
                reported.id_indikator,
                length(reported.id_indikator) - position('-' in reverse(reported.id_indikator))
            ) = opd.kode_opd
    left join opd as opd_awal
        -- '1.02.01-001-A' is of 1.02.01 as well; a code may hold a dash of its own.
        on {{ dbt.split_part('reported.id_indikator', "'-'", 1) }} = opd_awal.kode_opd
    where opd.kode_opd is not null or opd_awal.kode_opd is not null
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- Who the owner, or an heir of the owner, has ever named on it.
named as (
    select distinct
        trim(kolaborasi.id_indikator) as id_indikator,
        kiriman.kunci_opd as kode_opd_penyebut,
        trim(kolaborasi.kode_opd) as kode_opd
    from kolaborasi
    inner join kiriman
        on kolaborasi.sha256_berkas = kiriman.sha256_berkas
    where kiriman.kunci_opd = kiriman.kode_opd
),

allowed as (
    select distinct
        owned.kunci_opd,
        owned.id_indikator
    from owned
    inner join named
        on
            owned.id_indikator = named.id_indikator
            and owned.kunci_opd = named.kode_opd
    inner join silsilah as penyebut
        on
            named.kode_opd_penyebut = penyebut.kode_opd
            and owned.kode_opd_pemilik = penyebut.kode_opd_asal
),

-- An indicator of an agency it came of goes on under the heir.
inherited as (
    select
        kode_opd,
        kode_opd_asal
    from silsilah
),

final as (
    select
        owned.kunci_opd,
        owned.id_indikator,
        owned.kode_opd_pemilik,
        inherited.kode_opd is null and allowed.kunci_opd is null as is_milik_lain
    from owned
    left join inherited
        on
            owned.kunci_opd = inherited.kode_opd
            and owned.kode_opd_pemilik = inherited.kode_opd_asal
    left join allowed
        on
            owned.kunci_opd = allowed.kunci_opd
            and owned.id_indikator = allowed.id_indikator
)

select * from final
