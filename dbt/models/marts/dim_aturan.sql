with

aturan as (
    select * from {{ ref('aturan') }}
),

aturan_rilis as (
    select * from {{ ref('aturan_rilis') }}
),

final as (
    select
        cast(id_aturan as varchar) as id_aturan,
        cast(kelompok as varchar) as kelompok,
        cast(tingkat as varchar) as tingkat,
        cast(tempat as varchar) as tempat,
        cast(entitas as varchar) as entitas,
        cast(lembar as varchar) as lembar,
        cast(kolom as varchar) as kolom,
        cast(judul as varchar) as judul,
        cast(alasan as varchar) as alasan,
        cast(contoh as varchar) as contoh,
        cast(pesan as varchar) as pesan,
        cast(cara_memperbaiki as varchar) as cara_memperbaiki,
        cast(versi as varchar) as versi,
        cast(berlaku_dari as date) as berlaku_dari
    from aturan

    union all

    select
        cast(id_aturan as varchar) as id_aturan,
        cast('Rilis' as varchar) as kelompok,
        cast('R' as varchar) as tingkat,
        cast('gerbang' as varchar) as tempat,
        cast('rilis' as varchar) as entitas,
        cast(null as varchar) as lembar,
        cast(null as varchar) as kolom,
        cast(judul as varchar) as judul,
        cast(alasan as varchar) as alasan,
        cast(null as varchar) as contoh,
        cast(pesan as varchar) as pesan,
        cast(cara_memperbaiki as varchar) as cara_memperbaiki,
        cast(versi as varchar) as versi,
        cast(berlaku_dari as date) as berlaku_dari
    from aturan_rilis
)

select * from final
