with

ambang as (
    select * from {{ ref('ambang') }}
),

jaring as (
    select * from {{ ref('ambang_jaring') }}
),

skala as (
    select * from {{ ref('skala') }}
),

rows_said as (
    select
        'AMBANG' as kelompok,
        id_ambang as kode,
        coalesce(id_siklus, '') as id_siklus,
        nilai,
        cast(null as double) as nilai_sampai,
        cast(null as string) as ukuran,
        cast(versi as string) as versi,
        berlaku_dari,
        alasan
    from ambang
    union all
    select
        'JARING' as kelompok,
        sebab as kode,
        '' as id_siklus,
        cast(nilai as double) as nilai,
        cast(null as double) as nilai_sampai,
        ukuran,
        cast(versi as string) as versi,
        berlaku_dari,
        alasan
    from jaring
    union all
    select
        'SKALA' as kelompok,
        predikat as kode,
        '' as id_siklus,
        cast(batas_bawah as double) as nilai,
        cast(batas_atas as double) as nilai_sampai,
        'persen' as ukuran,
        versi_skala as versi,
        berlaku_dari,
        rationale as alasan
    from skala
),

final as (
    select
        cast(kelompok as string) as kelompok,
        cast(kode as string) as kode,
        cast(id_siklus as string) as id_siklus,
        cast(nilai as double) as nilai,
        cast(nilai_sampai as double) as nilai_sampai,
        cast(ukuran as string) as ukuran,
        cast(versi as string) as versi,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(alasan as string) as alasan
    from rows_said
)

select * from final
