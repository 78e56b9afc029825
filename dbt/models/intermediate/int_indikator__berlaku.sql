{{ config(materialized='view') }}
{# A view: a definition would be written again for every cycle it holds in, with all its texts. #}

with

pilihan as (
    select * from {{ ref('int_indikator__pilihan') }}
),

indikator as (
    select * from {{ ref('stg_intake__indikator') }}
),

satuan as (
    select
        lower(trim(satuan)) as satuan,
        max(faktor) as faktor,
        max(case when is_rasio then 1 else 0 end) = 1 as is_rasio
    from {{ ref('satuan') }}
    group by lower(trim(satuan))
),

final as (
    select
        ---------- keys and origin
        pilihan.kunci_opd,
        pilihan.kode_opd,
        pilihan.id_siklus,
        pilihan.id_indikator,
        pilihan.sha256_indikator,
        pilihan.baris_indikator,
        pilihan.id_siklus_definisi,
        pilihan.jumlah_definisi,
        pilihan.is_definisi_siklus_ini,
        ---------- what it measures
        indikator.nama_indikator,
        indikator.definisi_operasional,
        indikator.level_hasil,
        indikator.kode_pilar,
        indikator.pilar_sekunder,
        indikator.jenis_indikator,
        indikator.kode_program,
        indikator.kode_kegiatan,
        indikator.kode_sub_kegiatan,
        indikator.versi_nomenklatur,
        indikator.id_indikator_induk,
        indikator.uraian,
        indikator.tingkat_anggaran,
        indikator.kelompok_sasaran,
        indikator.ukuran_warga_id,
        indikator.program_unggulan,
        indikator.layak_publik,
        ---------- how it is measured
        indikator.satuan,
        indikator.polaritas,
        indikator.polaritas_formulir,
        coalesce(indikator.polaritas, indikator.polaritas_formulir) as polaritas_hitung,
        indikator.jenis_agregasi,
        indikator.rumus,
        indikator.pembilang_nama,
        indikator.penyebut_nama,
        indikator.batas_bawah_logis,
        indikator.batas_atas_logis,
        indikator.sumber_data,
        indikator.metode,
        indikator.produsen_data,
        indikator.jadwal_rilis,
        ---------- what is promised
        indikator.baseline_nilai,
        indikator.baseline_tahun,
        indikator.baseline_sumber,
        indikator.target_akhir_rpjmd,
        indikator.tahun_akhir,
        indikator.bobot,
        ---------- what follows
        coalesce(indikator.level_hasil in ('OUTCOME', 'DAMPAK'), false) as is_hasil,
        satuan.faktor,
        -- A rate that its producer releases once a year comes without its parts.
        coalesce(
            satuan.is_rasio
            and (satuan.faktor = 100 or coalesce(indikator.jenis_agregasi, '-') <> 'TAHUNAN_SAJA'),
            false
        ) as is_rasio
    from pilihan
    inner join indikator
        on
            pilihan.sha256_indikator = indikator.sha256_berkas
            and pilihan.baris_indikator = indikator.baris
    left join satuan on lower(trim(indikator.satuan)) = satuan.satuan
)

select * from final
