with

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- Files that count, and files that wait for the next release; a file that another version replaced
-- has nothing to be told any more.
final as (
    select
        berkas.sha256_berkas,
        berkas.sha256_berkas as sha256_sel,
        berkas.nama_berkas,
        berkas.kode_opd,
        coalesce(kiriman.kunci_opd, berkas.kode_opd, 'ASING-' || left(berkas.sha256_berkas, 8))
            as kunci_opd,
        siklus.id_siklus,
        berkas.hasil,
        cast(berkas.diterima_pada as date) as tanggal_terima,
        siklus.batas_data,
        -- greatest() skips NULL: without a cut-off it would say 0 days.
        case
            when siklus.batas_data is not null
                then cast(
                    greatest(
                        {{ dbt.datediff(
                            'siklus.batas_data', 'cast(berkas.diterima_pada as date)', 'day'
                        ) }},
                        0
                    ) as integer
                )
        end as hari_sesudah_batas,
        berkas.is_menunggu,
        case
            when berkas.is_menunggu then 'Belum ikut dihitung: masuk rilis berikutnya'
            when siklus.is_siklus_lingkup then 'Ikut dihitung: masuk edisi susulan'
            else 'Ikut dihitung, tetapi tidak pada rilis siklusnya'
        end as masuk_ke,
        lingkup.id_siklus as id_siklus_rilis,
        lingkup.batas_terima
    from berkas
    cross join lingkup
    left join kiriman
        on berkas.sha256_berkas = kiriman.sha256_berkas
    left join siklus
        on berkas.id_siklus = siklus.id_siklus
    where kiriman.sha256_berkas is not null or berkas.is_menunggu
)

select * from final
