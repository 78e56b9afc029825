with

periode as (
    select * from {{ ref('periode') }}
),

pemerintahan as (
    select * from {{ ref('periode_pemerintahan') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

years as (
    select tahun from siklus
    union distinct
    select tahun from nilai
    where is_lolos
),

dated as (
    select
        years.tahun,
        periode.periode,
        periode.nama_periode,
        periode.jenis_periode,
        periode.urutan_periode,
        case when periode.jenis_periode = 'TRIWULAN' then periode.triwulan_akhir end as triwulan,
        cast(years.tahun as string) || '-' || periode.periode as id_periode,
        make_date(years.tahun, (periode.triwulan_awal - 1) * 3 + 1, 1) as mulai,
        {{ akhir_bulan('years.tahun', 'periode.bulan_akhir') }} as selesai
    from years
    cross join periode
),

-- A period belongs to the year of government in which it ends.
final as (
    select
        cast(dated.id_periode as string) as id_periode,
        cast(dated.tahun as integer) as tahun,
        cast(dated.periode as string) as periode,
        cast(dated.nama_periode as string) as nama_periode,
        cast(dated.jenis_periode as string) as jenis_periode,
        cast(dated.mulai as date) as mulai,
        cast(dated.selesai as date) as selesai,
        cast(dated.tahun as integer) as tahun_fiskal,
        cast(dated.triwulan as integer) as triwulan,
        cast(pemerintahan.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(pemerintahan.fase as string) as fase,
        cast(siklus.id_siklus as string) as id_siklus,
        cast(siklus.nama_siklus as string) as nama_siklus
    from dated
    left join pemerintahan
        on dated.selesai between pemerintahan.mulai and pemerintahan.selesai
    left join siklus
        on
            dated.tahun = siklus.tahun
            and dated.periode = siklus.periode
)

select * from final
