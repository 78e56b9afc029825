{{ config(tags=["bukti"]) }}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

peta as (
    select * from {{ ref('stg_intake__peta') }}
),

cells as (
    select
        sha256_berkas,
        tahun,
        periode,
        lembar,
        huruf,
        baris
    from peta
    where tabel = 'realisasi' and kolom = 'realisasi'
),

rows_used as (
    select distinct
        id_baris,
        sha256_berkas,
        baris,
        tahun,
        periode_asal
    from capaian
),

-- A column of just this year or period is nearer than one that holds any.
candidates as (
    select
        rows_used.id_baris,
        rows_used.sha256_berkas,
        cells.lembar,
        cells.huruf || cast(coalesce(cells.baris, rows_used.baris) as varchar) as sel,
        row_number() over (
            partition by rows_used.id_baris
            order by
                case when cells.tahun is null then 1 else 0 end,
                case when cells.periode is null then 1 else 0 end,
                cells.huruf
        ) as urutan
    from rows_used
    left join cells
        on
            rows_used.sha256_berkas = cells.sha256_berkas
            and coalesce(cells.tahun, rows_used.tahun) = rows_used.tahun
            and coalesce(cells.periode, rows_used.periode_asal) = rows_used.periode_asal
),

final as (
    select
        id_baris,
        sha256_berkas,
        lembar,
        sel
    from candidates
    where urutan = 1
)

select * from final
