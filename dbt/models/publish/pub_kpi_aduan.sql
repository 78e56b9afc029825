with

kpi_aduan as (
    select * from {{ ref('kpi_aduan') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision on the agency that reports it.
final as (
    select
        kpi_aduan.kode_opd_pelapor,
        kpi_aduan.id_siklus,
        kpi_aduan.tahun,
        kpi_aduan.periode,
        kpi_aduan.id_periode,
        kpi_aduan.tahun_pemerintahan,
        kpi_aduan.kode_opd,
        kpi_aduan.nama_opd,
        kpi_aduan.kategori,
        kpi_aduan.kode_wilayah,
        kpi_aduan.nama_wilayah,
        kpi_aduan.jumlah_baris,
        kpi_aduan.jumlah_pelapor,
        kpi_aduan.diterima,
        kpi_aduan.dijawab,
        kpi_aduan.selesai,
        kpi_aduan.is_janggal,
        kpi_aduan.persen_dijawab,
        kpi_aduan.persen_selesai,
        kpi_aduan.median_hari,
        kpi_aduan.jumlah_hasil_rilis,
        kpi_aduan.jumlah_hasil_meleset,
        kpi_aduan.indikator_terkait,
        kpi_aduan.versi_kebijakan,
        kpi_aduan.label_data,
        kpi_aduan.sha256_berkas
    from kpi_aduan
    inner join decisions
        on
            kpi_aduan.kode_opd_pelapor = decisions.kunci_opd
            and kpi_aduan.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_siklus, kode_opd, kategori, kode_wilayah, kode_opd_pelapor
