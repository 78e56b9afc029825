with

source as (
    select * from {{ source('landing', 'lembar') }}
),

cells as (
    {{ sel_dari_lembar('source') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        lembar,
        huruf || cast(baris as varchar) as sel,
        baris,
        huruf,
        tipe_mentah,
        mentah,
        format_angka
    from cells
)

select * from final
