-- What A shares with B, B shares with A; a pair that stands only one way was dropped somewhere.
select
    one.id_siklus,
    one.kode_opd,
    one.kode_opd_mitra,
    one.jumlah_indikator,
    other.jumlah_indikator as jumlah_indikator_balik
from {{ ref('pub_kpi_kolaborasi') }} as one
left join {{ ref('pub_kpi_kolaborasi') }} as other
    on
        one.id_siklus = other.id_siklus
        and one.kode_opd = other.kode_opd_mitra
        and one.kode_opd_mitra = other.kode_opd
where
    coalesce(other.daftar_indikator, '-') <> coalesce(one.daftar_indikator, '-')
    or (not one.is_sendiri and other.jumlah_memimpin <> one.jumlah_dipimpin_mitra)
