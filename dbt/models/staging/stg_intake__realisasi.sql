with

source as (
    select * from {{ source('landing', 'realisasi') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        id_indikator,
        periode,
        kode_wilayah,
        dimensi,
        status_data,
        bukti_tautan,
        bukti_sha256,
        perubahan_dirasakan,
        alasan_revisi,
        ---------- numerics
        {{ sebagai_tahun('tahun') }} as tahun,
        target_tahun,
        target_periode,
        target_bawah,
        target_atas,
        -- Whether a figure exists is decided here, once: a state that has none has none, whatever
        -- is left in the cell (ANG-17 tells it).
        case
            when status_data in ('BELUM_RILIS', 'TIDAK_BERLAKU', 'TIDAK_DIUKUR') then null
            else realisasi
        end as realisasi,
        realisasi as realisasi_tertulis,
        pembilang,
        penyebut,
        jumlah_penerima_manfaat,
        capaian_tertulis,
        ---------- dates and times
        tanggal_referensi_data,
        tanggal_rilis_diharapkan
    from source
)

select * from final
