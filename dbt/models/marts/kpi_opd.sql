with

opd_uji as (
    select * from {{ ref('int_opd__siklus') }}
),

kiriman_rilis as (
    select * from {{ ref('int_kiriman__rilis') }}
),

sampul as (
    select * from {{ ref('stg_intake__sampul') }}
),

skor as (
    select * from {{ ref('int_opd__skor') }}
),

siklus_lalu as (
    select * from {{ ref('int_opd__siklus_lalu') }}
),

kejujuran as (
    select * from {{ ref('kpi_kejujuran') }}
),

kelengkapan as (
    select * from {{ ref('kpi_kelengkapan') }}
),

anggaran as (
    select * from {{ ref('kpi_anggaran') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

threshold as (
    {{ ambang_berlaku('cakupan_min') }}
),

tolerance as (
    {{ ambang_berlaku('toleransi') }}
),

-- The cover of a held report stays inside, like its figures.
covers as (
    select
        kiriman_rilis.kode_opd,
        kiriman_rilis.id_siklus,
        kiriman_rilis.label_data,
        sampul.tanggal_pengesahan,
        upper(trim(sampul.status_jabatan)) as status_jabatan,
        {{ tanpa_data_pribadi('sampul.nama_kepala_opd') }} as nama_kepala_opd,
        {{ tanpa_data_pribadi('sampul.pelajaran_periode_ini') }} as pelajaran
    from kiriman_rilis
    left join sampul
        on kiriman_rilis.sha256_berkas = sampul.sha256_berkas
),

agencies as (
    select
        opd_uji.*,
        kejujuran.label_data as label_kejujuran
    from opd_uji
    left join kejujuran
        on
            opd_uji.kode_opd = kejujuran.kode_opd
            and opd_uji.id_siklus = kejujuran.id_siklus
),

scored as (
    select
        agencies.*,
        skor.jumlah_semua,
        skor.jumlah_hasil,
        skor.jumlah_ditahan,
        skor.jumlah_tidak_diukur,
        skor.jumlah_tidak_dilaporkan,
        skor.jumlah_belum_jatuh_tempo,
        skor.jumlah_indikator,
        skor.jumlah_dinilai,
        skor.jumlah_maju,
        skor.jumlah_mundur,
        skor.jumlah_tanpa_ukuran_warga,
        siklus_lalu.id_siklus_lalu,
        siklus_lalu.daftar_opd_lalu,
        coalesce(siklus_lalu.is_dari_pendahulu, false) as is_dari_pendahulu,
        threshold.nilai as cakupan_min,
        tolerance.nilai as toleransi,
        cast(skor.jumlah_tertimbang as double)
        / nullif(cast(skor.bobot_dinilai as double), 0) as rerata_tersedia,
        cast(coalesce(skor.jumlah_tertimbang, 0) as double)
        / nullif(cast(skor.bobot_ketat as double), 0) as rerata_ketat,
        100 * cast(coalesce(skor.bobot_dinilai, 0) as double)
        / nullif(cast(skor.bobot_jatuh_tempo as double), 0) as cakupan,
        cast(coalesce(siklus_lalu.jumlah_tertimbang, 0) as double)
        / nullif(cast(siklus_lalu.bobot_ketat as double), 0) as rerata_ketat_lalu,
        100 * cast(coalesce(siklus_lalu.bobot_dinilai, 0) as double)
        / nullif(cast(siklus_lalu.bobot_jatuh_tempo as double), 0) as cakupan_lalu
    from agencies
    left join skor
        on
            agencies.kode_opd = skor.kode_opd
            and agencies.id_siklus = skor.id_siklus
    left join siklus_lalu
        on
            agencies.kode_opd = siklus_lalu.kode_opd
            and agencies.id_siklus = siklus_lalu.id_siklus
    left join threshold
        on true
    left join tolerance
        on true
),

-- Without a threshold there is no score either (fail closed).
gated as (
    select
        *,
        coalesce(cakupan >= cakupan_min - coalesce(toleransi, 0), false) as has_skor,
        case
            when cakupan_lalu >= cakupan_min - coalesce(toleransi, 0) then rerata_ketat_lalu
        end as skor_ketat_lalu
    from scored
),

-- Compared are agencies of one kind; a rank among one is none.
ranked as (
    select
        *,
        case when has_skor then rerata_ketat end as skor_ketat,
        count(case when has_skor then 1 end) over sejenis as jumlah_pembanding,
        rank() over (
            partition by id_siklus, jenis_opd, has_skor
            order by rerata_ketat desc
        ) as urutan
    from gated
    window sejenis as (partition by id_siklus, jenis_opd)
),

final as (
    select
        ---------- who
        cast(ranked.kode_opd as string) as kode_opd,
        cast(ranked.nama_opd as string) as nama_opd,
        cast(ranked.jenis_opd as string) as jenis_opd,
        cast(ranked.id_siklus as string) as id_siklus,
        cast(ranked.tahun as integer) as tahun,
        cast(ranked.periode as string) as periode,
        cast(covers.nama_kepala_opd as string) as nama_kepala_opd,
        cast(covers.status_jabatan as string) as status_jabatan,
        cast(covers.tanggal_pengesahan as date) as tanggal_pengesahan,
        cast(covers.pelajaran as string) as pelajaran,
        ---------- results
        cast(case when ranked.has_skor then ranked.rerata_tersedia end as double) as skor_tersedia,
        cast(ranked.skor_ketat as double) as skor_ketat,
        cast(ranked.cakupan as double) as cakupan,
        cast(ranked.cakupan_min as double) as cakupan_min,
        cast(coalesce(ranked.jumlah_indikator, 0) as bigint) as jumlah_indikator,
        cast(coalesce(ranked.jumlah_dinilai, 0) as bigint) as jumlah_dinilai,
        cast(coalesce(ranked.jumlah_maju, 0) as bigint) as jumlah_maju,
        cast(coalesce(ranked.jumlah_mundur, 0) as bigint) as jumlah_mundur,
        100 * cast(ranked.jumlah_hasil as double)
        / nullif(cast(ranked.jumlah_semua as double), 0) as rasio_dampak,
        ---------- change
        cast(ranked.id_siklus_lalu as string) as id_siklus_lalu,
        cast(ranked.daftar_opd_lalu as string) as daftar_opd_lalu,
        ranked.is_dari_pendahulu,
        cast(ranked.skor_ketat_lalu as double) as skor_ketat_lalu,
        cast(ranked.skor_ketat - ranked.skor_ketat_lalu as double) as perubahan_skor,
        cast(case
            when ranked.skor_ketat - ranked.skor_ketat_lalu is null then null
            when abs(ranked.skor_ketat - ranked.skor_ketat_lalu) <= ranked.toleransi then 'TETAP'
            when ranked.skor_ketat > ranked.skor_ketat_lalu then 'NAIK'
            else 'TURUN'
        end as string) as arah_tren,
        ---------- rank
        cast(case
            when ranked.has_skor and ranked.jumlah_pembanding > 1 then ranked.urutan
        end as integer) as peringkat,
        cast(ranked.jumlah_pembanding as bigint) as jumlah_pembanding,
        cast(case
            when ranked.has_skor and ranked.jumlah_pembanding > 1 then null
            when ranked.jumlah_diterima = 0 then 'Belum ada laporan.'
            when kelengkapan.is_ditahan then 'Laporan ditahan.'
            when coalesce(ranked.jumlah_indikator, 0) = 0
                then 'Tidak ada indikator hasil atau dampak yang jatuh tempo.'
            when ranked.cakupan_min is null then 'Ambang cakupan belum ditetapkan.'
            when not ranked.has_skor
                then
                    'Cakupan ' || {{ angka_indonesia('ranked.cakupan', 1) }} || '% di bawah batas '
                    || {{ angka_indonesia('ranked.cakupan_min', 1) }} || '%.'
            else 'Tidak ada OPD sejenis yang dapat dibandingkan.'
        end as string) as alasan_tanpa_peringkat,
        ---------- honesty; a held report says nothing
        cast(case when not kelengkapan.is_ditahan then kejujuran.indeks_kejujuran end as double)
            as indeks_kejujuran,
        cast(case when not kelengkapan.is_ditahan then kejujuran.porsi_meleset end as double)
            as porsi_meleset,
        cast(case when not kelengkapan.is_ditahan then kejujuran.meleset end as bigint) as meleset,
        ---------- duties
        cast(kelengkapan.diterima as integer) as diterima,
        cast(kelengkapan.tepat_waktu as integer) as tepat_waktu,
        cast(kelengkapan.hari_terlambat as integer) as hari_terlambat,
        cast(kelengkapan.indeks_bicara_angka as double) as indeks_bicara_angka,
        cast(kejujuran.tl_terbuka as bigint) as tl_terbuka,
        cast(kejujuran.tl_lewat_tenggat as bigint) as tl_lewat_tenggat,
        cast(anggaran.serapan as double) as serapan,
        ---------- what the score hides
        kelengkapan.is_ditahan,
        coalesce(ranked.jumlah_diterima, 0) = 0 as is_diam,
        cast(coalesce(ranked.jumlah_ditahan, 0) as bigint) as jumlah_ditahan,
        cast(coalesce(ranked.jumlah_tidak_diukur, 0) as bigint) as jumlah_tidak_diukur,
        cast(coalesce(ranked.jumlah_tidak_dilaporkan, 0) as bigint) as jumlah_tidak_dilaporkan,
        cast(coalesce(ranked.jumlah_belum_jatuh_tempo, 0) as bigint) as jumlah_belum_jatuh_tempo,
        cast(coalesce(ranked.jumlah_tanpa_ukuran_warga, 0) as bigint) as jumlah_tanpa_ukuran_warga,
        ---------- how far to trust it
        cast(ranked.status_verifikasi as string) as status_verifikasi_opd,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(ranked.label_kejujuran as string) as label_data
    from ranked
    cross join lingkup
    left join kelengkapan
        on
            ranked.kode_opd = kelengkapan.kode_opd
            and ranked.id_siklus = kelengkapan.id_siklus
    left join kejujuran
        on
            ranked.kode_opd = kejujuran.kode_opd
            and ranked.id_siklus = kejujuran.id_siklus
    left join covers
        on
            ranked.kode_opd = covers.kode_opd
            and ranked.id_siklus = covers.id_siklus
    left join anggaran
        on
            ranked.kode_opd = anggaran.kode_opd
            and ranked.tahun = anggaran.tahun
            and ranked.periode = anggaran.periode
)

select * from final
