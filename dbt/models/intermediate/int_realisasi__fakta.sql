with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

rantai as (
    select * from {{ ref('int_indikator__rantai') }}
),

ganti as (
    select * from {{ ref('int_indikator__ganti') }}
),

riwayat as (
    select * from {{ ref('int_realisasi__riwayat') }}
),

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

serapan as (
    select * from {{ ref('int_indikator__serapan') }}
),

jumlah_wilayah as (
    select * from {{ ref('int_wilayah__jumlah') }}
),

rujukan as (
    select * from {{ ref('int_realisasi__rujukan') }}
),

kolom as (
    select * from {{ ref('int_berkas__kolom') }}
),

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

satuan as (
    select
        lower(trim(satuan)) as satuan,
        max(case when is_aditif then 1 else 0 end) = 1 as is_aditif,
        min(batas_bawah) as batas_bawah,
        max(batas_atas) as batas_atas,
        max(desimal) as desimal
    from {{ ref('satuan') }}
    group by lower(trim(satuan))
),

wilayah as (
    select distinct kode_wilayah from {{ ref('wilayah') }}
),

wilayah_bawaan as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

-- A row is asked about its figure when it holds one that counts: not replaced since.
digabung as (
    select
        lapor.*,
        berlaku.level_hasil,
        coalesce(berlaku.is_hasil, false) as is_hasil,
        berlaku.faktor,
        satuan.desimal,
        berlaku.polaritas_hitung,
        berlaku.baseline_nilai,
        berlaku.baseline_tahun,
        berlaku.tahun_akhir,
        berlaku.kode_pilar,
        berlaku.bobot,
        ganti.ukuran_awal,
        ganti.ukuran,
        ganti.is_ukuran_berganti,
        ganti.penempatan_awal,
        ganti.penempatan,
        ganti.is_penempatan_berganti,
        berlaku.jenis_agregasi,
        berlaku.kelompok_sasaran,
        berlaku.ukuran_warga_id,
        berlaku.metode,
        berlaku.id_indikator_induk,
        rantai.is_induk_hasil,
        rantai.sumber_awal,
        rantai.metode_awal,
        rantai.is_sumber_berganti,
        rantai.is_metode_berganti,
        -- The definition's own bound first; the unit's holds for whatever is counted in it.
        coalesce(berlaku.batas_bawah_logis, satuan.batas_bawah) as batas_bawah_wajar,
        coalesce(berlaku.batas_atas_logis, satuan.batas_atas) as batas_atas_wajar,
        coalesce(satuan.is_aditif, false) as is_aditif,
        wilayah.kode_wilayah is not null as is_wilayah_dikenal,
        coalesce(lapor.kode_wilayah = wilayah_bawaan.kode_wilayah, false) as is_seluruh_wilayah,
        capaian.capaian_mentah,
        capaian.capaian_tampil,
        coalesce(capaian.is_target_sama_baseline, false) as is_target_sama_baseline,
        kolom_induk.punya_level_hasil,
        kolom_induk.punya_kode_pilar,
        kolom_induk.punya_id_indikator_induk,
        kolom_induk.punya_kelompok_sasaran,
        kolom_induk.punya_ukuran_warga_id,
        kolom.punya_jumlah_penerima_manfaat,
        kolom.punya_perubahan_dirasakan,
        kolom.punya_bukti,
        not lapor.is_digantikan and lapor.realisasi is not null as is_berangka
    from lapor
    left join berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus is not distinct from berlaku.id_siklus
    left join rantai
        on
            lapor.kunci_opd = rantai.kunci_opd
            and lapor.id_indikator = rantai.id_indikator
            and lapor.id_siklus is not distinct from rantai.id_siklus
    left join ganti
        on
            lapor.kunci_opd = ganti.kunci_opd
            and lapor.id_indikator = ganti.id_indikator
            and lapor.id_siklus = ganti.id_siklus
    left join satuan on lower(trim(berlaku.satuan)) = satuan.satuan
    left join wilayah on lapor.kode_wilayah = wilayah.kode_wilayah
    left join wilayah_bawaan on true
    left join capaian on lapor.id_baris = capaian.id_baris and not capaian.is_turunan
    left join kolom on lapor.sha256_berkas = kolom.sha256_berkas
    left join kolom as kolom_induk on berlaku.sha256_indikator = kolom_induk.sha256_berkas
),

-- Quantities first, each NULL where it means nothing; verdicts against the thresholds after.
diukur as (
    select
        d.*,
        ambang.batas_data,
        ambang.toleransi,
        -- Rounding of a mean or a ratio shows in its last decimal, of a share in a tenth.
        case
            when d.faktor >= 100 then ambang.selisih_persentase
            else greatest(ambang.selisih_rasio, 0.5 * power(10.0, -coalesce(d.desimal, 2)))
        end as ambang_selisih_persentase,
        ambang.z_lonjakan as ambang_z_lonjakan,
        ambang.perubahan_tahunan as ambang_perubahan_tahunan,
        ambang.capaian_tinggi as ambang_capaian_tinggi,
        ambang.selisih_capaian as ambang_selisih_capaian,
        ambang.celah_serapan as ambang_celah_serapan,
        ambang.selisih_wilayah as ambang_selisih_wilayah,
        ambang.selisih_rujukan as ambang_selisih_rujukan,
        ambang.umur_awal_tahun as ambang_umur_awal_tahun,
        ambang.jarak_acuan_min as ambang_jarak_acuan_min,
        ambang.jarak_acuan_maks as ambang_jarak_acuan_maks,
        riwayat.acuan_lalu,
        case when d.is_berangka then riwayat.bulan_acuan_setahun end as bulan_acuan_setahun,
        rujukan.penerbit_rujukan,
        case when d.is_berangka then rujukan.nilai_rujukan end as nilai_rujukan,
        case
            when d.is_berangka and d.penyebut > 0
                then d.faktor * d.pembilang / d.penyebut
        end as persentase_hitung,
        case
            when d.is_berangka and d.jenis_agregasi = 'KUMULATIF' and d.jenis_periode <> 'TAHUN'
                then riwayat.nilai_sd
        end as nilai_sd,
        case
            when d.is_berangka and d.jenis_agregasi = 'KUMULATIF' and d.jenis_periode <> 'TAHUN'
                then riwayat.nilai_sd_sebelumnya
        end as nilai_sd_sebelumnya,
        case
            when
                d.is_berangka and d.is_siklus_ini and riwayat.titik_deret >= ambang.titik_lonjakan
                then abs(riwayat.z_deret)
        end as z_lonjakan,
        case when d.is_berangka and d.is_siklus_ini then riwayat.median_deret end as median_deret,
        case when d.is_berangka and d.is_siklus_ini then riwayat.realisasi_setahun_lalu end
            as realisasi_setahun_lalu,
        case
            when
                d.is_berangka
                and d.is_siklus_ini
                and abs(riwayat.realisasi_setahun_lalu) > ambang.toleransi
                then
                    100.0 * (d.realisasi - riwayat.realisasi_setahun_lalu)
                    / abs(riwayat.realisasi_setahun_lalu)
        end as perubahan_tahunan,
        case when d.is_berangka and d.is_siklus_ini then d.capaian_mentah end as capaian_dinilai,
        -- Some print the percentage as computed, some kept within 0 and 100: either is ours.
        case
            when d.is_berangka and d.capaian_tampil is not null
                then least(
                    abs(d.capaian_tertulis - d.capaian_tampil),
                    abs(d.capaian_tertulis - coalesce(d.capaian_mentah, d.capaian_tampil))
                )
        end as selisih_capaian,
        case
            when
                d.is_berangka
                and d.is_aditif
                and d.is_seluruh_wilayah
                and jumlah_wilayah.banyak_wilayah = jumlah_wilayah.jumlah_wilayah
                then jumlah_wilayah.jumlah_realisasi
        end as jumlah_bagian_wilayah,
        jumlah_wilayah.jumlah_wilayah as banyak_bagian_wilayah,
        case
            when d.is_berangka and d.is_siklus_ini and d.is_seluruh_wilayah and d.dimensi = ''
                then serapan.serapan
        end as serapan
    from digabung as d
    left join ambang on d.id_siklus is not distinct from ambang.id_siklus
    left join riwayat on d.id_baris = riwayat.id_baris
    left join rujukan on d.id_baris = rujukan.id_baris
    left join serapan
        on
            d.sha256_berkas = serapan.sha256_berkas
            and d.id_indikator = serapan.id_indikator
            and d.periode = serapan.periode
    left join jumlah_wilayah
        on
            d.sha256_berkas = jumlah_wilayah.sha256_berkas
            and d.id_indikator = jumlah_wilayah.id_indikator
            and d.tahun = jumlah_wilayah.tahun
            and d.periode = jumlah_wilayah.periode
            and d.dimensi = jumlah_wilayah.dimensi
),

final as (
    select
        id_baris,
        ---------- the state against the figure
        realisasi_tertulis,
        case
            when not is_digantikan and realisasi_tertulis is not null then realisasi is null
        end as is_keadaan_tanpa_angka,
        case
            when not is_digantikan and status_data = 'NOL_TERKONFIRMASI'
                then realisasi is null or abs(realisasi) > toleransi
        end as is_nol_bukan_nol,
        ---------- the figure against its parts and bounds
        faktor,
        persentase_hitung,
        abs(persentase_hitung - realisasi) as selisih_persentase,
        abs(persentase_hitung - realisasi) > ambang_selisih_persentase + toleransi
            as is_persentase_beda,
        batas_bawah_wajar,
        batas_atas_wajar,
        case
            when
                is_berangka and (batas_bawah_wajar is not null or batas_atas_wajar is not null)
                then
                    coalesce(realisasi < batas_bawah_wajar - toleransi, false)
                    or coalesce(realisasi > batas_atas_wajar + toleransi, false)
        end as is_luar_batas,
        tanggal_rilis_diharapkan,
        case
            when status_data = 'BELUM_RILIS' and not is_digantikan
                then coalesce(tanggal_rilis_diharapkan < batas_data, true)
        end as is_rilis_lewat,
        cast(banyak_bagian_wilayah as integer) as banyak_bagian_wilayah,
        jumlah_bagian_wilayah,
        abs(jumlah_bagian_wilayah - realisasi)
        > ambang_selisih_wilayah / 100.0 * abs(realisasi) + toleransi as is_jumlah_wilayah_beda,
        ---------- the figure against its history
        nilai_sd,
        nilai_sd_sebelumnya,
        case
            when nilai_sd is not null
                then coalesce(nilai_sd < nilai_sd_sebelumnya - toleransi, false)
        end as is_kumulatif_turun,
        median_deret,
        z_lonjakan,
        z_lonjakan > ambang_z_lonjakan as is_lonjakan_deret,
        realisasi_setahun_lalu,
        perubahan_tahunan,
        abs(perubahan_tahunan) > ambang_perubahan_tahunan + toleransi as is_lonjakan_tahunan,
        capaian_dinilai,
        capaian_dinilai > ambang_capaian_tinggi + toleransi as is_capaian_tinggi,
        capaian_tertulis,
        selisih_capaian,
        selisih_capaian > ambang_selisih_capaian + toleransi as is_capaian_beda,
        serapan,
        serapan - capaian_tampil as celah_serapan,
        serapan - capaian_tampil > ambang_celah_serapan + toleransi as is_serapan_mendahului,
        ---------- the target against where it starts from
        case
            when not is_digantikan and is_siklus_ini
                then coalesce(polaritas_hitung = 'NAIK' and abs(target_tahun) <= toleransi, false)
        end as is_target_tahun_nol,
        case
            when not is_digantikan and is_siklus_ini and baseline_nilai is not null
                then
                    coalesce(abs(target_tahun - baseline_nilai) <= toleransi, false)
                    or (
                        is_target_sama_baseline
                        and coalesce(jenis_agregasi <> 'KUMULATIF' or jenis_periode = 'TAHUN', true)
                    )
        end as is_target_diam,
        ---------- categories and dates
        dimensi_tertulis,
        case when not is_digantikan then coalesce(dimensi_tertulis <> dimensi, false) end
            as is_dimensi_dilipat,
        tanggal_referensi_tertulis,
        case when not is_digantikan then is_acuan_janggal end as is_acuan_janggal,
        case when not is_digantikan then is_rilis_janggal end as is_rilis_janggal,
        acuan_lalu,
        bulan_acuan_setahun not between ambang_jarak_acuan_min and ambang_jarak_acuan_maks
            as is_jarak_acuan_janggal,
        baseline_tahun,
        tahun_akhir,
        case
            when not is_digantikan and is_siklus_ini
                then
                    coalesce(baseline_tahun > tahun, false)
                    or coalesce(baseline_tahun < tahun - ambang_umur_awal_tahun, false)
                    or coalesce(tahun_akhir < baseline_tahun, false)
                    or coalesce(tahun_akhir > tahun + ambang_umur_awal_tahun, false)
        end as is_tahun_definisi_janggal,
        ---------- where it counts
        case when not is_digantikan and punya_level_hasil then level_hasil is null end
            as is_level_kosong,
        case
            when not is_digantikan and punya_kode_pilar
                then coalesce(trim(kode_pilar), '') = ''
        end as is_pilar_kosong,
        bobot,
        case when not is_digantikan then coalesce(bobot <= 0, false) end as is_bobot_janggal,
        ---------- what it means for residents
        id_indikator_induk,
        case when not is_digantikan and punya_id_indikator_induk then is_induk_hasil end
            as is_induk_hasil,
        kelompok_sasaran,
        case
            when is_berangka and level_hasil = 'OUTCOME' and punya_kelompok_sasaran
                then coalesce(trim(kelompok_sasaran), '') = ''
        end as is_sasaran_kosong,
        jumlah_penerima_manfaat,
        case
            when is_berangka and level_hasil = 'OUTCOME' and punya_jumlah_penerima_manfaat
                then jumlah_penerima_manfaat is null
        end as is_penerima_kosong,
        case
            when is_berangka and is_siklus_ini and is_hasil and punya_perubahan_dirasakan
                then {{ teks_berangka('perubahan_dirasakan') }}
        end as is_perubahan_berangka,
        case
            when is_berangka and is_siklus_ini and is_hasil and punya_ukuran_warga_id
                then coalesce(trim(ukuran_warga_id), '') = ''
        end as is_ukuran_warga_kosong,
        ---------- where it comes from
        metode,
        sumber_awal,
        metode_awal,
        case when not is_digantikan then is_sumber_berganti end as is_sumber_berganti,
        case when not is_digantikan then is_metode_berganti end as is_metode_berganti,
        ukuran_awal,
        ukuran,
        case when not is_digantikan then is_ukuran_berganti end as is_ukuran_berganti,
        penempatan_awal,
        penempatan,
        case when not is_digantikan then is_penempatan_berganti end as is_penempatan_berganti,
        is_wilayah_dikenal,
        penerbit_rujukan,
        nilai_rujukan,
        abs(realisasi - nilai_rujukan) > ambang_selisih_rujukan + toleransi as is_beda_rujukan,
        case
            when is_berangka and punya_bukti
                then
                    coalesce({{ teks_normal('bukti_tautan') }}, '') = ''
                    and length(coalesce(trim(bukti_sha256), '')) <> 64
        end as is_bukti_kosong
    from diukur
)

select * from final
