with

kpi_kejujuran as (
    select * from {{ ref('kpi_kejujuran') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Held and silent agencies stand in kpi_kelengkapan and mutu_keputusan.
final as (
    select
        kpi_kejujuran.kode_opd,
        kpi_kejujuran.nama_opd,
        kpi_kejujuran.id_siklus,
        kpi_kejujuran.tahun,
        kpi_kejujuran.periode,
        kpi_kejujuran.id_periode,
        kpi_kejujuran.tahun_pemerintahan,
        kpi_kejujuran.jumlah_wajib,
        kpi_kejujuran.jumlah_berputusan,
        kpi_kejujuran.meleset,
        kpi_kejujuran.meleset_berpenjelasan,
        kpi_kejujuran.meleset_generik,
        kpi_kejujuran.indeks_kejujuran,
        kpi_kejujuran.porsi_meleset,
        kpi_kejujuran.tidak_diukur,
        kpi_kejujuran.porsi_tidak_diukur,
        kpi_kejujuran.tl_terbuka,
        kpi_kejujuran.tl_lewat_tenggat,
        kpi_kejujuran.revisi_terlambat,
        kpi_kejujuran.alasan_tanpa_indeks,
        kpi_kejujuran.is_ditahan,
        kpi_kejujuran.rumus_id,
        kpi_kejujuran.versi_rumus,
        kpi_kejujuran.versi_kebijakan,
        kpi_kejujuran.label_data,
        kpi_kejujuran.sha256_berkas
    from kpi_kejujuran
    inner join decisions
        on
            kpi_kejujuran.kode_opd = decisions.kunci_opd
            and kpi_kejujuran.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_siklus, kode_opd
