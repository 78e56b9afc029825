with

opd_uji as (
    select * from {{ ref('int_opd__siklus') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

expected as (
    select
        kode_opd as kunci_opd,
        kode_opd,
        id_siklus,
        true as is_diharapkan,
        sha256_berkas
    from opd_uji
),

-- Who sent a file without being expected is decided on too, never dropped.
unexpected as (
    select
        kiriman_aktif.kunci_opd,
        kiriman_aktif.kode_opd,
        kiriman_aktif.id_siklus,
        false as is_diharapkan,
        kiriman_aktif.sha256_berkas
    from kiriman_aktif
    left join expected
        on
            kiriman_aktif.kunci_opd = expected.kunci_opd
            and kiriman_aktif.id_siklus = expected.id_siklus
    where expected.kunci_opd is null
),

agencies as (
    select * from expected
    union all
    select * from unexpected
),

-- A finding on a refused file holds nobody: the file never counted.
quarantine as (
    select
        agencies.kunci_opd,
        agencies.id_siklus,
        temuan.id_aturan,
        temuan.pesan,
        temuan.status,
        temuan.tingkat
    from agencies
    inner join temuan
        on
            agencies.kunci_opd = temuan.kunci_opd
            and coalesce(agencies.id_siklus, '') = coalesce(temuan.id_siklus, '')
    where temuan.tingkat = 'K' and (temuan.suite <> 'ingest' or temuan.is_berkas_aktif)
),

counted as (
    select
        kunci_opd,
        id_siklus,
        count(case when status = 'gagal' then 1 end) as jumlah_karantina,
        count(case when status = 'dikecualikan' then 1 end) as jumlah_dikecualikan
    from quarantine
    group by kunci_opd, id_siklus
),

reasons as (
    {{ daftar_alasan(
        "quarantine", ["kunci_opd", "id_siklus"], "status = 'gagal'", "alasan"
    ) }}
),

final as (
    select
        agencies.kunci_opd,
        agencies.kode_opd,
        agencies.id_siklus,
        agencies.sha256_berkas,
        agencies.is_diharapkan,
        coalesce(counted.jumlah_karantina, 0) as jumlah_karantina,
        coalesce(counted.jumlah_karantina, 0) > 0 as is_karantina,
        case
            when counted.jumlah_karantina > 0 then 'gagal'
            when counted.jumlah_dikecualikan > 0 then 'dikecualikan'
            else 'lulus'
        end as status,
        reasons.alasan
    from agencies
    left join counted
        on
            agencies.kunci_opd = counted.kunci_opd
            and coalesce(agencies.id_siklus, '') = coalesce(counted.id_siklus, '')
    left join reasons
        on
            agencies.kunci_opd = reasons.kunci_opd
            and coalesce(agencies.id_siklus, '') = coalesce(reasons.id_siklus, '')
)

select * from final
