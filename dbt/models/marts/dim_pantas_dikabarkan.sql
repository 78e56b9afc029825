with

pantas_dikabarkan as (
    select * from {{ ref('pantas_dikabarkan') }}
),

final as (
    select
        cast(aturan as string) as aturan,
        cast(arah as string) as arah,
        cast(ukuran as string) as ukuran,
        cast(satuan_ambang as string) as satuan_ambang,
        cast(ambang as double) as ambang,
        cast(kuota as integer) as kuota,
        cast(urutan as integer) as urutan,
        cast(versi as integer) as versi,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(alasan as string) as alasan
    from pantas_dikabarkan
)

select * from final
