{#- Words and numbers that make a definition; a change in one of them is a new version. #}
{%- set definition = [
    'nama_indikator', 'definisi_operasional', 'level_hasil', 'kode_pilar', 'pilar_sekunder',
    'jenis_indikator', 'satuan', 'polaritas', 'jenis_agregasi', 'rumus', 'sumber_data', 'metode',
    'produsen_data', 'baseline_nilai', 'baseline_tahun', 'target_akhir_rpjmd', 'tahun_akhir',
    'bobot', 'kelompok_sasaran', 'program_unggulan', 'layak_publik',
] %}

with

pilihan as (
    select * from {{ ref('int_indikator__pilihan') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- Texts of a quarantined report stay inside, so its definitions do too.
released as (
    select
        pilihan.kunci_opd,
        pilihan.kode_opd,
        pilihan.id_indikator,
        pilihan.id_siklus,
        pilihan.sha256_indikator,
        pilihan.baris_indikator,
        siklus.dibuka
    from pilihan
    inner join siklus
        on pilihan.id_siklus = siklus.id_siklus
    inner join opd_status
        on
            pilihan.kunci_opd = opd_status.kunci_opd
            and pilihan.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    where pilihan.kode_opd is not null
),

keyed as (
    select
        *,
        lag(sha256_indikator) over urut as sha256_sebelumnya,
        lag(baris_indikator) over urut as baris_sebelumnya
    from released
    window urut as (
        partition by kode_opd, id_indikator
        order by dibuka
    )
),

-- Only the first cycle of a stretch that rests on one and the same written row can bring a new
-- version: the others are gone before any word is compared.
rewritten as (
    select
        berlaku.*,
        keyed.dibuka
    from keyed
    inner join berlaku
        on
            keyed.kunci_opd = berlaku.kunci_opd
            and keyed.id_indikator = berlaku.id_indikator
            and keyed.id_siklus = berlaku.id_siklus
    where
        keyed.sha256_sebelumnya is distinct from keyed.sha256_indikator
        or keyed.baris_sebelumnya is distinct from keyed.baris_indikator
),

described as (
    select
        *,
        concat_ws(
            '|',
            {% for column in definition %}
                coalesce(cast({{ column }} as varchar), ''){{ "," if not loop.last }}
            {% endfor %}
        ) as isi_definisi
    from rewritten
),

followed as (
    select
        *,
        lag(isi_definisi) over (
            partition by kode_opd, id_indikator
            order by dibuka
        ) as isi_sebelumnya
    from described
),

-- A new version begins in the cycle whose definition differs from the one before.
compared as (
    select
        *,
        case when isi_definisi = isi_sebelumnya then 0 else 1 end as is_baru
    from followed
),

versioned as (
    select
        *,
        sum(is_baru) over (
            partition by kode_opd, id_indikator
            order by dibuka
            rows between unbounded preceding and current row
        ) as versi_definisi
    from compared
),

numbered as (
    select
        *,
        row_number() over (
            partition by kode_opd, id_indikator, versi_definisi
            order by dibuka
        ) as urutan
    from versioned
),

firsts as (
    select
        *,
        lead(dibuka) over (
            partition by kode_opd, id_indikator
            order by dibuka
        ) as dibuka_berikutnya
    from numbered
    where urutan = 1
),

final as (
    select
        cast(firsts.kode_opd as varchar) as kode_opd,
        cast(firsts.id_indikator as varchar) as id_indikator,
        cast(firsts.versi_definisi as integer) as versi_definisi,
        cast(firsts.dibuka as date) as berlaku_dari,
        cast({{ dbt.dateadd('day', -1, 'firsts.dibuka_berikutnya') }} as date) as berlaku_sampai,
        cast(firsts.id_siklus as varchar) as id_siklus_mulai,
        cast(firsts.nama_indikator as varchar) as nama_indikator,
        cast(firsts.definisi_operasional as varchar) as definisi_operasional,
        cast(firsts.level_hasil as varchar) as level_hasil,
        cast(firsts.kode_pilar as varchar) as kode_pilar,
        cast(firsts.pilar_sekunder as varchar) as pilar_sekunder,
        cast(firsts.jenis_indikator as varchar) as jenis_indikator,
        cast(firsts.satuan as varchar) as satuan,
        cast(firsts.polaritas as varchar) as polaritas,
        cast(firsts.jenis_agregasi as varchar) as jenis_agregasi,
        cast(firsts.rumus as varchar) as rumus,
        cast(firsts.sumber_data as varchar) as sumber_data,
        cast(firsts.metode as varchar) as metode,
        cast(firsts.produsen_data as varchar) as produsen_data,
        cast(firsts.baseline_nilai as double) as baseline_nilai,
        cast(firsts.baseline_tahun as integer) as baseline_tahun,
        cast(firsts.target_akhir_rpjmd as double) as target_akhir_rpjmd,
        cast(firsts.tahun_akhir as integer) as tahun_akhir,
        cast(firsts.bobot as double) as bobot,
        cast(firsts.kelompok_sasaran as varchar) as kelompok_sasaran,
        coalesce(firsts.program_unggulan = 'YA', false) as is_program_unggulan,
        coalesce(firsts.layak_publik = 'YA', false) as is_layak_publik,
        cast(firsts.sha256_indikator as varchar) as sha256_berkas
    from firsts
)

select * from final
