with

dim_indikator as (
    select * from {{ ref('dim_indikator') }}
),

final as (
    select
        kode_opd,
        id_indikator,
        versi_definisi,
        berlaku_dari,
        berlaku_sampai,
        id_siklus_mulai,
        nama_indikator,
        definisi_operasional,
        level_hasil,
        kode_pilar,
        pilar_sekunder,
        jenis_indikator,
        satuan,
        polaritas,
        jenis_agregasi,
        rumus,
        sumber_data,
        metode,
        produsen_data,
        baseline_nilai,
        baseline_tahun,
        target_akhir_rpjmd,
        tahun_akhir,
        bobot,
        kelompok_sasaran,
        is_program_unggulan,
        is_layak_publik,
        sha256_berkas
    from dim_indikator
)

select * from final
order by kode_opd, id_indikator, versi_definisi
