with

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

siklus as (
    select * from {{ ref('siklus') }}
),

siklus_lingkup as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- A file whose period is no cycle, or whose cycle the profile no longer has, stays in scope alone.
diterima as (
    select
        berkas.*,
        siklus.id_siklus as id_siklus_dikenal,
        siklus_lingkup.dibuka,
        siklus_lingkup.tenggat,
        coalesce(siklus_lingkup.is_siklus_lingkup, false) as is_siklus_lingkup,
        case
            when berkas.kode_opd is null or siklus.id_siklus is null
                then 'ASING-' || left(berkas.sha256_berkas, 8)
            else berkas.kode_opd
        end as kunci_opd
    from berkas
    left join siklus on berkas.id_siklus = siklus.id_siklus
    left join siklus_lingkup on berkas.id_siklus = siklus_lingkup.id_siklus
    where
        berkas.hasil = 'DITERIMA'
        and berkas.is_menunggu is not true
        and (siklus.id_siklus is null or siklus_lingkup.id_siklus is not null)
),

-- A name without a version follows what came before it: it takes the highest version known then.
berversi as (
    select
        *,
        count(*) over (partition by kunci_opd, id_siklus_dikenal) as jumlah_kiriman,
        -- A correction that comes later does not make a report late that was there in time.
        min(diterima_pada) over (partition by kunci_opd, id_siklus_dikenal) as diterima_pertama,
        coalesce(
            versi_kiriman,
            max(versi_kiriman) over (
                partition by kunci_opd, id_siklus_dikenal order by dikirim_pada
            ),
            0
        ) as versi_efektif
    from diterima
),

berperingkat as (
    select
        *,
        rank() over (
            partition by kunci_opd, id_siklus_dikenal
            order by versi_efektif desc, dikirim_pada desc, perbaikan_ke desc
        ) as peringkat
    from berversi
),

-- Files of one rank that say the same are one; those that say different things are a tie.
setara as (
    select
        kunci_opd,
        id_siklus_dikenal,
        peringkat,
        count(distinct coalesce(sidik_isi, sha256_berkas)) > 1 as is_seri
    from berperingkat
    group by kunci_opd, id_siklus_dikenal, peringkat
),

-- A tie is passed over: what was in force before it stays in force.
diurutkan as (
    select
        berperingkat.*,
        setara.is_seri,
        row_number() over (
            partition by berperingkat.kunci_opd, berperingkat.id_siklus_dikenal
            order by
                case when setara.is_seri then 1 else 0 end asc,
                berperingkat.peringkat asc,
                berperingkat.sha256_berkas desc
        ) as urutan,
        min(case when not setara.is_seri then berperingkat.peringkat end) over (
            partition by berperingkat.kunci_opd, berperingkat.id_siklus_dikenal
        ) as peringkat_aktif
    from berperingkat
    inner join setara
        on
            berperingkat.kunci_opd = setara.kunci_opd
            and berperingkat.id_siklus_dikenal is not distinct from setara.id_siklus_dikenal
            and berperingkat.peringkat = setara.peringkat
),

final as (
    select
        sha256_berkas,
        nama_berkas,
        id_layout,
        kode_opd,
        kode_opd_tertulis,
        nama_opd_tertulis,
        kunci_opd,
        id_siklus_dikenal as id_siklus,
        tahun,
        periode,
        versi_kiriman,
        cast(versi_efektif as integer) as versi_efektif,
        jumlah_baris,
        cast(jumlah_kiriman as integer) as jumlah_kiriman,
        diterima_pada,
        diterima_pertama,
        dikirim_pada,
        versi_sejak,
        dibuka,
        tenggat,
        is_siklus_lingkup,
        cast(peringkat as integer) as peringkat,
        cast(urutan as integer) as urutan,
        is_seri,
        urutan = 1 and not is_seri as is_aktif,
        is_seri and coalesce(peringkat < peringkat_aktif, true) as is_tertahan
    from diurutkan
)

select * from final
