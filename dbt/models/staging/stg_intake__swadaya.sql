with

source as (
    select * from {{ source('landing', 'swadaya') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        kode_desa,
        uraian,
        jenis,
        dasar_penilaian,
        peran_pemerintah,
        id_indikator,
        bukti,
        ---------- numerics
        nilai_rupiah,
        jumlah_orang,
        dana_pemerintah,
        ---------- dates and times
        tanggal
    from source
)

select * from final
