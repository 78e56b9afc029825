{{ config(materialized='view') }}
{# A view: no table of a release reads it; who asks gets it from the figures as they stand. #}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

-- Like is compared with like: a quarter with the same quarter of earlier years, a year with years.
bertetangga as (
    select
        kunci_opd,
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        polaritas_hitung,
        nilai,
        avg(nilai) over tahun_lalu as nilai_tahun_lalu,
        avg(nilai) over tiga_tahun as rerata_3_tahun,
        avg(nilai) over lima_tahun as rerata_5_tahun,
        count(nilai) over tiga_tahun as isi_3_tahun,
        count(nilai) over lima_tahun as isi_5_tahun
    from capaian
    window
        tahun_lalu as (
            partition by kunci_opd, id_indikator, periode, kode_wilayah, dimensi
            order by tahun range between 1 preceding and 1 preceding
        ),
        tiga_tahun as (
            partition by kunci_opd, id_indikator, periode, kode_wilayah, dimensi
            order by tahun range between 3 preceding and 1 preceding
        ),
        lima_tahun as (
            partition by kunci_opd, id_indikator, periode, kode_wilayah, dimensi
            order by tahun range between 5 preceding and 1 preceding
        )
),

terarah as (
    select
        bertetangga.*,
        {{ arah_perubahan('nilai_tahun_lalu') }} as arah_1,
        {{ arah_perubahan('rerata_3_tahun') }} as arah_3,
        {{ arah_perubahan('rerata_5_tahun') }} as arah_5
    from bertetangga
    cross join toleransi
),

final as (
    select
        ---------- keys
        kunci_opd,
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        ---------- what is compared
        polaritas_hitung,
        nilai,
        nilai_tahun_lalu,
        rerata_3_tahun,
        rerata_5_tahun,
        cast(isi_3_tahun as integer) as isi_3_tahun,
        cast(isi_5_tahun as integer) as isi_5_tahun,
        ---------- what it says
        arah_1,
        arah_3,
        arah_5,
        arah_1 = 'MEMBAIK' as is_membaik_1,
        arah_3 = 'MEMBAIK' as is_membaik_3,
        arah_5 = 'MEMBAIK' as is_membaik_5
    from terarah
)

select * from final
