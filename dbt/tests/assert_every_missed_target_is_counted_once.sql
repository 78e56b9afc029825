{{ config(meta={"dagster": {"ref": {"name": "kpi_kejujuran"}}}) }}

-- Rows in equal rows accounted for: each expected agency has its row in each cycle, and the missed
-- targets of the rows are those of the whole region that are not another agency's to explain, in
-- reports that are not held.
with

missed as (
    select count(*) as jumlah
    from {{ ref('int_kewajiban__status') }} as kewajiban
    inner join {{ ref('int_nilai__status') }} as nilai
        on kewajiban.kunci = nilai.kunci
    inner join {{ ref('int_realisasi__capaian') }} as capaian
        on
            nilai.kunci_opd = capaian.kunci_opd
            and nilai.id_indikator = capaian.id_indikator
            and nilai.tahun = capaian.tahun
            and nilai.periode = capaian.periode
            and nilai.kode_wilayah = capaian.kode_wilayah
            and nilai.dimensi = capaian.dimensi
    inner join {{ ref('int_opd__siklus') }} as opd
        on
            kewajiban.kode_opd = opd.kode_opd
            and kewajiban.id_siklus = opd.id_siklus
    inner join {{ ref('int_opd__status') }} as opd_status
        on
            kewajiban.kode_opd = opd_status.kunci_opd
            and kewajiban.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    where capaian.is_meleset and kewajiban.status_kewajiban <> 'MILIK_OPD_LAIN'
),

counted as (
    select
        sum(meleset) as meleset,
        count(*) as jumlah,
        count(
            case
                when (meleset is null) <> is_ditahan then 1
                when (indeks_kejujuran is null) <> (coalesce(meleset, 0) = 0) then 1
                when (indeks_kejujuran is null) <> (alasan_tanpa_indeks is not null) then 1
            end
        ) as jumlah_salah
    from {{ ref('kpi_kejujuran') }}
),

expected as (
    select count(*) as jumlah
    from {{ ref('int_opd__siklus') }}
)

select
    missed.jumlah as seharusnya_meleset,
    counted.meleset,
    expected.jumlah as seharusnya_opd,
    counted.jumlah as jumlah_opd,
    counted.jumlah_salah
from missed
cross join counted
cross join expected
where
    missed.jumlah <> coalesce(counted.meleset, 0)
    or expected.jumlah <> counted.jumlah
    or counted.jumlah_salah > 0
