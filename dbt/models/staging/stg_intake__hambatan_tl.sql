with

source as (
    select * from {{ source('landing', 'hambatan_tl') }}
),

final as (
    select
        ---------- ids and texts
        sha256_berkas,
        cast(baris as integer) as baris,
        id_indikator,
        periode,
        kategori_hambatan,
        uraian_hambatan,
        akar_masalah,
        rencana_tindak_lanjut,
        penanggung_jawab,
        opd_pendukung,
        status_tl,
        bukti_tl,
        dukungan_diminta_ke_bupati,
        ---------- dates and times
        tenggat
    from source
)

select * from final
