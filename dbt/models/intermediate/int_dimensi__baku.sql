with

realisasi as (
    select * from {{ ref('stg_intake__realisasi') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

kata_jumlah as (
    select * from {{ ref('kata_jumlah') }}
),

pola as (
    {{ pola_jumlah() }}
),

-- Few categories are written many times: each spelling is looked at once.
tertulis as (
    select
        trim(realisasi.dimensi) as dimensi_tertulis,
        min(berkas.diterima_pada) as diterima_pertama
    from realisasi
    inner join berkas on realisasi.sha256_berkas = berkas.sha256_berkas
    where trim(realisasi.dimensi) <> ''
    group by trim(realisasi.dimensi)
),

bermakna as (
    select
        tertulis.*,
        {{ kunci_kategori('tertulis.dimensi_tertulis') }} as kunci,
        {{ adalah_jumlah('tertulis.dimensi_tertulis') }} as is_jumlah
    from tertulis
    cross join pola
),

-- The spelling that came first names the category; a later file never renames it.
dinamai as (
    select
        *,
        first_value(dimensi_tertulis) over (
            partition by kunci
            order by diterima_pertama, dimensi_tertulis
        ) as dimensi_baku
    from bermakna
),

final as (
    select
        dimensi_tertulis,
        is_jumlah,
        case when is_jumlah then '' else dimensi_baku end as dimensi
    from dinamai
)

select * from final
