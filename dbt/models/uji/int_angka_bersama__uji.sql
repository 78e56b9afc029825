with

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

kepemilikan as (
    select * from {{ ref('int_kepemilikan__lapor') }}
    where is_milik_lain
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- Few indicators have two reporters: only their figures are laid side by side.
shared as (
    select id_indikator
    from {{ ref('int_realisasi__lapor') }}
    where is_kunci_lengkap and not is_digantikan and id_siklus is not null
    group by id_indikator
    having min(kunci_opd) <> max(kunci_opd)
),

figures as (
    select lapor.*
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join shared
        on lapor.id_indikator = shared.id_indikator
    -- What a stranger writes under an id that is not its own (IDT-08) holds only the stranger.
    left join kepemilikan
        on
            lapor.kunci_opd = kepemilikan.kunci_opd
            and lapor.id_indikator = kepemilikan.id_indikator
    where
        kepemilikan.kunci_opd is null
        and lapor.is_kunci_lengkap
        and not lapor.is_digantikan
        and lapor.id_siklus is not null
        and lapor.urutan_kembar = 1
),

-- The figure of another agency that is farthest away: one disagreement is enough, and is named.
paired as (
    select
        mine.id_baris,
        mine.kode_opd,
        mine.kunci_opd,
        mine.id_siklus,
        mine.id_indikator,
        mine.tahun,
        mine.periode,
        mine.realisasi,
        theirs.kunci_opd as kode_opd_lain,
        theirs.realisasi as realisasi_lain,
        abs(theirs.realisasi - mine.realisasi) as selisih,
        row_number() over (
            partition by mine.id_baris
            order by abs(theirs.realisasi - mine.realisasi) desc nulls last, theirs.kunci_opd
        ) as urutan
    from figures as mine
    inner join figures as theirs
        on
            mine.id_indikator = theirs.id_indikator
            and mine.tahun = theirs.tahun
            and mine.periode = theirs.periode
            and mine.kode_wilayah = theirs.kode_wilayah
            and mine.dimensi = theirs.dimensi
            and mine.kunci_opd <> theirs.kunci_opd
),

final as (
    select
        paired.id_baris,
        paired.kode_opd,
        paired.kunci_opd,
        paired.id_siklus,
        paired.id_indikator,
        paired.tahun,
        paired.periode,
        paired.realisasi,
        paired.kode_opd_lain,
        paired.realisasi_lain,
        coalesce(paired.selisih > toleransi.nilai, false) as is_angka_berbeda
    from paired
    cross join toleransi
    where paired.urutan = 1
)

select * from final
