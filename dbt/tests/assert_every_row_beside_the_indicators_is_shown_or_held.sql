{{ config(meta={"dagster": {"ref": {"name": "gate_decisions"}}}) }}

-- Rows in equal rows accounted for, sheet by sheet: each row of a report that counts is counted in
-- the mart of its sheet or stands in a report that the decision on its agency holds (a contribution
-- of residents may be held by a decision of its own); and nothing comes from anywhere else.
with

landed as (
    select
        'kolaborasi' as tabel,
        sha256_berkas
    from {{ ref('stg_intake__kolaborasi') }}
    union all
    select
        'swadaya' as tabel,
        swadaya.sha256_berkas
    from {{ ref('stg_intake__swadaya') }} as swadaya
    left join {{ ref('gate_decisions') }} as own
        on
            left(swadaya.sha256_berkas, 12) || ':' || cast(swadaya.baris as string) = own.kunci
            and own.entitas = 'SWADAYA'
    where coalesce(own.keputusan, 'rilis') = 'rilis'
    union all
    select
        'komunikasi' as tabel,
        sha256_berkas
    from {{ ref('stg_intake__komunikasi') }}
    union all
    select
        'aduan' as tabel,
        sha256_berkas
    from {{ ref('stg_intake__aduan') }}
),

expected as (
    select
        landed.tabel,
        decisions.kunci_opd as kode_opd,
        decisions.id_siklus,
        count(*) as jumlah
    from landed
    inner join {{ ref('int_kiriman__aktif') }} as kiriman
        on landed.sha256_berkas = kiriman.sha256_berkas
    inner join {{ ref('gate_decisions') }} as decisions
        on
            kiriman.kunci_opd = decisions.kunci_opd
            and kiriman.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
    group by landed.tabel, decisions.kunci_opd, decisions.id_siklus
),

shown as (
    select
        'kolaborasi' as tabel,
        kode_opd,
        id_siklus,
        sum(jumlah_baris) as jumlah
    from {{ ref('pub_kpi_kolaborasi') }}
    where is_sendiri
    group by kode_opd, id_siklus
    having sum(jumlah_baris) > 0
    union all
    select
        'swadaya' as tabel,
        kode_opd,
        id_siklus,
        count(*) as jumlah
    from {{ ref('pub_kpi_swadaya') }}
    group by kode_opd, id_siklus
    union all
    select
        'komunikasi' as tabel,
        kode_opd,
        id_siklus,
        count(*) as jumlah
    from {{ ref('pub_kpi_komunikasi') }}
    group by kode_opd, id_siklus
    union all
    select
        'aduan' as tabel,
        kode_opd_pelapor as kode_opd,
        id_siklus,
        sum(jumlah_baris) as jumlah
    from {{ ref('pub_kpi_aduan') }}
    group by kode_opd_pelapor, id_siklus
)

select
    coalesce(expected.tabel, shown.tabel) as tabel,
    coalesce(expected.kode_opd, shown.kode_opd) as kode_opd,
    coalesce(expected.id_siklus, shown.id_siklus) as id_siklus,
    expected.jumlah as jumlah_masuk,
    shown.jumlah as jumlah_tampil
from expected
full outer join shown
    on
        expected.tabel = shown.tabel
        and expected.kode_opd = shown.kode_opd
        and expected.id_siklus = shown.id_siklus
where coalesce(expected.jumlah, -1) <> coalesce(shown.jumlah, -1)
