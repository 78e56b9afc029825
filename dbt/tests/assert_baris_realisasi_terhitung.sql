{{ config(meta={"dagster": {"ref": {"name": "int_realisasi__uji"}}}) }}

-- Rows in equal rows accounted for: a reported figure of a file that counts has its row in the test
-- table, and is either the value in force or says why not (incomplete key, replaced, duplicate).
-- A join that loses or doubles rows shows here, which no column test of one model could see.
with

dibaca as (
    select
        realisasi.sha256_berkas,
        count(*) as jumlah
    from {{ ref('stg_intake__realisasi') }} as realisasi
    inner join {{ ref('int_kiriman__aktif') }} as kiriman
        on realisasi.sha256_berkas = kiriman.sha256_berkas
    group by realisasi.sha256_berkas
),

diuji as (
    select
        sha256_berkas,
        count(*) as jumlah
    from {{ ref('int_realisasi__uji') }}
    group by sha256_berkas
),

dipakai as (
    select
        id_baris,
        count(*) as jumlah
    from {{ ref('int_realisasi__nilai') }}
    where not is_turunan
    group by id_baris
),

hilang_dari_uji as (
    select
        'uji' as tempat,
        dibaca.sha256_berkas as kunci,
        dibaca.jumlah as seharusnya,
        coalesce(diuji.jumlah, 0) as nyatanya
    from dibaca
    left join diuji on dibaca.sha256_berkas = diuji.sha256_berkas
    where dibaca.jumlah <> coalesce(diuji.jumlah, 0)
),

salah_dalam_nilai as (
    select
        'nilai' as tempat,
        lapor.id_baris as kunci,
        case
            when lapor.is_kunci_lengkap and lapor.urutan_kembar = 1 and not lapor.is_digantikan
                then 1
            else 0
        end as seharusnya,
        coalesce(dipakai.jumlah, 0) as nyatanya
    from {{ ref('int_realisasi__lapor') }} as lapor
    left join dipakai on lapor.id_baris = dipakai.id_baris
)

select * from hilang_dari_uji
union all
select * from salah_dalam_nilai
where seharusnya <> nyatanya
