with

kpi_akselerasi as (
    select * from {{ ref('kpi_akselerasi') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- A change is as publishable as the figure it ends in.
final as (
    select
        kpi_akselerasi.id_indikator,
        kpi_akselerasi.tahun,
        kpi_akselerasi.id_siklus,
        kpi_akselerasi.kode_opd,
        kpi_akselerasi.nama_opd,
        kpi_akselerasi.kode_pilar,
        kpi_akselerasi.nama_indikator,
        kpi_akselerasi.level_hasil,
        kpi_akselerasi.satuan,
        kpi_akselerasi.polaritas,
        kpi_akselerasi.sumber_data,
        kpi_akselerasi.metode,
        kpi_akselerasi.nomor_seri,
        kpi_akselerasi.jumlah_titik,
        kpi_akselerasi.jumlah_titik_warisan,
        kpi_akselerasi.catatan_seri,
        kpi_akselerasi.tanggal_acuan,
        kpi_akselerasi.tahun_pemerintahan,
        kpi_akselerasi.is_baseline_tahun_1,
        kpi_akselerasi.realisasi,
        kpi_akselerasi.tahun_sebelumnya,
        kpi_akselerasi.realisasi_sebelumnya,
        kpi_akselerasi.selang_tahun,
        kpi_akselerasi.laju,
        kpi_akselerasi.laju_sebelumnya,
        kpi_akselerasi.percepatan,
        kpi_akselerasi.ambang_tetap,
        kpi_akselerasi.target_akhir_rpjmd,
        kpi_akselerasi.tahun_akhir,
        kpi_akselerasi.laju_perlu,
        kpi_akselerasi.indeks_akselerasi,
        kpi_akselerasi.is_target_akhir_tercapai,
        kpi_akselerasi.status_akselerasi,
        kpi_akselerasi.alasan_tanpa_status,
        kpi_akselerasi.is_dapat_diatribusikan,
        kpi_akselerasi.catatan_atribusi,
        kpi_akselerasi.jeda_dampak,
        kpi_akselerasi.alasan_jeda,
        kpi_akselerasi.rumus_id,
        kpi_akselerasi.versi_rumus,
        kpi_akselerasi.versi_kebijakan,
        kpi_akselerasi.is_layak_publik,
        kpi_akselerasi.is_rilis,
        kpi_akselerasi.label_data,
        kpi_akselerasi.kunci
    from kpi_akselerasi
    inner join decisions
        on
            kpi_akselerasi.kunci = decisions.kunci
            and decisions.entitas = 'BARIS'
            and decisions.keputusan = 'rilis'
    where kpi_akselerasi.is_rilis
)

select * from final
order by id_indikator, tahun
