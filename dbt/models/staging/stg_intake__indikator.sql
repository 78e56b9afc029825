{{ config(materialized='table') }}
{# A table: whatever reads a definition in force reads it, and the landed files are opened once. #}

with

source as (
    select * from {{ source('landing', 'indikator') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        id_indikator,
        nama_indikator,
        definisi_operasional,
        level_hasil,
        kode_pilar,
        pilar_sekunder,
        jenis_indikator,
        kode_program,
        kode_kegiatan,
        kode_sub_kegiatan,
        versi_nomenklatur,
        id_indikator_induk,
        satuan,
        polaritas,
        jenis_agregasi,
        rumus,
        pembilang_nama,
        penyebut_nama,
        sumber_data,
        metode,
        produsen_data,
        jadwal_rilis,
        baseline_sumber,
        kelompok_sasaran,
        ukuran_warga_id,
        program_unggulan,
        layak_publik,
        uraian,
        tingkat_anggaran,
        polaritas_formulir,
        jalur_formulir,
        ---------- numerics
        batas_bawah_logis,
        batas_atas_logis,
        baseline_nilai,
        {{ sebagai_tahun('baseline_tahun') }} as baseline_tahun,
        target_akhir_rpjmd,
        {{ sebagai_tahun('tahun_akhir') }} as tahun_akhir,
        bobot
    from source
)

select * from final
