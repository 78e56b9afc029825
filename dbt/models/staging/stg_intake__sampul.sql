with

source as (
    select * from {{ source('landing', 'sampul') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        versi_template,
        kode_opd,
        nama_opd,
        id_siklus,
        periode,
        nama_kepala_opd,
        status_jabatan,
        disahkan_oleh,
        nama_operator,
        kontak_operator,
        pelajaran_periode_ini,
        ---------- numerics
        {{ sebagai_tahun('tahun') }} as tahun,
        ---------- dates and times
        tanggal_pengesahan
    from source
)

select * from final
