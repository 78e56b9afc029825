with

source as (
    select * from {{ source('landing', 'berkas') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        nama_berkas,
        sumber,
        id_layout,
        hasil,
        alasan,
        kode_opd,
        kode_opd_tertulis,
        nama_opd_tertulis,
        id_siklus,
        periode,
        identitas,
        folder_opd,
        sidik_isi,
        ---------- numerics
        ukuran,
        {{ sebagai_tahun('tahun') }} as tahun,
        cast(versi_kiriman as integer) as versi_kiriman,
        cast(coalesce(perbaikan_ke, 0) as integer) as perbaikan_ke,
        cast(jumlah_baris as integer) as jumlah_baris,
        ---------- dates and times
        diterima_pada,
        coalesce(dikirim_pada, diterima_pada) as dikirim_pada
    from source
)

select * from final
