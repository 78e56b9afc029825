{{ config(tags=["bukti"]) }}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

baris as (
    select * from {{ ref('int_baris__status') }}
),

leaders as (
    select * from {{ ref('int_indikator__pemimpin') }}
),

periode as (
    select * from {{ ref('periode') }}
),

reported as (
    select
        capaian.kunci_opd,
        capaian.id_indikator,
        capaian.tahun,
        capaian.kode_wilayah,
        capaian.dimensi,
        capaian.id_baris,
        periode.jenis_periode,
        periode.urutan_periode,
        -- What was never judged is held (fail closed).
        coalesce(baris.is_blokir, true) as is_blokir,
        coalesce(baris.is_karantina, true) as is_karantina,
        coalesce(baris.jumlah_peringatan, 0) as jumlah_peringatan,
        baris.peringatan,
        coalesce(capaian.jenis_agregasi = 'KUMULATIF', false)
        and capaian.realisasi is not null
        and periode.jenis_periode <> 'TAHUN' as is_sejak_awal
    from capaian
    inner join periode
        on capaian.periode = periode.periode
    left join baris
        on capaian.id_baris = baris.id_baris
    where not capaian.is_turunan
),

-- A sum from the start of the year rests on every part of it: one held part holds it.
summed as (
    select
        *,
        max(case when is_blokir then 1 else 0 end) over sejak_awal = 1 as is_blokir_sd,
        max(case when is_karantina then 1 else 0 end) over sejak_awal = 1 as is_karantina_sd
    from reported
    window sejak_awal as (
        partition by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode
        order by urutan_periode
        rows between unbounded preceding and current row
    )
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
    from reported
    group by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
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
                        cast(capaian.tahun as varchar), capaian.periode, capaian.kode_wilayah,
                        capaian.dimensi
                    )
            else capaian.id_baris
        end as kunci,
        case
            when capaian.is_turunan then years.is_blokir
            when summed.is_sejak_awal then summed.is_blokir_sd
            else summed.is_blokir
        end as is_blokir,
        case
            when capaian.is_turunan then years.is_karantina
            when summed.is_sejak_awal then summed.is_karantina_sd
            else summed.is_karantina
        end as is_karantina,
        case
            when capaian.is_turunan then cast(years.jumlah_peringatan as bigint)
            else summed.jumlah_peringatan
        end as jumlah_peringatan,
        case when not capaian.is_turunan then summed.peringatan end as peringatan,
        -- Two agencies may report one indicator: it counts once, with the leader's figure.
        row_number() over (
            partition by
                capaian.id_indikator, capaian.tahun, capaian.periode, capaian.kode_wilayah,
                capaian.dimensi
            order by
                case when capaian.kunci_opd = capaian.kode_opd then 0 else 1 end,
                case when leaders.id_indikator is null then 1 else 0 end,
                case when capaian.id_indikator like capaian.kunci_opd || '-%' then 0 else 1 end,
                capaian.kunci_opd
        ) = 1 as is_pemilik
    from capaian
    -- A derived year shares the row it stands on; which of the two speaks is decided above, not
    -- here: a condition on the left side of a left join costs the hash join.
    left join summed
        on capaian.id_baris = summed.id_baris
    left join years
        on
            capaian.kunci_opd = years.kunci_opd
            and capaian.id_indikator = years.id_indikator
            and capaian.tahun = years.tahun
            and capaian.kode_wilayah = years.kode_wilayah
            and capaian.dimensi = years.dimensi
    left join leaders
        on
            capaian.id_indikator = leaders.id_indikator
            and capaian.kunci_opd = leaders.kode_opd
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
        -- What was never judged is held (fail closed).
        coalesce(is_blokir, true) as is_blokir,
        coalesce(is_karantina, true) as is_karantina,
        coalesce(is_pemilik and not is_blokir and not is_karantina, false) as is_lolos,
        coalesce(jumlah_peringatan, 0) as jumlah_peringatan,
        peringatan
    from judged
)

select * from final
