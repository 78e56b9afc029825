with

indikator as (
    select * from {{ ref('stg_intake__indikator') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

definisi as (
    select
        indikator.*,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus as id_siklus_definisi,
        kiriman.dibuka,
        count(*) over (
            partition by indikator.sha256_berkas, indikator.id_indikator
        ) as jumlah_definisi,
        row_number() over (
            partition by indikator.sha256_berkas, indikator.id_indikator
            order by indikator.baris
        ) as urutan
    from indikator
    inner join kiriman on indikator.sha256_berkas = kiriman.sha256_berkas
    where indikator.id_indikator is not null
),

-- A definition serves its own cycle and every later one; without a cycle it serves its own file.
pasangan as (
    select
        siklus.id_siklus,
        definisi.*
    from definisi
    inner join siklus on definisi.dibuka <= siklus.dibuka
    where definisi.urutan = 1

    union all

    select
        cast(null as {{ dbt.type_string() }}) as id_siklus,
        definisi.*
    from definisi
    where definisi.urutan = 1 and definisi.id_siklus_definisi is null
),

diurutkan as (
    select
        *,
        row_number() over (
            partition by kunci_opd, id_siklus, id_indikator
            order by
                case when id_siklus_definisi = id_siklus then 0 else 1 end,
                dibuka desc,
                id_siklus_definisi desc
        ) as urutan_siklus
    from pasangan
),

final as (
    select
        ---------- keys and origin
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        sha256_berkas as sha256_indikator,
        baris as baris_indikator,
        id_siklus_definisi,
        cast(jumlah_definisi as integer) as jumlah_definisi,
        coalesce(id_siklus_definisi = id_siklus, id_siklus is null) as is_definisi_siklus_ini,
        ---------- what it measures
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
        uraian,
        tingkat_anggaran,
        kelompok_sasaran,
        ukuran_warga_id,
        program_unggulan,
        layak_publik,
        ---------- how it is measured
        satuan,
        polaritas,
        polaritas_formulir,
        coalesce(polaritas, polaritas_formulir) as polaritas_hitung,
        jenis_agregasi,
        rumus,
        pembilang_nama,
        penyebut_nama,
        batas_bawah_logis,
        batas_atas_logis,
        sumber_data,
        metode,
        produsen_data,
        jadwal_rilis,
        ---------- what is promised
        baseline_nilai,
        baseline_tahun,
        baseline_sumber,
        target_akhir_rpjmd,
        tahun_akhir,
        bobot,
        ---------- what follows
        coalesce(level_hasil in ('OUTCOME', 'DAMPAK'), false) as is_hasil,
        coalesce(lower(trim(satuan)) = 'persen', false) as is_persen
    from diurutkan
    where urutan_siklus = 1
)

select * from final
