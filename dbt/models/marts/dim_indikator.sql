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
-- Its words are compared by their hash, and travel only with the versions that are left. A table
-- is named again where it is read again: an engine keeps whole what two parts read.
rewritten as (
    select
        keyed.kunci_opd,
        keyed.kode_opd,
        keyed.id_indikator,
        keyed.id_siklus,
        keyed.dibuka,
        md5(concat_ws(
            '|',
            {% for column in definition %}
                coalesce(cast(berlaku.{{ column }} as string), ''){{ "," if not loop.last }}
            {% endfor %}
        )) as sidik_definisi
    from keyed
    inner join {{ ref('int_indikator__berlaku') }} as berlaku
        on
            keyed.kunci_opd = berlaku.kunci_opd
            and keyed.id_indikator = berlaku.id_indikator
            and keyed.id_siklus = berlaku.id_siklus
    where
        keyed.sha256_sebelumnya is distinct from keyed.sha256_indikator
        or keyed.baris_sebelumnya is distinct from keyed.baris_indikator
),

followed as (
    select
        *,
        lag(sidik_definisi) over (
            partition by kode_opd, id_indikator
            order by dibuka
        ) as sidik_sebelumnya
    from rewritten
),

-- A new version begins in the cycle whose definition differs from the one before.
compared as (
    select
        *,
        case when sidik_definisi = sidik_sebelumnya then 0 else 1 end as is_baru
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
        cast(firsts.kode_opd as string) as kode_opd,
        cast(firsts.id_indikator as string) as id_indikator,
        cast(firsts.versi_definisi as integer) as versi_definisi,
        cast(firsts.dibuka as date) as berlaku_dari,
        cast({{ dbt.dateadd('day', -1, 'firsts.dibuka_berikutnya') }} as date) as berlaku_sampai,
        cast(firsts.id_siklus as string) as id_siklus_mulai,
        cast(berlaku.nama_indikator as string) as nama_indikator,
        cast(berlaku.definisi_operasional as string) as definisi_operasional,
        cast(berlaku.level_hasil as string) as level_hasil,
        cast(berlaku.kode_pilar as string) as kode_pilar,
        cast(berlaku.pilar_sekunder as string) as pilar_sekunder,
        cast(berlaku.jenis_indikator as string) as jenis_indikator,
        cast(berlaku.satuan as string) as satuan,
        cast(berlaku.polaritas as string) as polaritas,
        cast(berlaku.jenis_agregasi as string) as jenis_agregasi,
        cast(berlaku.rumus as string) as rumus,
        cast(berlaku.sumber_data as string) as sumber_data,
        cast(berlaku.metode as string) as metode,
        cast(berlaku.produsen_data as string) as produsen_data,
        cast(berlaku.baseline_nilai as double) as baseline_nilai,
        cast(berlaku.baseline_tahun as integer) as baseline_tahun,
        cast(berlaku.target_akhir_rpjmd as double) as target_akhir_rpjmd,
        cast(berlaku.tahun_akhir as integer) as tahun_akhir,
        cast(berlaku.bobot as double) as bobot,
        cast(berlaku.kelompok_sasaran as string) as kelompok_sasaran,
        coalesce(berlaku.program_unggulan = 'YA', false) as is_program_unggulan,
        coalesce(berlaku.layak_publik = 'YA', false) as is_layak_publik,
        cast(berlaku.sha256_indikator as string) as sha256_berkas
    from firsts
    inner join {{ ref('int_indikator__berlaku') }} as berlaku
        on
            firsts.kunci_opd = berlaku.kunci_opd
            and firsts.id_indikator = berlaku.id_indikator
            and firsts.id_siklus = berlaku.id_siklus
)

select * from final
