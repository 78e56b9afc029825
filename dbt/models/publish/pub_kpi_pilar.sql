with

kpi_pilar as (
    select * from {{ ref('kpi_pilar') }}
),

final as (
    select
        kode_pilar,
        nama_pilar,
        tahun,
        periode,
        id_periode,
        tahun_pemerintahan,
        id_siklus,
        skor_tersedia,
        skor_ketat,
        cakupan,
        cakupan_min,
        jumlah_indikator,
        jumlah_dinilai,
        jumlah_ditahan,
        jumlah_tidak_diukur,
        jumlah_tidak_dilaporkan,
        jumlah_tanpa_persentase,
        jumlah_belum_jatuh_tempo,
        rasio_dampak,
        alasan_tanpa_skor,
        versi_kebijakan
    from kpi_pilar
)

select * from final
order by kode_pilar, tahun, periode
