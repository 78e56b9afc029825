with

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision.
final as (
    select
        kpi_indikator.id_indikator,
        kpi_indikator.tahun,
        kpi_indikator.periode,
        kpi_indikator.kode_wilayah,
        kpi_indikator.dimensi,
        kpi_indikator.id_periode,
        kpi_indikator.tahun_pemerintahan,
        kpi_indikator.id_siklus,
        kpi_indikator.kode_opd,
        kpi_indikator.nama_opd,
        kpi_indikator.kode_pilar,
        kpi_indikator.nama_indikator,
        kpi_indikator.level_hasil,
        kpi_indikator.jenis_indikator,
        kpi_indikator.satuan,
        kpi_indikator.polaritas,
        kpi_indikator.jenis_agregasi,
        kpi_indikator.sumber_data,
        kpi_indikator.metode,
        kpi_indikator.baseline_nilai,
        kpi_indikator.baseline_tahun,
        kpi_indikator.target_tahun,
        kpi_indikator.target,
        kpi_indikator.target_bawah,
        kpi_indikator.target_atas,
        kpi_indikator.realisasi,
        kpi_indikator.realisasi_periode,
        kpi_indikator.pembilang,
        kpi_indikator.penyebut,
        kpi_indikator.status_data,
        kpi_indikator.tanggal_referensi_data,
        kpi_indikator.selisih,
        kpi_indikator.capaian_mentah,
        kpi_indikator.capaian_tampil,
        kpi_indikator.status_capaian,
        kpi_indikator.predikat,
        kpi_indikator.versi_skala,
        kpi_indikator.progres,
        kpi_indikator.rumus_id,
        kpi_indikator.versi_rumus,
        kpi_indikator.versi_kebijakan,
        kpi_indikator.is_turunan,
        kpi_indikator.is_parsial,
        kpi_indikator.is_target_prorata,
        kpi_indikator.is_revisi,
        kpi_indikator.jumlah_peringatan,
        kpi_indikator.peringatan,
        kpi_indikator.is_layak_publik,
        kpi_indikator.is_rilis,
        kpi_indikator.label_data,
        kpi_indikator.kunci,
        kpi_indikator.sha256_berkas,
        kpi_indikator.lembar,
        kpi_indikator.sel
    from kpi_indikator
    inner join decisions
        on
            kpi_indikator.kunci = decisions.kunci
            and decisions.entitas = 'BARIS'
            and decisions.keputusan = 'rilis'
    where kpi_indikator.is_rilis
)

select * from final
order by id_indikator, tahun, id_periode, kode_wilayah, dimensi
