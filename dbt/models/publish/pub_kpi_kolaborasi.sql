with

kpi_kolaborasi as (
    select * from {{ ref('kpi_kolaborasi') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision on the agency that reports it.
final as (
    select
        kpi_kolaborasi.kode_opd,
        kpi_kolaborasi.nama_opd,
        kpi_kolaborasi.kode_opd_mitra,
        kpi_kolaborasi.nama_opd_mitra,
        kpi_kolaborasi.id_siklus,
        kpi_kolaborasi.tahun,
        kpi_kolaborasi.periode,
        kpi_kolaborasi.id_periode,
        kpi_kolaborasi.tahun_pemerintahan,
        kpi_kolaborasi.is_sendiri,
        kpi_kolaborasi.is_mitra_dikenal,
        kpi_kolaborasi.jumlah_indikator,
        kpi_kolaborasi.jumlah_berangka_rilis,
        kpi_kolaborasi.daftar_indikator,
        kpi_kolaborasi.jumlah_memimpin,
        kpi_kolaborasi.jumlah_dipimpin_mitra,
        kpi_kolaborasi.jumlah_kontributor,
        kpi_kolaborasi.jumlah_pendukung,
        kpi_kolaborasi.jumlah_tanpa_peran,
        kpi_kolaborasi.jumlah_tanpa_satu_pemimpin,
        kpi_kolaborasi.satgas,
        kpi_kolaborasi.nama_satgas,
        kpi_kolaborasi.status_satgas,
        kpi_kolaborasi.jumlah_baris,
        kpi_kolaborasi.jumlah_baris_tanpa_kunci,
        kpi_kolaborasi.kode_opd_pelapor,
        kpi_kolaborasi.versi_kebijakan
    from kpi_kolaborasi
    inner join decisions
        on
            kpi_kolaborasi.kode_opd_pelapor = decisions.kunci_opd
            and kpi_kolaborasi.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_siklus, kode_opd, kode_opd_mitra
