with

source as (
    select * from {{ source('landing', 'berkas') }}
),

lingkup as (
    select * from {{ source('run', 'lingkup') }}
),

final as (
    select
        ---------- ids and texts
        source.sha256_berkas,
        source.nama_berkas,
        source.sumber,
        source.id_layout,
        source.hasil,
        source.alasan,
        source.kode_opd,
        source.kode_opd_tertulis,
        source.nama_opd_tertulis,
        source.id_siklus,
        source.periode,
        source.identitas,
        source.folder_opd,
        source.sidik_isi,
        ---------- numerics
        source.ukuran,
        {{ sebagai_tahun('source.tahun') }} as tahun,
        cast(source.versi_kiriman as integer) as versi_kiriman,
        cast(coalesce(source.perbaikan_ke, 0) as integer) as perbaikan_ke,
        cast(source.jumlah_baris as integer) as jumlah_baris,
        ---------- dates and times
        source.diterima_pada,
        coalesce(source.dikirim_pada, source.diterima_pada) as dikirim_pada,
        coalesce(source.versi_sejak, source.diterima_pada) as versi_sejak,
        ---------- booleans
        cast(source.diterima_pada as date) > cast(lingkup.batas_terima as date) as is_menunggu
    from source
    cross join lingkup
    where {{ ditetapkan_pada('source', 'cast(lingkup.batas_terima as date)') }}
)

select * from final
