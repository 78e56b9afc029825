with

rumus as (
    select * from {{ ref('rumus') }}
),

final as (
    select
        cast(rumus_id as string) as rumus_id,
        cast(versi_rumus as string) as versi_rumus,
        cast(kelompok as string) as kelompok,
        cast(nama_rumus as string) as nama_rumus,
        cast(polaritas as string) as polaritas,
        cast(ekspresi as string) as ekspresi,
        cast(is_bawaan as boolean) as is_bawaan,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(alasan as string) as alasan
    from rumus
)

select * from final
