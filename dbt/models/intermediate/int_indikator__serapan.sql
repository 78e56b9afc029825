with

anggaran as (
    select * from {{ ref('stg_intake__anggaran') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

-- Money spent since the start of the year; an amount of one period alone says nothing yet.
final as (
    select
        anggaran.sha256_berkas,
        trim(anggaran.id_indikator) as id_indikator,
        coalesce(anggaran.periode, kiriman.periode) as periode,
        sum(anggaran.pagu) as pagu,
        sum(anggaran.realisasi_anggaran) as realisasi_anggaran,
        case
            when
                count(*) = count(anggaran.pagu)
                and count(*) = count(anggaran.realisasi_anggaran)
                and sum(anggaran.pagu) > 0
                then 100.0 * sum(anggaran.realisasi_anggaran) / sum(anggaran.pagu)
        end as serapan
    from anggaran
    inner join kiriman on anggaran.sha256_berkas = kiriman.sha256_berkas
    where trim(anggaran.id_indikator) <> '' and coalesce(anggaran.sifat, '-') <> 'PERIODE'
    group by
        anggaran.sha256_berkas,
        trim(anggaran.id_indikator),
        coalesce(anggaran.periode, kiriman.periode)
)

select * from final
