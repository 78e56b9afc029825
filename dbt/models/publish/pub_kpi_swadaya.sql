with

kpi_swadaya as (
    select * from {{ ref('kpi_swadaya') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- Nothing is published but through a decision on the agency that reports it.
final as (
    select
        kpi_swadaya.kunci,
        kpi_swadaya.kode_opd,
        kpi_swadaya.nama_opd,
        kpi_swadaya.id_siklus,
        kpi_swadaya.tahun,
        kpi_swadaya.periode,
        kpi_swadaya.id_periode,
        kpi_swadaya.tahun_pemerintahan,
        kpi_swadaya.tanggal,
        kpi_swadaya.kode_wilayah,
        kpi_swadaya.nama_wilayah,
        kpi_swadaya.tingkat_wilayah,
        kpi_swadaya.kode_kecamatan,
        kpi_swadaya.nama_kecamatan,
        kpi_swadaya.is_wilayah_dikenal,
        kpi_swadaya.uraian,
        kpi_swadaya.jenis,
        kpi_swadaya.nilai_rupiah,
        kpi_swadaya.has_dasar_penilaian,
        kpi_swadaya.jumlah_orang,
        kpi_swadaya.peran_pemerintah,
        kpi_swadaya.dana_pemerintah,
        kpi_swadaya.daya_ungkit,
        kpi_swadaya.is_murni_swadaya,
        kpi_swadaya.has_bukti,
        kpi_swadaya.is_layak_apresiasi,
        kpi_swadaya.is_mungkin_kembar,
        kpi_swadaya.id_indikator,
        kpi_swadaya.is_indikator_rilis,
        kpi_swadaya.versi_kebijakan,
        kpi_swadaya.label_data,
        kpi_swadaya.sha256_berkas
    from kpi_swadaya
    inner join decisions
        on
            kpi_swadaya.kode_opd = decisions.kunci_opd
            and kpi_swadaya.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_siklus, kode_opd, kunci
