with

kpi_tindak_lanjut as (
    select * from {{ ref('kpi_tindak_lanjut') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- A promise is as publishable as the report it stands in.
final as (
    select
        kpi_tindak_lanjut.id_tindak_lanjut,
        kpi_tindak_lanjut.id_siklus,
        kpi_tindak_lanjut.kode_opd,
        kpi_tindak_lanjut.nama_opd,
        kpi_tindak_lanjut.id_indikator,
        kpi_tindak_lanjut.nama_indikator,
        kpi_tindak_lanjut.kode_pilar,
        kpi_tindak_lanjut.tahun,
        kpi_tindak_lanjut.periode,
        kpi_tindak_lanjut.id_periode,
        kpi_tindak_lanjut.kategori_hambatan,
        kpi_tindak_lanjut.uraian_hambatan,
        kpi_tindak_lanjut.rencana_tindak_lanjut,
        kpi_tindak_lanjut.penanggung_jawab,
        kpi_tindak_lanjut.opd_pendukung,
        kpi_tindak_lanjut.dukungan_diminta_ke_bupati,
        kpi_tindak_lanjut.tenggat_awal,
        kpi_tindak_lanjut.tenggat,
        kpi_tindak_lanjut.is_tenggat_mundur,
        kpi_tindak_lanjut.status_tl,
        kpi_tindak_lanjut.posisi,
        kpi_tindak_lanjut.is_terbuka,
        kpi_tindak_lanjut.hari_lewat_tenggat,
        kpi_tindak_lanjut.has_bukti,
        kpi_tindak_lanjut.is_generik,
        kpi_tindak_lanjut.is_penjelasan_lengkap,
        kpi_tindak_lanjut.id_siklus_pertama,
        kpi_tindak_lanjut.id_siklus_terakhir,
        kpi_tindak_lanjut.jumlah_laporan,
        kpi_tindak_lanjut.jumlah_siklus_dibawa,
        kpi_tindak_lanjut.is_dibawa,
        kpi_tindak_lanjut.is_tidak_dilaporkan_lagi,
        kpi_tindak_lanjut.versi_kebijakan,
        kpi_tindak_lanjut.is_layak_publik,
        kpi_tindak_lanjut.label_data,
        kpi_tindak_lanjut.sha256_berkas,
        kpi_tindak_lanjut.baris
    from kpi_tindak_lanjut
    inner join decisions
        on
            kpi_tindak_lanjut.kode_opd = decisions.kunci_opd
            and kpi_tindak_lanjut.id_siklus_terakhir = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by id_tindak_lanjut
