with

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

periode as (
    select * from {{ ref('periode') }}
),

profil as (
    select * from {{ ref('profil') }}
),

nilai as (
    select * from {{ ref('int_realisasi__capaian') }}
),

wajib as (
    select
        opd.kode_opd,
        opd.id_siklus,
        opd.tahun,
        opd.periode,
        berlaku.id_indikator,
        berlaku.nama_indikator,
        berlaku.level_hasil,
        berlaku.kode_pilar,
        berlaku.jenis_indikator,
        berlaku.jenis_agregasi,
        berlaku.bobot
    from opd
    inner join berlaku
        on opd.kode_opd = berlaku.kunci_opd and opd.id_siklus = berlaku.id_siklus
    inner join periode on opd.periode = periode.periode
    where
        coalesce(berlaku.jenis_agregasi, '-') <> 'TAHUNAN_SAJA'
        or periode.jenis_periode = 'TAHUN'
),

-- What was reported for it: the row of the whole region before any breakdown.
dilaporkan as (
    select
        nilai.kunci_opd,
        nilai.id_indikator,
        nilai.tahun,
        nilai.periode,
        nilai.id_baris,
        row_number() over (
            partition by nilai.kunci_opd, nilai.id_indikator, nilai.tahun, nilai.periode
            order by
                case when nilai.kode_wilayah = profil.nilai then 0 else 1 end,
                nilai.dimensi nulls last,
                nilai.kode_wilayah nulls last
        ) as urutan
    from nilai
    left join profil on profil.kunci = 'kode_wilayah'
    where not nilai.is_turunan
),

final as (
    select
        wajib.kode_opd,
        wajib.id_indikator,
        wajib.id_siklus,
        wajib.tahun,
        wajib.periode,
        wajib.nama_indikator,
        wajib.level_hasil,
        wajib.kode_pilar,
        wajib.jenis_indikator,
        wajib.jenis_agregasi,
        wajib.bobot,
        dilaporkan.id_baris is not null as is_dilaporkan,
        dilaporkan.id_baris
    from wajib
    left join dilaporkan
        on
            wajib.kode_opd = dilaporkan.kunci_opd
            and wajib.id_indikator = dilaporkan.id_indikator
            and wajib.tahun = dilaporkan.tahun
            and wajib.periode = dilaporkan.periode
            and dilaporkan.urutan = 1
)

select * from final
