with

realisasi as (
    select * from {{ ref('stg_intake__realisasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

periode as (
    select * from {{ ref('periode') }}
),

profil as (
    select * from {{ ref('profil') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

wilayah_bawaan as (
    select nilai as kode_wilayah_bawaan
    from profil
    where kunci = 'kode_wilayah'
),

-- One sheet row may hold several years: a year that is not the report's own is part of the key.
lengkap as (
    select
        left(realisasi.sha256_berkas, 12) || ':' || cast(realisasi.baris as {{ dbt.type_string() }})
        || ':' || coalesce(realisasi.periode, '-')
        || coalesce(
            ':' || cast(nullif(realisasi.tahun, kiriman.tahun) as {{ dbt.type_string() }}), ''
        ) as id_baris,
        realisasi.*,
        coalesce(nullif(trim(realisasi.kode_wilayah), ''), wilayah_bawaan.kode_wilayah_bawaan)
            as wilayah,
        coalesce(trim(realisasi.dimensi), '') as pilahan,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        periode.jenis_periode,
        periode.urutan_periode,
        periode.triwulan_akhir,
        lingkup.tanggal_batas,
        case
            when realisasi.tahun is not null
                then {{ akhir_bulan('realisasi.tahun', 'periode.bulan_akhir') }}
        end as tanggal_akhir_periode,
        coalesce(
            realisasi.tahun = kiriman.tahun and realisasi.periode = kiriman.periode, false
        ) as is_siklus_ini,
        realisasi.id_indikator is not null
        and realisasi.tahun is not null
        and periode.periode is not null as is_kunci_lengkap
    from realisasi
    inner join kiriman on realisasi.sha256_berkas = kiriman.sha256_berkas
    left join periode on realisasi.periode = periode.periode
    left join wilayah_bawaan on true
    cross join lingkup
),

bernomor as (
    select
        *,
        count(*) over kembar as jumlah_kembar,
        row_number() over (kembar order by baris) as urutan_kembar
    from lengkap
    window kembar as (
        partition by sha256_berkas, id_indikator, tahun, periode, wilayah, pilahan
    )
),

-- The same key in files of several cycles: the vintages of one figure, in the order of the cycles.
bervintase as (
    select
        *,
        max(dibuka) over (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan
        ) as dibuka_terakhir,
        row_number() over vintase as nomor_vintase,
        lag(id_baris) over vintase as id_baris_sebelumnya,
        lag(realisasi) over vintase as realisasi_sebelumnya,
        lag(status_data) over vintase as status_data_sebelumnya
    from bernomor
    window vintase as (
        partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
        order by dibuka, id_siklus
    )
),

berubah as (
    select
        *,
        is_kunci_lengkap
        and id_baris_sebelumnya is not null
        and (
            realisasi is distinct from realisasi_sebelumnya
            or status_data is distinct from status_data_sebelumnya
        ) as is_revisi
    from bervintase
),

-- A figure that was changed once stays one that was changed, however often it is repeated after.
ditandai as (
    select
        *,
        max(case when is_revisi then 1 else 0 end) over (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
            order by dibuka, id_siklus
            rows between unbounded preceding and current row
        ) = 1 as is_pernah_revisi
    from berubah
),

final as (
    select
        ---------- keys
        id_baris,
        sha256_berkas,
        baris,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        wilayah as kode_wilayah,
        pilahan as dimensi,
        jenis_periode,
        urutan_periode,
        triwulan_akhir,
        ---------- figures
        target_tahun,
        target_periode,
        target_bawah,
        target_atas,
        realisasi,
        pembilang,
        penyebut,
        jumlah_penerima_manfaat,
        capaian_tertulis,
        status_data,
        tanggal_referensi_data,
        tanggal_rilis_diharapkan,
        bukti_tautan,
        bukti_sha256,
        perubahan_dirasakan,
        alasan_revisi,
        ---------- what follows
        tanggal_akhir_periode,
        dibuka,
        cast(case when is_kunci_lengkap then jumlah_kembar else 1 end as integer) as jumlah_kembar,
        cast(urutan_kembar as integer) as urutan_kembar,
        case when is_kunci_lengkap then realisasi_sebelumnya end as realisasi_sebelumnya,
        is_revisi,
        is_pernah_revisi,
        cast(nomor_vintase as integer) as nomor_vintase,
        is_kunci_lengkap and coalesce(dibuka < dibuka_terakhir, false) as is_digantikan,
        is_kunci_lengkap,
        is_siklus_ini,
        coalesce(tanggal_akhir_periode <= tanggal_batas, false) as is_periode_tutup
    from ditandai
)

select * from final
