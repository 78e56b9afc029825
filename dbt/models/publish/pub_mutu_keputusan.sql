with

gate_decisions as (
    select * from {{ ref('gate_decisions') }}
),

final as (
    select
        entitas,
        kunci,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        status,
        keputusan,
        alasan,
        is_bukti_lengkap
    from gate_decisions
)

select * from final
order by entitas, kunci
