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

-- A derived year stands on a reported row, which is here in its own right.
rows_used as (
    select
        id_baris,
        sha256_berkas,
        baris,
        tahun,
        periode_asal
    from capaian
    where not is_turunan
),

asked as (
    select distinct
        sha256_berkas,
        tahun,
        periode_asal
    from rows_used
),

-- The column is the same for all rows of one file, year and period: it is looked for once. One of
-- just this year or period is nearer than one that holds any.
candidates as (
    select
        asked.sha256_berkas,
        asked.tahun,
        asked.periode_asal,
        cells.lembar,
        cells.huruf,
        cells.baris,
        row_number() over (
            partition by asked.sha256_berkas, asked.tahun, asked.periode_asal
            order by
                case when cells.tahun is null then 1 else 0 end,
                case when cells.periode is null then 1 else 0 end,
                cells.huruf nulls last
        ) as urutan
    from asked
    inner join cells
        on
            asked.sha256_berkas = cells.sha256_berkas
            and coalesce(cells.tahun, asked.tahun) = asked.tahun
            and coalesce(cells.periode, asked.periode_asal) = asked.periode_asal
),

final as (
    select
        rows_used.id_baris,
        rows_used.sha256_berkas,
        candidates.lembar,
        candidates.huruf
        || cast(coalesce(candidates.baris, rows_used.baris) as string) as sel
    from rows_used
    left join candidates
        on
            rows_used.sha256_berkas = candidates.sha256_berkas
            and rows_used.tahun = candidates.tahun
            and rows_used.periode_asal = candidates.periode_asal
            and candidates.urutan = 1
)

select * from final
