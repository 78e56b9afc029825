with

source as (
    select * from {{ source('landing', 'temuan') }}
),

lingkup as (
    select * from {{ source('run', 'lingkup') }}
),

final as (
    select
        ---------- ids and texts
        source.sha256_berkas,
        source.id_aturan,
        source.tingkat,
        source.tabel,
        source.kolom,
        source.lembar,
        source.sel,
        cast(source.baris as integer) as baris,
        cast(source.tahun as integer) as tahun,
        source.periode,
        source.isi,
        source.pesan,
        source.cara_memperbaiki,
        source.kode_opd,
        source.nama_berkas
    from source
    cross join lingkup
    where {{ ditetapkan_pada('source', 'cast(lingkup.batas_terima as date)') }}
)

select * from final
