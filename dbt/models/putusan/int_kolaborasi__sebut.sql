with

kolaborasi as (
    select * from {{ ref('stg_intake__kolaborasi') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

kepemilikan as (
    select * from {{ ref('int_kepemilikan__lapor') }}
    where is_milik_lain
),

final as (
    select
        kiriman.kode_opd as kode_opd_pelapor,
        kiriman.id_siklus,
        nullif(trim(kolaborasi.id_indikator), '') as id_indikator,
        nullif(trim(kolaborasi.kode_opd), '') as kode_opd,
        nullif(trim(kolaborasi.id_satgas), '') as id_satgas,
        case kolaborasi.peran
            when 'PEMIMPIN' then 1
            when 'KONTRIBUTOR' then 2
            when 'PENDUKUNG' then 3
            else 4
        end as urutan_peran,
        -- Of an indicator only its owner and those the owner names say who takes part.
        kepemilikan.kunci_opd is not null as is_milik_lain
    from kolaborasi
    inner join kiriman
        on kolaborasi.sha256_berkas = kiriman.sha256_berkas
    left join kepemilikan
        on
            kiriman.kode_opd = kepemilikan.kunci_opd
            and trim(kolaborasi.id_indikator) = kepemilikan.id_indikator
)

select * from final
