with

dim_rilis as (
    select * from {{ ref('dim_rilis') }}
),

final as (
    select
        id_rilis,
        dibuat_pada,
        id_siklus,
        tahun,
        periode,
        tanggal_batas,
        versi_kode,
        versi_kebijakan,
        versi_profil,
        profil,
        jumlah_berkas,
        sha256_masukan,
        label_data,
        disetujui_oleh,
        disetujui_pada,
        catatan_persetujuan
    from dim_rilis
)

select * from final
order by id_rilis
