with

aturan as (
    select * from {{ ref('aturan') }}
),

aturan_rilis as (
    select * from {{ ref('aturan_rilis') }}
),

final as (
    select
        cast(id_aturan as string) as id_aturan,
        cast(kelompok as string) as kelompok,
        cast(tingkat as string) as tingkat,
        cast(tempat as string) as tempat,
        cast(entitas as string) as entitas,
        cast(lembar as string) as lembar,
        cast(kolom as string) as kolom,
        cast(judul as string) as judul,
        cast(alasan as string) as alasan,
        cast(contoh as string) as contoh,
        cast(pesan as string) as pesan,
        cast(cara_memperbaiki as string) as cara_memperbaiki,
        cast(versi as string) as versi,
        cast(berlaku_dari as date) as berlaku_dari
    from aturan

    union all

    select
        cast(id_aturan as string) as id_aturan,
        cast('Rilis' as string) as kelompok,
        cast('R' as string) as tingkat,
        cast('gerbang' as string) as tempat,
        cast('rilis' as string) as entitas,
        cast(null as string) as lembar,
        cast(null as string) as kolom,
        cast(judul as string) as judul,
        cast(alasan as string) as alasan,
        cast(null as string) as contoh,
        cast(pesan as string) as pesan,
        cast(cara_memperbaiki as string) as cara_memperbaiki,
        cast(versi as string) as versi,
        cast(berlaku_dari as date) as berlaku_dari
    from aturan_rilis
)

select * from final
