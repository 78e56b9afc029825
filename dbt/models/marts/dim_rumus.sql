with

rumus as (
    select * from {{ ref('rumus') }}
),

final as (
    select
        cast(rumus_id as varchar) as rumus_id,
        cast(versi_rumus as varchar) as versi_rumus,
        cast(kelompok as varchar) as kelompok,
        cast(nama_rumus as varchar) as nama_rumus,
        cast(polaritas as varchar) as polaritas,
        cast(ekspresi as varchar) as ekspresi,
        cast(is_bawaan as boolean) as is_bawaan,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(alasan as varchar) as alasan
    from rumus
)

select * from final
