with

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

silsilah as (
    select * from {{ ref('int_opd__silsilah') }}
    where langkah > 0
),

-- Few agencies have heirs or ancestors; only their definitions are compared.
terkait as (
    select kode_opd from silsilah
    union distinct
    select kode_opd_asal as kode_opd from silsilah
),

-- Every definition they ever gave, by what it measures.
definisi as (
    select distinct
        berlaku.kode_opd,
        berlaku.id_indikator,
        {{ teks_normal('berlaku.nama_indikator') }} as nama_normal,
        lower(trim(berlaku.satuan)) as satuan
    from berlaku
    inner join terkait on berlaku.kode_opd = terkait.kode_opd
),

-- An heir's indicator goes on where an ancestor's of the same name and unit ended.
pasangan as (
    select distinct
        penerus.kode_opd,
        penerus.id_indikator,
        silsilah.langkah,
        asal.id_indikator as id_indikator_asal
    from definisi as penerus
    inner join silsilah
        on penerus.kode_opd = silsilah.kode_opd
    inner join definisi as asal
        on
            silsilah.kode_opd_asal = asal.kode_opd
            and penerus.nama_normal = asal.nama_normal
            and penerus.satuan = asal.satuan
            and penerus.id_indikator <> asal.id_indikator
),

dihitung as (
    select
        *,
        count(*) over (
            partition by kode_opd, id_indikator, langkah
        ) as jumlah_kandidat
    from pasangan
),

-- Two candidates are none: a series is never guessed.
final as (
    select
        kode_opd,
        id_indikator,
        id_indikator_asal,
        langkah
    from dihitung
    where jumlah_kandidat = 1
)

select * from final
