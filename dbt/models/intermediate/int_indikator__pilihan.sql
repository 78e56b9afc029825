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
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        sha256_berkas as sha256_indikator,
        baris as baris_indikator,
        id_siklus_definisi,
        cast(jumlah_definisi as integer) as jumlah_definisi,
        coalesce(id_siklus_definisi = id_siklus, id_siklus is null) as is_definisi_siklus_ini
    from diurutkan
    where urutan_siklus = 1
)

select * from final
