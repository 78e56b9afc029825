with

aturan as (
    select * from {{ ref('aturan') }}
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
)

select * from final
order by id_aturan
