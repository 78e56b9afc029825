{{ config(meta={"dagster": {"ref": {"name": "rumus"}}}) }}

-- Without a threshold, a formula or a band in force every number would silently be NULL, so their
-- absence on the cut-off date stops the build before anything is computed from it.
with

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

rumus_berlaku as (
    select distinct
        rumus.polaritas,
        rumus.rumus_id
    from {{ ref('rumus') }} as rumus
    cross join lingkup
    where
        rumus.kelompok = 'CAPAIAN'
        and rumus.is_bawaan
        and rumus.berlaku_dari <= lingkup.tanggal_batas
),

skala_berlaku as (
    select
        skala.versi_skala,
        min(skala.batas_bawah) as terendah,
        max(skala.batas_atas) as tertinggi,
        sum(skala.batas_atas - skala.batas_bawah + 1) as lebar
    from {{ ref('skala') }} as skala
    cross join lingkup
    where skala.is_bawaan and skala.berlaku_dari <= lingkup.tanggal_batas
    group by skala.versi_skala
),

arah as (
    select 'NAIK' as polaritas
    union all
    select 'TURUN' as polaritas
    union all
    select 'RENTANG' as polaritas
),

{% set thresholds = [
    'toleransi', 'tetap_relatif', 'tetap_min', 'jeda_dampak', 'panjang_hambatan_min',
    'panjang_rencana_min', 'selisih_persentase', 'z_lonjakan', 'titik_lonjakan',
    'perubahan_tahunan',
    'capaian_tinggi', 'celah_serapan', 'selisih_wilayah', 'indikator_tepat',
    'selisih_capaian', 'selisih_rujukan',
] -%}
{% for threshold in thresholds -%}
    {{ threshold }} as (
        {{ ambang_berlaku(threshold) }}
    ){{ "," if not loop.last }}

{% endfor -%}

{% for threshold in thresholds -%}
    select 'tidak ada {{ threshold }} yang berlaku' as kekurangan
    where not exists (select {{ threshold }}.nilai from {{ threshold }})

    union all

{% endfor -%}
select 'tidak ada rumus capaian untuk ' || arah.polaritas as kekurangan
from arah
left join rumus_berlaku on arah.polaritas = rumus_berlaku.polaritas
where rumus_berlaku.rumus_id is null

union all

select 'rumus belum dikenal capaian.sql: ' || rumus_berlaku.rumus_id as kekurangan
from rumus_berlaku
where
    rumus_berlaku.rumus_id not in (
        'CAPAIAN-NAIK', 'CAPAIAN-TURUN', 'CAPAIAN-TURUN-RASIO', 'CAPAIAN-RENTANG'
    )

union all

select 'skala berlubang: ' || skala_berlaku.versi_skala as kekurangan
from skala_berlaku
where
    skala_berlaku.terendah > 0
    or skala_berlaku.tertinggi < 100
    or skala_berlaku.lebar <> skala_berlaku.tertinggi - skala_berlaku.terendah + 1

union all

select 'tidak ada skala yang berlaku' as kekurangan
where not exists (select skala_berlaku.versi_skala from skala_berlaku)
