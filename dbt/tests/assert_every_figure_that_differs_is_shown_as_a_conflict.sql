{{ config(meta={"dagster": {"ref": {"name": "konflik_sumber"}}}) }}

-- Rows in equals rows accounted for: each published figure has its place in the comparison, and
-- what differs stands in a conflict with at least one other value; nothing else does.
with

placed as (
    select
        id_seri,
        count(*) as jumlah
    from {{ ref('int_angka__bersumber') }}
    where asal = 'TERBITAN'
    group by id_seri
),

published as (
    select
        id_seri,
        count(*) as jumlah
    from {{ ref('angka_terbit') }}
    group by id_seri
)

select
    'terbitan tidak dibandingkan' as masalah,
    published.id_seri as kunci
from published
left join placed
    on published.id_seri = placed.id_seri
where coalesce(placed.jumlah, 0) <> published.jumlah

union all

select
    'beda yang tidak ditampilkan' as masalah,
    angka.kunci_asal as kunci
from {{ ref('int_angka__bersumber') }} as angka
left join {{ ref('konflik_sumber_nilai') }} as shown
    on angka.asal = shown.asal and angka.kunci_asal = shown.kunci_asal
where (angka.status_banding = 'BERBEDA') <> (shown.kunci_asal is not null)

union all

select
    'konflik tanpa dua angka' as masalah,
    konflik.id_konflik as kunci
from {{ ref('konflik_sumber') }} as konflik
inner join {{ ref('konflik_sumber_nilai') }} as shown
    on konflik.id_konflik = shown.id_konflik
group by konflik.id_konflik, konflik.jumlah_angka, konflik.nilai_terendah, konflik.nilai_tertinggi
having
    count(*) <> konflik.jumlah_angka
    or konflik.jumlah_angka < 2
    or min(shown.nilai) <> konflik.nilai_terendah
    or max(shown.nilai) <> konflik.nilai_tertinggi
