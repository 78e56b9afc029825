with

kolaborasi as (
    select * from {{ ref('stg_intake__kolaborasi') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

kepemilikan as (
    select * from {{ ref('int_kepemilikan__lapor') }}
    where is_milik_lain
),

-- Two leaders are none: the code in the indicator's id then decides.
final as (
    select
        kolaborasi.id_indikator,
        min(kolaborasi.kode_opd) as kode_opd
    from kolaborasi
    inner join kiriman_aktif
        on kolaborasi.sha256_berkas = kiriman_aktif.sha256_berkas
    left join kepemilikan
        on
            kiriman_aktif.kunci_opd = kepemilikan.kunci_opd
            and trim(kolaborasi.id_indikator) = kepemilikan.id_indikator
    where
        kepemilikan.kunci_opd is null
        and kolaborasi.peran = 'PEMIMPIN' and kolaborasi.id_indikator is not null
    group by kolaborasi.id_indikator
    having count(distinct kolaborasi.kode_opd) = 1
)

select * from final
