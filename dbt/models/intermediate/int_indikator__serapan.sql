with

anggaran as (
    select * from {{ ref('int_anggaran__pos') }}
),

-- An item that serves two indicators stands behind both; behind one of them it counts once.
sekali as (
    select
        *,
        row_number() over (
            partition by
                sha256_berkas, trim(id_indikator), periode, tingkat_anggaran, kode, sumber_dana,
                sifat, pagu, realisasi_anggaran
            order by baris
        ) as urutan_sama
    from anggaran
    where trim(id_indikator) <> '' and coalesce(sifat, '-') <> 'PERIODE' and not is_jumlah
),

-- Money spent since the start of the year; an amount of one period alone says nothing yet.
final as (
    select
        sha256_berkas,
        trim(id_indikator) as id_indikator,
        periode,
        sum(pagu) as pagu,
        sum(realisasi_anggaran) as realisasi_anggaran,
        case
            when
                count(*) = count(pagu)
                and count(*) = count(realisasi_anggaran)
                and sum(pagu) > 0
                then 100.0 * sum(realisasi_anggaran) / sum(pagu)
        end as serapan
    from sekali
    where urutan_sama = 1 or pagu is null
    group by sha256_berkas, trim(id_indikator), periode
)

select * from final
