with

source as (
    select * from {{ source('run', 'persetujuan') }}
),

final as (
    select
        id_rilis,
        id_siklus,
        sha256_masukan,
        disetujui_oleh,
        catatan as catatan_persetujuan,
        cast(disetujui_pada as timestamp) as disetujui_pada
    from source
)

select * from final
