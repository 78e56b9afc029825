with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

-- A file of unknown origin or of a held agency says nothing to readers; nor does one that was
-- never judged (fail closed).
final as (
    select
        kiriman.sha256_berkas,
        kiriman.kode_opd,
        opd.nama_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        kiriman.tahun,
        kiriman.periode,
        label_berkas.label_data
    from kiriman
    inner join opd_status
        on
            kiriman.kunci_opd = opd_status.kunci_opd
            and kiriman.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    left join opd
        on
            kiriman.kode_opd = opd.kode_opd
            and kiriman.id_siklus = opd.id_siklus
    left join label_berkas
        on kiriman.sha256_berkas = label_berkas.sha256_berkas
    where kiriman.kunci_opd = kiriman.kode_opd
)

select * from final
