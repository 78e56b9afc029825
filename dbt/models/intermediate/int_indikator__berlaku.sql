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

-- Personal data in a definition (PUB-01) holds its own report; it must not travel on with it.
private as (
    select distinct
        sha256_berkas,
        baris
    from {{ ref('stg_intake__temuan') }}
    where id_aturan = 'PUB-01' and tabel = 'indikator'
),

-- Which definition holds is decided on the keys alone; the wide columns join the chosen rows.
definisi as (
    select
        indikator.sha256_berkas,
        indikator.baris,
        indikator.id_indikator,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus as id_siklus_definisi,
        kiriman.dibuka,
        private.sha256_berkas is not null as is_pribadi,
        count(*) over (
            partition by indikator.sha256_berkas, indikator.id_indikator
        ) as jumlah_definisi,
        row_number() over (
            partition by indikator.sha256_berkas, indikator.id_indikator
            order by indikator.baris
        ) as urutan
    from indikator
    inner join kiriman on indikator.sha256_berkas = kiriman.sha256_berkas
    left join private
        on
            indikator.sha256_berkas = private.sha256_berkas
            and indikator.baris = private.baris
    where indikator.id_indikator is not null
),

-- The next definition of the same indicator that may travel: from its cycle on, this one is silent.
terpakai as (
    select
        *,
        min(case when not is_pribadi then dibuka end) over (
            partition by kunci_opd, id_indikator
            order by dibuka, id_siklus_definisi
            rows between 1 following and unbounded following
        ) as dibuka_berikutnya
    from definisi
    where urutan = 1
),

-- A definition serves its own cycle and every later one; without a cycle it serves its own file.
pasangan as (
    select
        siklus.id_siklus,
        terpakai.*
    from terpakai
    inner join siklus on terpakai.dibuka <= siklus.dibuka
    where
        (not terpakai.is_pribadi or terpakai.id_siklus_definisi = siklus.id_siklus)
        and (
            terpakai.dibuka = siklus.dibuka
            or coalesce(siklus.dibuka < terpakai.dibuka_berikutnya, true)
        )

    union all

    select
        cast(null as {{ dbt.type_string() }}) as id_siklus,
        terpakai.*
    from terpakai
    where terpakai.id_siklus_definisi is null
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
        d.kunci_opd,
        d.kode_opd,
        d.id_siklus,
        d.id_indikator,
        d.sha256_berkas as sha256_indikator,
        d.baris as baris_indikator,
        d.id_siklus_definisi,
        cast(d.jumlah_definisi as integer) as jumlah_definisi,
        coalesce(d.id_siklus_definisi = d.id_siklus, d.id_siklus is null) as is_definisi_siklus_ini,
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
        coalesce(lower(trim(indikator.satuan)) = 'persen', false) as is_persen
    from diurutkan as d
    inner join indikator
        on d.sha256_berkas = indikator.sha256_berkas and d.baris = indikator.baris
    where d.urutan_siklus = 1
)

select * from final
