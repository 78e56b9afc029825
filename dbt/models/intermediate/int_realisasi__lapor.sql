with

baris as (
    select * from {{ ref('int_realisasi__baris') }}
),

vintase as (
    select * from {{ ref('int_realisasi__vintase') }}
),

-- Rows of the files that count, and of a version they replaced what a release said and was changed.
lengkap as (
    select
        baris.*,
        vintase.jumlah_kembar,
        vintase.urutan_kembar,
        vintase.is_revisi_terlambat,
        vintase.is_pernah_revisi,
        vintase.is_revisi_tertahan,
        vintase.is_digantikan
    from baris
    left join vintase
        on baris.id_baris = vintase.id_baris
    where not baris.is_lama or vintase.is_dinilai
),

final as (
    select
        ---------- keys
        lengkap.id_baris,
        lengkap.sha256_berkas,
        lengkap.baris,
        lengkap.kunci_opd,
        lengkap.kode_opd,
        lengkap.id_siklus,
        lengkap.id_indikator,
        lengkap.tahun,
        lengkap.periode,
        lengkap.wilayah as kode_wilayah,
        lengkap.pilahan as dimensi,
        trim(lengkap.dimensi) as dimensi_tertulis,
        lengkap.jenis_periode,
        lengkap.urutan_periode,
        lengkap.triwulan_akhir,
        ---------- figures
        lengkap.target_tahun,
        lengkap.target_periode,
        lengkap.target_bawah,
        lengkap.target_atas,
        lengkap.realisasi,
        lengkap.realisasi_tertulis,
        lengkap.pembilang,
        lengkap.penyebut,
        lengkap.jumlah_penerima_manfaat,
        lengkap.capaian_tertulis,
        lengkap.status_data,
        case
            when not coalesce(lengkap.is_acuan_janggal, false) then lengkap.tanggal_referensi_data
        end as tanggal_referensi_data,
        lengkap.tanggal_referensi_data as tanggal_referensi_tertulis,
        lengkap.tanggal_rilis_diharapkan,
        lengkap.bukti_tautan,
        lengkap.bukti_sha256,
        lengkap.perubahan_dirasakan,
        lengkap.alasan_revisi,
        ---------- what follows
        lengkap.satuan_seri,
        coalesce(lengkap.is_acuan_janggal, false) as is_acuan_janggal,
        coalesce(lengkap.is_rilis_janggal, false) as is_rilis_janggal,
        lengkap.dibuka,
        cast(
            case when lengkap.is_kunci_lengkap then coalesce(lengkap.jumlah_kembar, 1) else 1 end
            as integer
        ) as jumlah_kembar,
        cast(coalesce(lengkap.urutan_kembar, 1) as integer) as urutan_kembar,
        coalesce(lengkap.is_revisi_terlambat, false) as is_revisi_terlambat,
        coalesce(lengkap.is_pernah_revisi, false) as is_pernah_revisi,
        coalesce(lengkap.is_revisi_tertahan, false) as is_revisi_tertahan,
        coalesce(lengkap.is_digantikan, false) as is_digantikan,
        lengkap.is_kunci_lengkap,
        lengkap.is_siklus_ini,
        coalesce(lengkap.tanggal_akhir_periode <= lengkap.tanggal_batas, false) as is_periode_tutup
    from lengkap
)

select * from final
