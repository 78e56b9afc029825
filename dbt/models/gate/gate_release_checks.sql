{# A view: the net speaks of a candidate after the tables it compares are built. #}
{{ config(materialized='view') }}

with

aturan_rilis as (
    select * from {{ ref('aturan_rilis') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

checks as (
    select * from {{ ref('gate_intended_checks') }}
),

entities as (
    select * from {{ ref('gate_entities') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

profil as (
    select * from {{ ref('profil') }}
),

persetujuan as (
    select * from {{ ref('stg_run__persetujuan') }}
),

jaring as (
    select * from {{ ref('stg_run__jaring') }}
),

decided_rows as (
    select * from entities
    where entitas = 'BARIS'
),

-- Each release rule counts its violators; no list of intended checks at all is a violation too.
without_evidence as (
    select
        case
            when count(*) = 0 then 1
            else count(case when not is_bukti_lengkap then 1 end)
        end as jumlah_pelanggar,
        min(case when not is_bukti_lengkap then id_aturan || ' (' || suite || ')' end) as contoh
    from checks
),

nothing_released as (
    select
        case when count(*) = 0 then 1 else 0 end as jumlah_pelanggar,
        cast(null as string) as contoh
    from decided_rows
    where keputusan = 'rilis'
),

-- Rows held only because evidence is missing are RLS-01's to report.
disagreeing as (
    select
        count(*) as jumlah_pelanggar,
        min(coalesce(decided_rows.kunci, kpi_indikator.kunci)) as contoh
    from decided_rows
    full outer join kpi_indikator
        on decided_rows.kunci = kpi_indikator.kunci
    where
        decided_rows.kunci is null
        or (decided_rows.keputusan = 'rilis' and kpi_indikator.kunci is null)
        or (
            decided_rows.keputusan <> 'rilis'
            and decided_rows.is_bukti_lengkap
            and kpi_indikator.kunci is not null
        )
),

-- Asked for by the profile and not given for exactly this candidate.
without_approval as (
    select
        count(*) as jumlah_pelanggar,
        min(lingkup.id_rilis) as contoh
    from lingkup
    inner join profil
        on profil.kunci = 'wajib_persetujuan' and lower(trim(profil.nilai)) = 'true'
    left join persetujuan
        on lingkup.id_rilis = persetujuan.id_rilis
    where persetujuan.id_rilis is null
),

-- What the net said of this very candidate; an approval of it settles that.
netted as (
    select
        jaring.jenis,
        jaring.jumlah,
        case
            when jaring.jenis = 'MELEBIHI_AMBANG' then jaring.sebab
            else jaring.kunci
        end as contoh,
        jaring.tabel = 'kpi_indikator' as is_angka,
        case when persetujuan.id_rilis is null then 1 else 0 end as is_menahan
    from jaring
    inner join lingkup
        on jaring.id_rilis = lingkup.id_rilis
    left join persetujuan
        on lingkup.id_rilis = persetujuan.id_rilis
),

-- No row at all where nobody looked: then these rules were not evaluated.
net as (
    select
        kinds.id_aturan,
        coalesce(sum(netted.jumlah * netted.is_menahan), 0) as jumlah_pelanggar,
        -- A figure says more than what is counted of many.
        coalesce(
            min(case when netted.is_angka then netted.contoh end), min(netted.contoh)
        ) as contoh
    from (
        select
            'RLS-05' as id_aturan,
            'TANPA_SEBAB' as jenis
        union all
        select
            'RLS-06' as id_aturan,
            'SKOR_PILAR' as jenis
        union all
        select
            'RLS-07' as id_aturan,
            'MELEBIHI_AMBANG' as jenis
    ) as kinds
    inner join netted as looked
        on looked.jenis = 'DINILAI'
    left join netted
        on kinds.jenis = netted.jenis
    group by kinds.id_aturan
),

measured as (
    select
        'RLS-01' as id_aturan,
        jumlah_pelanggar,
        contoh
    from without_evidence
    union all
    select
        'RLS-02' as id_aturan,
        jumlah_pelanggar,
        contoh
    from nothing_released
    union all
    select
        'RLS-03' as id_aturan,
        jumlah_pelanggar,
        contoh
    from disagreeing
    union all
    select
        'RLS-04' as id_aturan,
        jumlah_pelanggar,
        contoh
    from without_approval
    union all
    select
        id_aturan,
        jumlah_pelanggar,
        contoh
    from net
),

in_force as (
    select aturan_rilis.*
    from aturan_rilis
    inner join lingkup
        on aturan_rilis.berlaku_dari <= lingkup.tanggal_batas
),

-- A release rule that nothing here measures was not evaluated, and holds.
final as (
    select
        cast(in_force.id_aturan as string) as id_aturan,
        cast(in_force.judul as string) as judul,
        cast(case
            when measured.id_aturan is null then 'belum_dinilai'
            when measured.jumlah_pelanggar > 0 then 'gagal'
            else 'lulus'
        end as string) as status,
        cast(coalesce(measured.jumlah_pelanggar, 0) as bigint) as jumlah_pelanggar,
        cast(case
            when measured.id_aturan is null
                then in_force.id_aturan || ': aturan rilis ini belum dinilai.'
            when measured.jumlah_pelanggar > 0
                then
                    in_force.id_aturan || ': ' || in_force.pesan
                    || coalesce(
                        ' (' || cast(measured.jumlah_pelanggar as string) || ', misalnya '
                        || measured.contoh || ')',
                        ''
                    )
                    || '.' || coalesce(' ' || in_force.cara_memperbaiki, '')
        end as string) as alasan
    from in_force
    left join measured
        on in_force.id_aturan = measured.id_aturan
)

select * from final
