with

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

persetujuan as (
    select * from {{ ref('stg_run__persetujuan') }}
),

-- One synthetic file is enough to label the whole release.
labelled as (
    select max(label_data) as label_data
    from label_berkas
),

final as (
    select
        cast(lingkup.id_rilis as string) as id_rilis,
        cast(lingkup.dibuat_pada as timestamp) as dibuat_pada,
        cast(lingkup.id_siklus as string) as id_siklus,
        cast(lingkup.tahun as integer) as tahun,
        cast(lingkup.periode as string) as periode,
        cast(lingkup.tanggal_batas as date) as tanggal_batas,
        cast(lingkup.batas_terima as date) as batas_terima,
        cast(lingkup.alasan_susulan as string) as alasan_susulan,
        cast(lingkup.versi_kode as string) as versi_kode,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(lingkup.versi_profil as string) as versi_profil,
        cast(lingkup.profil as string) as profil,
        cast(lingkup.jumlah_berkas as integer) as jumlah_berkas,
        cast(lingkup.sha256_masukan as string) as sha256_masukan,
        cast(labelled.label_data as string) as label_data,
        cast(persetujuan.disetujui_oleh as string) as disetujui_oleh,
        cast(persetujuan.disetujui_pada as timestamp) as disetujui_pada,
        cast(persetujuan.catatan_persetujuan as string) as catatan_persetujuan
    from lingkup
    cross join labelled
    left join persetujuan
        on lingkup.id_rilis = persetujuan.id_rilis
)

select * from final
