{# A view: the net speaks of a candidate after the tables it compares are built. #}
{{ config(materialized='view') }}

with

laporan as (
    select * from {{ ref('gate_report_findings') }}
),

jaring as (
    select * from {{ ref('stg_run__jaring') }}
),

aturan_rilis as (
    select * from {{ ref('aturan_rilis') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

persetujuan as (
    select * from {{ ref('stg_run__persetujuan') }}
),

ruled as (
    select
        *,
        case jenis
            when 'TANPA_SEBAB' then 'RLS-05'
            when 'SKOR_PILAR' then 'RLS-06'
            else 'RLS-07'
        end as id_aturan
    from jaring
    where jenis <> 'DINILAI'
),

-- What holds the release is settled by the approval of just this candidate.
net as (
    select
        cast(
            left(md5(concat_ws(
                '|', ruled.id_rilis, ruled.jenis, ruled.tabel, ruled.kunci, ruled.sebab, ruled.pesan
            )), 16) || '-1' as string
        ) as id_temuan,
        cast(ruled.id_aturan as string) as id_aturan,
        cast(case when ruled.jenis = 'TERHITUNG' then 'I' else 'R' end as string) as tingkat,
        cast('rilis' as string) as entitas,
        cast(null as string) as kode_opd,
        cast(coalesce(ruled.id_siklus, lingkup.id_siklus) as string) as id_siklus,
        cast(ruled.id_indikator as string) as id_indikator,
        cast(ruled.tahun as integer) as tahun,
        cast(ruled.periode as string) as periode,
        cast(ruled.jumlah as bigint) as jumlah_baris,
        cast(ruled.kode_pilar as string) as kode_pilar,
        cast(null as string) as berkas,
        cast(null as string) as sha256_berkas,
        cast(null as string) as sel,
        cast(ruled.pesan as string) as pesan,
        cast(aturan_rilis.cara_memperbaiki as string) as cara_memperbaiki,
        cast(
            case when persetujuan.id_rilis is null then 'gagal' else 'dikecualikan' end as string
        ) as status
    from ruled
    inner join lingkup
        on ruled.id_rilis = lingkup.id_rilis
    left join persetujuan
        on lingkup.id_rilis = persetujuan.id_rilis
    left join aturan_rilis
        on ruled.id_aturan = aturan_rilis.id_aturan
),

final as (
    select
        id_temuan,
        id_aturan,
        tingkat,
        entitas,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        jumlah_baris,
        kode_pilar,
        berkas,
        sha256_berkas,
        sel,
        pesan,
        cara_memperbaiki,
        status
    from laporan
    union all
    select * from net
)

select * from final
