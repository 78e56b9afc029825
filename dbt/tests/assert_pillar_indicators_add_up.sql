-- Each indicator due is scored, held, not measured, left out, or without a percentage: exactly one.
select
    kode_pilar,
    tahun,
    periode,
    jumlah_indikator
from {{ ref('kpi_pilar') }}
where
    jumlah_indikator
    <> jumlah_dinilai
    + jumlah_ditahan
    + jumlah_tidak_diukur
    + jumlah_tidak_dilaporkan
    + jumlah_tanpa_persentase
