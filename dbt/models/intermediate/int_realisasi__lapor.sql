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

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

dimensi_baku as (
    select * from {{ ref('int_dimensi__baku') }}
),

satuan_seri as (
    select * from {{ ref('int_indikator__satuan') }}
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
        coalesce(dimensi_baku.dimensi, '') as pilahan,
        satuan_seri.satuan_seri,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        kiriman.diterima_pada,
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
    left join dimensi_baku on trim(realisasi.dimensi) = dimensi_baku.dimensi_tertulis
    left join satuan_seri
        on
            kiriman.kunci_opd = satuan_seri.kunci_opd
            and kiriman.id_siklus = satuan_seri.id_siklus
            and realisasi.id_indikator = satuan_seri.id_indikator
    cross join lingkup
),

-- A date that cannot be the day a figure describes is told (TGL-01) and no date: with it the pace
-- would be wrong.
bertanggal as (
    select
        lengkap.*,
        lengkap.tanggal_referensi_data > cast(lengkap.diterima_pada as date)
        or lengkap.tanggal_referensi_data
        > {{ tambah_waktu('lengkap.tanggal_akhir_periode', 'ambang.lewat_acuan_hari', 'day') }}
        or lengkap.tanggal_referensi_data
        < {{ tambah_waktu('lengkap.tanggal_akhir_periode', '-ambang.umur_data_tahun', 'year') }}
            as is_acuan_janggal,
        lengkap.tanggal_rilis_diharapkan
        > {{ tambah_waktu('lengkap.tanggal_akhir_periode', 'ambang.umur_data_tahun', 'year') }}
            as is_rilis_janggal
    from lengkap
    left join ambang on lengkap.id_siklus is not distinct from ambang.id_siklus
),

-- Nearly every figure is reported once. Which one is not is decided on the keys alone, and only
-- the few that come again are sorted; the wide columns join what follows for them.
kunci as (
    select
        id_baris,
        sha256_berkas,
        baris,
        kunci_opd,
        id_siklus,
        dibuka,
        id_indikator,
        tahun,
        periode,
        wilayah,
        pilahan,
        realisasi,
        status_data,
        is_kunci_lengkap
    from lengkap
),

berulang as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        wilayah,
        pilahan,
        max(dibuka) as dibuka_terakhir
    from kunci
    group by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan
    having count(*) > 1
),

bernomor as (
    select
        kunci.*,
        berulang.dibuka_terakhir,
        count(*) over kembar as jumlah_kembar,
        row_number() over (kembar order by kunci.baris) as urutan_kembar
    from kunci
    inner join berulang
        on
            kunci.kunci_opd = berulang.kunci_opd
            and kunci.id_indikator is not distinct from berulang.id_indikator
            and kunci.tahun is not distinct from berulang.tahun
            and kunci.periode is not distinct from berulang.periode
            and kunci.wilayah is not distinct from berulang.wilayah
            and kunci.pilahan = berulang.pilahan
    window kembar as (
        partition by
            kunci.sha256_berkas, kunci.id_indikator, kunci.tahun, kunci.periode, kunci.wilayah,
            kunci.pilahan
    )
),

-- The same key in files of several cycles: the vintages of one figure, in the order of the cycles.
bervintase as (
    select
        *,
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
        case when not coalesce(lengkap.is_acuan_janggal, false) then lengkap.tanggal_referensi_data end
            as tanggal_referensi_data,
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
        lengkap.tanggal_akhir_periode,
        lengkap.dibuka,
        cast(
            case when lengkap.is_kunci_lengkap then coalesce(ditandai.jumlah_kembar, 1) else 1 end
            as integer
        ) as jumlah_kembar,
        cast(coalesce(ditandai.urutan_kembar, 1) as integer) as urutan_kembar,
        case when lengkap.is_kunci_lengkap then ditandai.realisasi_sebelumnya end
            as realisasi_sebelumnya,
        coalesce(ditandai.is_revisi, false) as is_revisi,
        coalesce(ditandai.is_pernah_revisi, false) as is_pernah_revisi,
        cast(coalesce(ditandai.nomor_vintase, 1) as integer) as nomor_vintase,
        lengkap.is_kunci_lengkap
        and coalesce(lengkap.dibuka < ditandai.dibuka_terakhir, false) as is_digantikan,
        lengkap.is_kunci_lengkap,
        lengkap.is_siklus_ini,
        coalesce(lengkap.tanggal_akhir_periode <= lengkap.tanggal_batas, false) as is_periode_tutup
    from bertanggal as lengkap
    left join ditandai on lengkap.id_baris = ditandai.id_baris
)

select * from final
