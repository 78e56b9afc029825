{{ config(meta={"dagster": {"ref": {"name": "kpi_wilayah"}}}) }}

-- Rows in equals rows accounted for: each released figure of a direct part is counted in exactly
-- one sum.
with

parts as (
    select count(kpi.realisasi_periode) as jumlah
    from {{ ref('kpi_indikator') }} as kpi
    inner join {{ ref('wilayah') }} as wilayah
        on kpi.kode_wilayah = wilayah.kode_wilayah
    inner join {{ ref('profil') }} as profil
        on wilayah.kode_induk = profil.nilai and profil.kunci = 'kode_wilayah'
),

shown as (
    select coalesce(sum(banyak_wilayah), 0) as jumlah
    from {{ ref('kpi_wilayah') }}
)

select
    parts.jumlah as jumlah_bagian,
    shown.jumlah as jumlah_terhitung
from parts
cross join shown
where parts.jumlah <> shown.jumlah
