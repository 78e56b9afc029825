with

source as (
    select * from {{ source('landing', 'anggaran') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        kode_sub_kegiatan,
        sumber_dana,
        id_indikator,
        uraian,
        tingkat_anggaran,
        periode,
        sifat,
        ---------- numerics
        pagu,
        realisasi_anggaran,
        realisasi_fisik_pct
    from source
)

select * from final
