{# A change of unit begins another series; nearly every series has none, NULL is one of its own. #}
{% set deret = [
    'kunci_opd', 'id_indikator', 'kode_wilayah', 'dimensi', 'jenis_periode', 'satuan_seri',
] %}

with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

ambang as (
    select min(titik_lonjakan) as titik_lonjakan from {{ ref('int_siklus__ambang') }}
),

-- Figures that count: not replaced, each once.
terpakai as (
    select * from lapor
    where is_kunci_lengkap and not is_digantikan and urutan_kembar = 1 and realisasi is not null
),

-- Only series that are long enough to have a habit.
median_deret as (
    select
        {{ deret | join(',\n        ') }},
        count(*) as titik,
        {{ median('realisasi') }} as median_deret
    from terpakai
    group by {{ deret | join(', ') }}
    having count(*) >= (select ambang.titik_lonjakan from ambang)
),

simpangan_deret as (
    select
        {% for kolom in deret -%}
            median_deret.{{ kolom }},
        {% endfor -%}
        median_deret.titik,
        median_deret.median_deret,
        {{ median('abs(terpakai.realisasi - median_deret.median_deret)') }} as simpangan_deret
    from terpakai
    inner join median_deret
        on
            {% for kolom in deret -%}
                {{ 'and ' if not loop.first }}terpakai.{{ kolom }}
                is not distinct from median_deret.{{ kolom }}
            {% endfor %}
    group by
        {% for kolom in deret -%}
            median_deret.{{ kolom }},
        {% endfor -%}
        median_deret.titik, median_deret.median_deret
),

bertetangga as (
    select
        *,
        sum(realisasi) over sejak_awal as nilai_sd,
        sum(realisasi) over sebelumnya as nilai_sd_sebelumnya,
        lag(realisasi) over musim as realisasi_lalu,
        lag(tanggal_referensi_data) over musim as acuan_lalu,
        lag(tahun) over musim as tahun_lalu
    from terpakai
    window
        sejak_awal as (
            partition by
                kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode, satuan_seri
            order by urutan_periode
            rows between unbounded preceding and current row
        ),
        sebelumnya as (
            partition by
                kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode, satuan_seri
            order by urutan_periode
            rows between unbounded preceding and 1 preceding
        ),
        musim as (
            partition by kunci_opd, id_indikator, periode, kode_wilayah, dimensi, satuan_seri
            order by tahun
        )
),

final as (
    select
        b.id_baris,
        b.nilai_sd,
        b.nilai_sd_sebelumnya,
        cast(s.titik as integer) as titik_deret,
        s.median_deret,
        -- Iglewicz and Hoaglin; without any spread there is no measure of distance.
        case
            when s.simpangan_deret > 0
                then 0.6745 * (b.realisasi - s.median_deret) / s.simpangan_deret
        end as z_deret,
        case when b.tahun_lalu = b.tahun - 1 then b.realisasi_lalu end as realisasi_setahun_lalu,
        b.acuan_lalu,
        -- Months between two dates of reference, for each year that lies between their figures.
        case
            when b.jenis_periode = 'TAHUN'
                then
                    cast(
                        {{ dbt.datediff('b.acuan_lalu', 'b.tanggal_referensi_data', 'month') }}
                        as double
                    ) / (b.tahun - b.tahun_lalu)
        end as bulan_acuan_setahun
    from bertetangga as b
    left join simpangan_deret as s
        on
            {% for kolom in deret -%}
                {{ 'and ' if not loop.first }}b.{{ kolom }} is not distinct from s.{{ kolom }}
            {% endfor %}
)

select * from final
