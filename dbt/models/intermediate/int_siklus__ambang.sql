{# Thresholds that rules on rows and agencies read. #}
{% set thresholds = [
    'toleransi', 'selisih_persentase', 'z_lonjakan', 'titik_lonjakan', 'perubahan_tahunan',
    'capaian_tinggi', 'celah_serapan', 'selisih_wilayah', 'indikator_tepat',
    'selisih_capaian', 'selisih_rujukan', 'selisih_rasio', 'umur_data_tahun',
    'lewat_acuan_hari', 'umur_awal_tahun', 'jarak_acuan_min', 'jarak_acuan_maks',
    'turun_anggaran', 'skala_anggaran', 'pagu_terkecil',
] %}
{% set kolom = [] %}
{% for threshold in thresholds -%}
    {% do kolom.append(
        "max(case when id_ambang = '" ~ threshold ~ "' then nilai end) as " ~ threshold
    ) %}
{%- endfor %}

with

ambang as (
    select * from {{ ref('ambang') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- A report whose cycle nobody knows is judged as on the cut-off of the release.
pada as (
    select
        id_siklus,
        batas_data
    from siklus
    union all
    select
        cast(null as {{ dbt.type_string() }}) as id_siklus,
        tanggal_batas as batas_data
    from lingkup
),

diurutkan as (
    select
        pada.id_siklus,
        pada.batas_data,
        ambang.id_ambang,
        ambang.nilai,
        row_number() over (
            partition by pada.id_siklus, ambang.id_ambang
            order by
                coalesce(ambang.id_siklus, '') desc,
                ambang.berlaku_dari desc
        ) as urutan
    from pada
    inner join ambang
        on
            pada.batas_data >= ambang.berlaku_dari
            and coalesce(ambang.id_siklus, '') in ('', coalesce(pada.id_siklus, ''))
),

final as (
    select
        id_siklus,
        batas_data,
        {{ kolom | join(',\n        ') }}
    from diurutkan
    where urutan = 1
    group by id_siklus, batas_data
)

select * from final
