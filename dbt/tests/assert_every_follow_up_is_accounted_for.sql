{{ config(meta={"dagster": {"ref": {"name": "kpi_tindak_lanjut"}}}) }}

-- Rows in equal rows accounted for: an obstacle in a file that counts is read once, and is either
-- part of a follow-up of the release or says why not (incomplete key, held report).
with

reported as (
    select
        sha256_berkas,
        baris,
        count(*) as jumlah
    from {{ ref('int_tindak_lanjut__lapor') }}
    group by sha256_berkas, baris
),

read_rows as (
    select
        'dibaca' as tempat,
        hambatan.sha256_berkas || ':' || cast(hambatan.baris as string) as kunci,
        count(*) as seharusnya,
        coalesce(max(reported.jumlah), 0) as nyatanya
    from {{ ref('stg_intake__hambatan_tl') }} as hambatan
    inner join {{ ref('int_kiriman__aktif') }} as kiriman
        on hambatan.sha256_berkas = kiriman.sha256_berkas
    left join reported
        on
            hambatan.sha256_berkas = reported.sha256_berkas
            and hambatan.baris = reported.baris
    group by hambatan.sha256_berkas, hambatan.baris
),

promised as (
    select
        lapor.id_tindak_lanjut as kunci,
        count(*) as seharusnya
    from {{ ref('int_tindak_lanjut__lapor') }} as lapor
    inner join {{ ref('int_opd__status') }} as opd_status
        on
            lapor.kunci_opd = opd_status.kunci_opd
            and lapor.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    where lapor.is_kunci_lengkap
    group by lapor.id_tindak_lanjut
),

followed as (
    select
        'tindak lanjut' as tempat,
        coalesce(promised.kunci, kpi.id_tindak_lanjut) as kunci,
        coalesce(promised.seharusnya, 0) as seharusnya,
        coalesce(kpi.jumlah_laporan, 0) as nyatanya
    from promised
    full outer join {{ ref('kpi_tindak_lanjut') }} as kpi
        on promised.kunci = kpi.id_tindak_lanjut
)

select * from read_rows
where seharusnya <> nyatanya
union all
select * from followed
where seharusnya <> nyatanya
