with

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

tepat as (
    select * from {{ ref('int_opd__tepat') }}
),

final as (
    select
        opd.*,
        tepat.jumlah_bertarget,
        tepat.jumlah_tepat,
        tepat.is_semua_tepat
    from opd
    left join tepat
        on
            opd.kode_opd = tepat.kunci_opd
            and opd.id_siklus = tepat.id_siklus
)

select * from final
