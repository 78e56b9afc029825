with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

alamat as (
    select * from {{ ref('int_nilai__alamat') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

passed as (
    select * from nilai
    where is_lolos
),

final as (
    select
        ---------- keys
        cast(passed.id_indikator as varchar) as id_indikator,
        cast(passed.tahun as integer) as tahun,
        cast(passed.periode as varchar) as periode,
        cast(passed.kode_wilayah as varchar) as kode_wilayah,
        cast(passed.dimensi as varchar) as dimensi,
        cast(periode.id_periode as varchar) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(passed.id_siklus as varchar) as id_siklus,
        cast(passed.kode_opd as varchar) as kode_opd,
        cast(opd.nama_opd as varchar) as nama_opd,
        cast(capaian.kode_pilar as varchar) as kode_pilar,
        ---------- the indicator
        cast(capaian.nama_indikator as varchar) as nama_indikator,
        cast(capaian.level_hasil as varchar) as level_hasil,
        cast(capaian.jenis_indikator as varchar) as jenis_indikator,
        cast(capaian.satuan as varchar) as satuan,
        cast(capaian.polaritas as varchar) as polaritas,
        cast(capaian.jenis_agregasi as varchar) as jenis_agregasi,
        cast(capaian.sumber_data as varchar) as sumber_data,
        cast(capaian.metode as varchar) as metode,
        ---------- figures
        cast(capaian.baseline_nilai as double) as baseline_nilai,
        cast(capaian.baseline_tahun as integer) as baseline_tahun,
        cast(capaian.target_tahun as double) as target_tahun,
        cast(capaian.target as double) as target,
        cast(capaian.target_bawah as double) as target_bawah,
        cast(capaian.target_atas as double) as target_atas,
        cast(capaian.nilai as double) as realisasi,
        cast(capaian.realisasi as double) as realisasi_periode,
        cast(capaian.pembilang as double) as pembilang,
        cast(capaian.penyebut as double) as penyebut,
        cast(capaian.status_data as varchar) as status_data,
        cast(capaian.tanggal_referensi_data as date) as tanggal_referensi_data,
        ---------- what the figures say
        cast(capaian.selisih as double) as selisih,
        cast(capaian.capaian_mentah as double) as capaian_mentah,
        cast(capaian.capaian_tampil as double) as capaian_tampil,
        cast(capaian.status_capaian as varchar) as status_capaian,
        cast(capaian.predikat as varchar) as predikat,
        cast(capaian.versi_skala as varchar) as versi_skala,
        cast(capaian.progres as double) as progres,
        cast(capaian.alasan_tanpa_progres as varchar) as alasan_tanpa_progres,
        cast(capaian.progres_rpjmd as double) as progres_rpjmd,
        cast(capaian.jalur as double) as jalur,
        capaian.is_di_jalur,
        cast(capaian.rumus_id as varchar) as rumus_id,
        cast(capaian.versi_rumus as varchar) as versi_rumus,
        cast(lingkup.versi_kebijakan as varchar) as versi_kebijakan,
        ---------- how far to trust them
        coalesce(capaian.is_turunan, false) as is_turunan,
        coalesce(capaian.is_parsial, false) as is_parsial,
        coalesce(capaian.is_target_prorata, false) as is_target_prorata,
        coalesce(capaian.is_revisi, false) as is_revisi,
        cast(passed.jumlah_peringatan as bigint) as jumlah_peringatan,
        cast(passed.peringatan as varchar) as peringatan,
        coalesce(capaian.layak_publik = 'YA', false) as is_layak_publik,
        passed.is_lolos as is_rilis,
        cast(label_berkas.label_data as varchar) as label_data,
        ---------- where they stand
        cast(passed.kunci as varchar) as kunci,
        cast(capaian.sha256_berkas as varchar) as sha256_berkas,
        cast(alamat.lembar as varchar) as lembar,
        cast(alamat.sel as varchar) as sel
    from passed
    inner join capaian
        on
            passed.id_baris = capaian.id_baris
            and passed.is_turunan = capaian.is_turunan
    cross join lingkup
    left join alamat
        on capaian.id_baris = alamat.id_baris
    left join label_berkas
        on capaian.sha256_berkas = label_berkas.sha256_berkas
    left join opd
        on
            passed.kode_opd = opd.kode_opd
            and passed.id_siklus = opd.id_siklus
    left join periode
        on
            passed.tahun = periode.tahun
            and passed.periode = periode.periode
)

select * from final
