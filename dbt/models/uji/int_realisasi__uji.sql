{# Numeric fields by sheet: only a doubtful number makes a row doubtful, not a doubtful text. #}
{% set angka_realisasi = [
    'tahun', 'target_tahun', 'target_periode', 'target_bawah', 'target_atas', 'realisasi',
    'pembilang', 'penyebut', 'jumlah_penerima_manfaat',
] %}
{# What int_realisasi__fakta computes for the rules. #}
{% set dari_fakta = [
    'realisasi_tertulis', 'is_keadaan_tanpa_angka', 'is_nol_bukan_nol', 'faktor',
    'persentase_hitung', 'selisih_persentase', 'is_persentase_beda', 'batas_bawah_wajar',
    'batas_atas_wajar', 'is_luar_batas', 'tanggal_rilis_diharapkan', 'is_rilis_lewat',
    'banyak_bagian_wilayah', 'jumlah_bagian_wilayah', 'is_jumlah_wilayah_beda', 'nilai_sd',
    'nilai_sd_sebelumnya', 'is_kumulatif_turun', 'median_deret', 'z_lonjakan',
    'is_lonjakan_deret', 'realisasi_setahun_lalu', 'perubahan_tahunan', 'is_lonjakan_tahunan',
    'capaian_dinilai', 'is_capaian_tinggi', 'capaian_tertulis', 'selisih_capaian',
    'is_capaian_beda', 'serapan', 'celah_serapan', 'is_serapan_mendahului',
    'is_target_tahun_nol', 'is_target_diam', 'dimensi_tertulis', 'is_dimensi_dilipat',
    'tanggal_referensi_tertulis', 'is_acuan_janggal', 'is_rilis_janggal', 'baseline_tahun',
    'tahun_akhir', 'is_tahun_definisi_janggal', 'is_level_kosong', 'is_pilar_kosong', 'bobot',
    'is_bobot_janggal', 'acuan_lalu', 'is_jarak_acuan_janggal',
    'id_indikator_induk', 'is_induk_hasil', 'kelompok_sasaran', 'is_sasaran_kosong',
    'jumlah_penerima_manfaat', 'is_penerima_kosong', 'is_perubahan_berangka',
    'is_ukuran_warga_kosong', 'metode', 'sumber_awal', 'metode_awal', 'is_sumber_berganti',
    'is_metode_berganti', 'ukuran_awal', 'ukuran', 'is_ukuran_berganti', 'penempatan_awal',
    'penempatan', 'is_penempatan_berganti', 'is_wilayah_dikenal', 'penerbit_rujukan',
    'nilai_rujukan', 'is_beda_rujukan', 'is_bukti_kosong',
] %}
{% set angka_indikator = [
    'batas_bawah_logis', 'batas_atas_logis', 'baseline_nilai', 'baseline_tahun',
    'target_akhir_rpjmd', 'tahun_akhir', 'bobot',
] %}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

leksikon as (
    select * from {{ ref('int_indikator__leksikon') }}
),

hambatan as (
    select * from {{ ref('stg_intake__hambatan_tl') }}
),

temuan as (
    select * from {{ ref('stg_intake__temuan') }}
),

fakta as (
    select * from {{ ref('int_realisasi__fakta') }}
),

satuan as (
    select * from {{ ref('satuan') }}
),

satuan_dikenal as (
    select distinct lower(trim(satuan)) as satuan from satuan
),

jumlah_hambatan as (
    select
        sha256_berkas,
        id_indikator,
        periode,
        count(*) as jumlah_hambatan
    from hambatan
    group by sha256_berkas, id_indikator, periode
),

angka_ragu as (
    select
        sha256_berkas,
        tabel,
        baris,
        tahun,
        periode
    from temuan
    where
        id_aturan = 'STR-06'
        and (
            (
                tabel = 'realisasi'
                and kolom in (
                    {% for kolom in angka_realisasi -%}
                        '{{ kolom }}'{{ ',' if not loop.last }}
                    {% endfor %}
                )
            )
            or (
                tabel = 'indikator'
                and kolom in (
                    {% for kolom in angka_indikator -%}
                        '{{ kolom }}'{{ ',' if not loop.last }}
                    {% endfor %}
                )
            )
        )
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
definisi_ragu as (
    select
        berlaku.kunci_opd,
        berlaku.id_indikator,
        berlaku.id_siklus
    from {{ ref('int_indikator__berlaku') }} as berlaku
    inner join angka_ragu
        on
            angka_ragu.tabel = 'indikator'
            and berlaku.sha256_indikator = angka_ragu.sha256_berkas
            and berlaku.baris_indikator = angka_ragu.baris
),

baris_ragu as (
    select lapor.id_baris
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join angka_ragu
        on
            angka_ragu.tabel = 'realisasi'
            and lapor.sha256_berkas = angka_ragu.sha256_berkas
            and lapor.baris = angka_ragu.baris
            and coalesce(angka_ragu.tahun, lapor.tahun, 0) = coalesce(lapor.tahun, 0)
            and coalesce(angka_ragu.periode, lapor.periode, '-') = coalesce(lapor.periode, '-')

    union distinct

    select lapor.id_baris
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join definisi_ragu
        on
            lapor.kunci_opd = definisi_ragu.kunci_opd
            and lapor.id_indikator = definisi_ragu.id_indikator
            and lapor.id_siklus is not distinct from definisi_ragu.id_siklus
),

terdefinisi as (
    select
        lapor.*,
        berlaku.nama_indikator,
        berlaku.level_hasil,
        berlaku.kode_pilar,
        berlaku.satuan,
        berlaku.polaritas,
        berlaku.jenis_agregasi,
        berlaku.definisi_operasional,
        berlaku.rumus,
        berlaku.sumber_data,
        berlaku.baseline_nilai,
        berlaku.is_hasil,
        berlaku.is_rasio,
        berlaku.jumlah_definisi,
        berlaku.sha256_indikator,
        berlaku.baris_indikator
    from {{ ref('int_realisasi__lapor') }} as lapor
    left join {{ ref('int_indikator__berlaku') }} as berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus is not distinct from berlaku.id_siklus
),

final as (
    select
        ---------- keys
        t.id_baris,
        t.sha256_berkas,
        t.kode_opd,
        t.kunci_opd,
        t.id_siklus,
        t.id_indikator,
        ---------- the definition in force
        t.nama_indikator,
        t.level_hasil,
        t.kode_pilar,
        t.satuan,
        satuan_dikenal.satuan is not null as is_satuan_dikenal,
        t.polaritas,
        t.jenis_agregasi,
        t.definisi_operasional,
        cast(coalesce(length(trim(t.definisi_operasional)), 0) as integer) as panjang_definisi,
        t.rumus,
        cast(coalesce(length(trim(t.rumus)), 0) as integer) as panjang_rumus,
        t.sumber_data,
        t.baseline_nilai,
        coalesce(t.jumlah_definisi, 1) as jumlah_definisi,
        ---------- the figure
        t.tahun,
        t.periode,
        t.kode_wilayah,
        t.dimensi,
        t.target_tahun,
        t.target_periode,
        t.target_bawah,
        t.target_atas,
        t.realisasi,
        t.status_data,
        t.pembilang,
        t.penyebut,
        ---------- what the rules need to know
        coalesce(t.is_hasil, false) as is_hasil,
        coalesce(t.is_rasio, false) as is_rasio,
        t.is_periode_tutup,
        t.is_siklus_ini,
        t.is_digantikan,
        t.is_revisi_tertahan,
        t.jumlah_kembar,
        coalesce(capaian.is_meleset, false) as is_meleset,
        capaian.capaian_mentah,
        capaian.capaian_tampil,
        cast(coalesce(jumlah_hambatan.jumlah_hambatan, 0) as integer) as jumlah_hambatan,
        t.baris_indikator,
        t.baris as baris_realisasi,
        t.sha256_indikator,
        baris_ragu.id_baris is not null as is_angka_ragu,
        ---------- what the name speaks of
        coalesce(leksikon.skor_aktivitas, 0) as skor_aktivitas,
        leksikon.kata_aktivitas,
        coalesce(leksikon.is_menyamar, false) as is_menyamar,
        coalesce(leksikon.is_ragu, false) as is_ragu_kegiatan,
        ---------- facts of the rules
        fakta.{{ dari_fakta | join(',\n        fakta.') }}
    from terdefinisi as t
    left join leksikon
        on
            t.kunci_opd = leksikon.kunci_opd
            and t.id_indikator = leksikon.id_indikator
            and t.id_siklus is not distinct from leksikon.id_siklus
    left join capaian on t.id_baris = capaian.id_baris and not capaian.is_turunan
    left join satuan_dikenal on lower(trim(t.satuan)) = satuan_dikenal.satuan
    left join jumlah_hambatan
        on
            t.sha256_berkas = jumlah_hambatan.sha256_berkas
            and t.id_indikator = jumlah_hambatan.id_indikator
            and t.periode = jumlah_hambatan.periode
    left join baris_ragu on t.id_baris = baris_ragu.id_baris
    left join fakta on t.id_baris = fakta.id_baris
)

select * from final
