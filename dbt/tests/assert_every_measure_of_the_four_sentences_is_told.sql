{{ config(meta={"dagster": {"ref": {"name": "kpi_empat_kalimat"}}}) }}

-- Each measure has one row, with a value or a reason, never both; a part is not larger than its
-- whole; and no measure is made that the list does not know.
select
    kalimat.ukuran,
    kpi.nilai,
    kpi.penyebut,
    kpi.alasan_tanpa_nilai
from {{ ref('empat_kalimat') }} as kalimat
left join {{ ref('kpi_empat_kalimat') }} as kpi
    on kalimat.ukuran = kpi.ukuran
where
    kpi.ukuran is null
    or (kpi.nilai is null) = (kpi.alasan_tanpa_nilai is null)
    or (kpi.nilai > kpi.penyebut and kalimat.satuan <> 'rupiah')

union all

select
    made.ukuran,
    made.nilai,
    made.penyebut,
    'tidak ada di daftar' as alasan_tanpa_nilai
from {{ ref('kpi_empat_kalimat_ukuran') }} as made
left join {{ ref('empat_kalimat') }} as kalimat
    on made.ukuran = kalimat.ukuran
where kalimat.ukuran is null
