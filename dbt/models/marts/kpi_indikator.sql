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
        cast(passed.id_indikator as string) as id_indikator,
        cast(passed.tahun as integer) as tahun,
        cast(passed.periode as string) as periode,
        cast(passed.kode_wilayah as string) as kode_wilayah,
        cast(passed.dimensi as string) as dimensi,
        cast(periode.id_periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(passed.id_siklus as string) as id_siklus,
        cast(passed.kode_opd as string) as kode_opd,
        cast(opd.nama_opd as string) as nama_opd,
        cast(capaian.kode_pilar as string) as kode_pilar,
        ---------- the indicator
        cast(capaian.nama_indikator as string) as nama_indikator,
        cast(capaian.level_hasil as string) as level_hasil,
        cast(capaian.jenis_indikator as string) as jenis_indikator,
        cast(capaian.satuan as string) as satuan,
        cast(capaian.polaritas as string) as polaritas,
        cast(capaian.jenis_agregasi as string) as jenis_agregasi,
        cast(capaian.sumber_data as string) as sumber_data,
        cast(capaian.metode as string) as metode,
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
        cast(capaian.status_data as string) as status_data,
        cast(capaian.tanggal_referensi_data as date) as tanggal_referensi_data,
        ---------- what the figures say
        cast(capaian.selisih as double) as selisih,
        cast(capaian.capaian_mentah as double) as capaian_mentah,
        cast(capaian.capaian_tampil as double) as capaian_tampil,
        cast(capaian.status_capaian as string) as status_capaian,
        cast(capaian.predikat as string) as predikat,
        cast(capaian.versi_skala as string) as versi_skala,
        cast(capaian.progres as double) as progres,
        cast(capaian.alasan_tanpa_progres as string) as alasan_tanpa_progres,
        cast(capaian.progres_rpjmd as double) as progres_rpjmd,
        cast(capaian.jalur as double) as jalur,
        capaian.is_di_jalur,
        cast(capaian.rumus_id as string) as rumus_id,
        cast(capaian.versi_rumus as string) as versi_rumus,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        ---------- how far to trust them
        coalesce(capaian.is_turunan, false) as is_turunan,
        coalesce(capaian.is_parsial, false) as is_parsial,
        coalesce(capaian.is_target_prorata, false) as is_target_prorata,
        coalesce(capaian.is_revisi, false) as is_revisi,
        cast(passed.jumlah_peringatan as bigint) as jumlah_peringatan,
        cast(passed.peringatan as string) as peringatan,
        coalesce(capaian.layak_publik = 'YA', false) as is_layak_publik,
        passed.is_lolos as is_rilis,
        cast(label_berkas.label_data as string) as label_data,
        ---------- where they stand
        cast(passed.kunci as string) as kunci,
        cast(capaian.sha256_berkas as string) as sha256_berkas,
        cast(alamat.lembar as string) as lembar,
        cast(alamat.sel as string) as sel
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
