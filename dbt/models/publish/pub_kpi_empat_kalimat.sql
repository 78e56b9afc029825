with

kpi_empat_kalimat as (
    select * from {{ ref('kpi_empat_kalimat') }}
),

final as (
    select
        id_rilis,
        id_siklus,
        kalimat,
        teks_kalimat,
        urutan,
        ukuran,
        nama_ukuran,
        nilai,
        satuan,
        penyebut,
        nama_penyebut,
        pembanding,
        nama_pembanding,
        keterangan,
        alasan_tanpa_nilai,
        sumber,
        saring_baris,
        versi_kebijakan,
        label_data
    from kpi_empat_kalimat
)

select * from final
order by kalimat, urutan
