with

kpi_opd as (
    select * from {{ ref('kpi_opd') }}
),

final as (
    select
        kode_opd,
        nama_opd,
        jenis_opd,
        id_siklus,
        tahun,
        periode,
        nama_kepala_opd,
        status_jabatan,
        tanggal_pengesahan,
        pelajaran,
        skor_tersedia,
        skor_ketat,
        cakupan,
        cakupan_min,
        jumlah_indikator,
        jumlah_dinilai,
        jumlah_maju,
        jumlah_mundur,
        rasio_dampak,
        id_siklus_lalu,
        daftar_opd_lalu,
        is_dari_pendahulu,
        skor_ketat_lalu,
        perubahan_skor,
        arah_tren,
        peringkat,
        jumlah_pembanding,
        alasan_tanpa_peringkat,
        indeks_kejujuran,
        porsi_meleset,
        meleset,
        diterima,
        tepat_waktu,
        hari_terlambat,
        indeks_bicara_angka,
        tl_terbuka,
        tl_lewat_tenggat,
        serapan,
        is_ditahan,
        is_diam,
        jumlah_ditahan,
        jumlah_tidak_diukur,
        jumlah_tidak_dilaporkan,
        jumlah_belum_jatuh_tempo,
        jumlah_tanpa_ukuran_warga,
        status_verifikasi_opd,
        versi_kebijakan,
        label_data
    from kpi_opd
)

select * from final
order by id_siklus, jenis_opd, peringkat, kode_opd
