with

kpi_komunikasi as (
    select * from {{ ref('kpi_komunikasi') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision on the agency that reports it.
final as (
    select
        kpi_komunikasi.kunci,
        kpi_komunikasi.kode_opd,
        kpi_komunikasi.nama_opd,
        kpi_komunikasi.id_siklus,
        kpi_komunikasi.tahun,
        kpi_komunikasi.periode,
        kpi_komunikasi.id_periode,
        kpi_komunikasi.tahun_pemerintahan,
        kpi_komunikasi.tanggal,
        kpi_komunikasi.judul,
        kpi_komunikasi.kanal,
        kpi_komunikasi.status,
        kpi_komunikasi.is_terbit,
        kpi_komunikasi.tautan_media,
        kpi_komunikasi.nama_tim_kreatif,
        kpi_komunikasi.id_indikator,
        kpi_komunikasi.nama_indikator,
        kpi_komunikasi.is_berangka_rilis,
        kpi_komunikasi.kunci_angka,
        kpi_komunikasi.tahun_angka,
        kpi_komunikasi.periode_angka,
        kpi_komunikasi.realisasi,
        kpi_komunikasi.satuan,
        kpi_komunikasi.versi_kebijakan,
        kpi_komunikasi.label_data,
        kpi_komunikasi.sha256_berkas
    from kpi_komunikasi
    inner join decisions
        on
            kpi_komunikasi.kode_opd = decisions.kunci_opd
            and kpi_komunikasi.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_siklus, kode_opd, kunci
