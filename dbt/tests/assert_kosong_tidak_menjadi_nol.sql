-- NULL never becomes 0, and what is shown stays within 0 and 100. greatest(), sum() and a careless
-- coalesce() are the usual ways to lose a missing value, so the outcome is checked on every row.
select
    id_baris,
    periode,
    nilai,
    capaian_mentah,
    capaian_tampil,
    status_capaian
from {{ ref('int_realisasi__capaian') }}
where
    (nilai is null and (capaian_mentah is not null or capaian_tampil is not null))
    or (nilai is null and status_capaian in ('TERCAPAI', 'TIDAK_TERCAPAI', 'TIDAK_TERDEFINISI'))
    or (not is_turunan and realisasi is null and nilai is not null)
    or capaian_tampil < 0
    or capaian_tampil > 100
    or (capaian_tampil is not null and predikat is null)
