with

source as (
    select * from {{ source('run', 'jaring') }}
),

final as (
    select
        id_rilis,
        id_pembanding,
        jenis,
        sebab,
        tabel,
        kunci,
        id_indikator,
        kode_pilar,
        id_siklus,
        tahun,
        periode,
        jumlah,
        pesan
    from source
)

select * from final
