{{ config(meta={"dagster": {"ref": {"name": "kpi_tindak_lanjut"}}}) }}

-- Rows in equal rows accounted for: an obstacle in a file that counts is read once, and is either
-- part of a follow-up of the release or says why not (incomplete key, held report).
with

read_rows as (
    select
        'dibaca' as tempat,
        hambatan.sha256_berkas || ':' || cast(hambatan.baris as string) as kunci,
        count(*) as seharusnya,
        (
            select count(*) from {{ ref('int_tindak_lanjut__lapor') }} as lapor
            where
                lapor.sha256_berkas = hambatan.sha256_berkas
                and lapor.baris = hambatan.baris
        ) as nyatanya
    from {{ ref('stg_intake__hambatan_tl') }} as hambatan
    inner join {{ ref('int_kiriman__aktif') }} as kiriman
        on hambatan.sha256_berkas = kiriman.sha256_berkas
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
