{# A reported part of a running sum; a value that is missing rests on nothing. #}
{% set sejak_awal -%}
    coalesce(capaian.jenis_agregasi = 'KUMULATIF', false)
                and capaian.realisasi is not null
                and periode.jenis_periode <> 'TAHUN'
{%- endset %}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

baris as (
    select * from {{ ref('int_baris__status') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

leaders as (
    select * from {{ ref('int_indikator__pemimpin') }}
),

periode as (
    select * from {{ ref('periode') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
reported as (
    select
        capaian.kunci_opd,
        capaian.id_indikator,
        capaian.tahun,
        capaian.kode_wilayah,
        capaian.dimensi,
        periode.jenis_periode,
        periode.urutan_periode,
        -- What was never judged is held (fail closed).
        coalesce(baris.is_blokir, true) as is_blokir,
        coalesce(baris.is_karantina, true) as is_karantina,
        coalesce(baris.jumlah_peringatan, 0) as jumlah_peringatan
    from {{ ref('int_realisasi__capaian') }} as capaian
    inner join periode
        on capaian.periode = periode.periode
    left join {{ ref('int_baris__status') }} as baris
        on capaian.id_baris = baris.id_baris
    where not capaian.is_turunan
),

-- Few figures are held or warned of: only the sums and years that rest on them are looked for.
flagged as (
    select * from reported
    where is_blokir or is_karantina or jumlah_peringatan > 0
),

-- A sum from the start of the year rests on every part of it: one held part holds it from there on.
held_from as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        kode_wilayah,
        dimensi,
        jenis_periode,
        min(case when is_blokir then urutan_periode end) as blokir_sejak,
        min(case when is_karantina then urutan_periode end) as karantina_sejak
    from flagged
    group by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode
),

-- A derived year rests on every figure reported in it.
years as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        kode_wilayah,
        dimensi,
        max(case when is_blokir then 1 else 0 end) = 1 as is_blokir,
        max(case when is_karantina then 1 else 0 end) = 1 as is_karantina,
        sum(jumlah_peringatan) as jumlah_peringatan
    from flagged
    group by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
),

shared as (
    select id_indikator
    from {{ ref('int_realisasi__capaian') }}
    group by id_indikator
    having min(kunci_opd) <> max(kunci_opd)
),

-- Two agencies may report one indicator: it counts once, with the leader's figure.
contested as (
    select
        capaian.id_baris,
        capaian.is_turunan,
        row_number() over (
            partition by
                capaian.id_indikator, capaian.tahun, capaian.periode, capaian.kode_wilayah,
                capaian.dimensi
            order by
                case when capaian.kunci_opd = capaian.kode_opd then 0 else 1 end,
                case when leaders.id_indikator is null then 1 else 0 end,
                case when capaian.id_indikator like capaian.kunci_opd || '-%' then 0 else 1 end,
                capaian.kunci_opd
        ) as urutan
    from {{ ref('int_realisasi__capaian') }} as capaian
    inner join shared
        on capaian.id_indikator = shared.id_indikator
    left join leaders
        on
            capaian.id_indikator = leaders.id_indikator
            and capaian.kunci_opd = leaders.kode_opd
),

judged as (
    select
        capaian.kunci_opd,
        capaian.kode_opd,
        capaian.id_indikator,
        capaian.tahun,
        capaian.periode,
        capaian.kode_wilayah,
        capaian.dimensi,
        capaian.id_siklus,
        capaian.id_baris,
        capaian.is_turunan,
        case
            when capaian.is_turunan
                then
                    concat_ws(
                        ':', 'TURUNAN', capaian.kunci_opd, capaian.id_indikator,
                        cast(capaian.tahun as string), capaian.periode, capaian.kode_wilayah,
                        capaian.dimensi
                    )
            else capaian.id_baris
        end as kunci,
        coalesce(contested.urutan = 1, true) as is_pemilik,
        -- What was never judged is held (fail closed), and so is a year on a row never judged.
        coalesce(baris.is_blokir or periode.periode is null, true)
        or case
            when capaian.is_turunan then coalesce(years.is_blokir, false)
            else
                {{ sejak_awal }}
                and coalesce(held_from.blokir_sejak <= periode.urutan_periode, false)
        end as is_blokir,
        coalesce(baris.is_karantina, true)
        or case
            when capaian.is_turunan then coalesce(years.is_karantina, false)
            else
                {{ sejak_awal }}
                and coalesce(held_from.karantina_sejak <= periode.urutan_periode, false)
        end as is_karantina,
        case
            when capaian.is_turunan then cast(years.jumlah_peringatan as bigint)
            else baris.jumlah_peringatan
        end as jumlah_peringatan,
        case when not capaian.is_turunan then baris.peringatan end as peringatan
    from capaian
    left join periode
        on capaian.periode = periode.periode
    left join baris
        on capaian.id_baris = baris.id_baris
    -- A derived year shares the row it stands on; which of the two speaks is decided above, not
    -- here: a condition on the left side of a left join costs the hash join.
    left join held_from
        on
            capaian.kunci_opd = held_from.kunci_opd
            and capaian.id_indikator = held_from.id_indikator
            and capaian.tahun = held_from.tahun
            and capaian.kode_wilayah = held_from.kode_wilayah
            and capaian.dimensi = held_from.dimensi
            and periode.jenis_periode = held_from.jenis_periode
    left join years
        on
            capaian.kunci_opd = years.kunci_opd
            and capaian.id_indikator = years.id_indikator
            and capaian.tahun = years.tahun
            and capaian.kode_wilayah = years.kode_wilayah
            and capaian.dimensi = years.dimensi
    left join contested
        on
            capaian.id_baris = contested.id_baris
            and capaian.is_turunan = contested.is_turunan
),

-- Parts follow their total: districts and breakdowns of a figure that is held are held as well.
held_totals as (
    select
        judged.kunci_opd,
        judged.id_indikator,
        judged.tahun,
        judged.periode
    from judged
    inner join region
        on judged.kode_wilayah = region.kode_wilayah
    where judged.dimensi = '' and judged.is_blokir
),

followed as (
    select
        judged.*,
        held_totals.id_indikator is not null
        and (judged.dimensi <> '' or judged.kode_wilayah <> region.kode_wilayah)
            as is_total_ditahan
    from judged
    left join region
        on true
    left join held_totals
        on
            judged.kunci_opd = held_totals.kunci_opd
            and judged.id_indikator = held_totals.id_indikator
            and judged.tahun = held_totals.tahun
            and judged.periode = held_totals.periode
),

final as (
    select
        kunci,
        kunci_opd,
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        id_siklus,
        id_baris,
        is_turunan,
        is_pemilik,
        is_blokir or is_total_ditahan as is_blokir,
        is_karantina,
        is_total_ditahan and not is_blokir as is_total_ditahan,
        is_pemilik
        and not is_blokir
        and not is_total_ditahan
        and not is_karantina as is_lolos,
        coalesce(jumlah_peringatan, 0) as jumlah_peringatan,
        peringatan
    from followed
)

select * from final
