-- Both scores or none; a score stands on enough coverage, and none comes with its reason.
select
    kode_pilar,
    tahun,
    periode,
    skor_tersedia,
    skor_ketat,
    cakupan,
    cakupan_min,
    alasan_tanpa_skor
from {{ ref('kpi_pilar') }}
where
    (skor_tersedia is null) <> (skor_ketat is null)
    or (skor_tersedia is null) = (alasan_tanpa_skor is null)
    or (skor_tersedia is not null and (cakupan is null or round(cakupan, 6) < cakupan_min))
    or round(skor_ketat - skor_tersedia, 6) > 0
