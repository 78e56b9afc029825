with

gate_findings as (
    select * from {{ ref('gate_findings') }}
),

final as (
    select
        id_temuan,
        id_aturan,
        tingkat,
        entitas,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        jumlah_baris,
        kode_pilar,
        berkas,
        sha256_berkas,
        sel,
        pesan,
        cara_memperbaiki,
        status
    from gate_findings
)

select * from final
order by id_siklus, kode_opd, berkas, id_aturan, sel, id_temuan
