with

pantas_dikabarkan as (
    select * from {{ ref('pantas_dikabarkan') }}
),

final as (
    select
        cast(aturan as varchar) as aturan,
        cast(arah as varchar) as arah,
        cast(ukuran as varchar) as ukuran,
        cast(satuan_ambang as varchar) as satuan_ambang,
        cast(ambang as double) as ambang,
        cast(kuota as integer) as kuota,
        cast(urutan as integer) as urutan,
        cast(versi as integer) as versi,
        cast(berlaku_dari as date) as berlaku_dari,
        cast(alasan as varchar) as alasan
    from pantas_dikabarkan
)

select * from final
