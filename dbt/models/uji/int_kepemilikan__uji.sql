with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

kepemilikan as (
    select * from {{ ref('int_kepemilikan__lapor') }}
),

final as (
    select
        lapor.id_baris,
        lapor.kode_opd,
        lapor.kunci_opd,
        lapor.id_siklus,
        lapor.id_indikator,
        lapor.tahun,
        lapor.periode,
        kepemilikan.kode_opd_pemilik,
        kepemilikan.is_milik_lain
    from lapor
    inner join kepemilikan
        on
            lapor.kunci_opd = kepemilikan.kunci_opd
            and lapor.id_indikator = kepemilikan.id_indikator
)

select * from final
