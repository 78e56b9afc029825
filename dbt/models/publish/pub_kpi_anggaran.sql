with

kpi_anggaran as (
    select * from {{ ref('kpi_anggaran') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision on the agency that reports it.
final as (
    select
        kpi_anggaran.kode_opd,
        kpi_anggaran.nama_opd,
        kpi_anggaran.tahun,
        kpi_anggaran.periode,
        kpi_anggaran.id_periode,
        kpi_anggaran.tahun_pemerintahan,
        kpi_anggaran.id_siklus,
        kpi_anggaran.tingkat_anggaran,
        kpi_anggaran.jumlah_pos,
        kpi_anggaran.jumlah_pos_tanpa_angka,
        kpi_anggaran.is_parsial,
        kpi_anggaran.pagu,
        kpi_anggaran.realisasi_anggaran,
        kpi_anggaran.serapan,
        kpi_anggaran.alasan_tanpa_serapan,
        kpi_anggaran.jumlah_hasil,
        kpi_anggaran.rata_capaian,
        kpi_anggaran.celah,
        kpi_anggaran.rumus_id,
        kpi_anggaran.versi_rumus,
        kpi_anggaran.versi_kebijakan,
        kpi_anggaran.label_data,
        kpi_anggaran.sha256_berkas
    from kpi_anggaran
    inner join decisions
        on
            kpi_anggaran.kode_opd = decisions.kunci_opd
            and kpi_anggaran.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by tahun, periode, kode_opd
