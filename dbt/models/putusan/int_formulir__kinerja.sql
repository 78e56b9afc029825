{%- set quarters = ['TW1', 'TW2', 'TW3', 'TW4'] %}

with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

periode as (
    select * from {{ ref('periode') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

figures as (
    select
        capaian.kode_opd,
        capaian.id_indikator,
        capaian.tahun,
        capaian.periode,
        capaian.realisasi,
        capaian.nilai,
        capaian.target_tahun,
        capaian.pembilang,
        capaian.penyebut,
        capaian.faktor,
        periode.jenis_periode,
        nilai.is_lolos,
        row_number() over (
            partition by capaian.kode_opd, capaian.id_indikator, capaian.tahun
            order by
                case when capaian.nilai is null then 1 else 0 end,
                case when periode.jenis_periode = 'TAHUN' then 0 else 1 end,
                periode.urutan_periode desc
        ) as urutan
    from capaian
    inner join region
        on capaian.kode_wilayah = region.kode_wilayah
    inner join periode
        on capaian.periode = periode.periode
    inner join nilai
        on
            capaian.kunci_opd = nilai.kunci_opd
            and capaian.id_indikator = nilai.id_indikator
            and capaian.tahun = nilai.tahun
            and capaian.periode = nilai.periode
            and capaian.kode_wilayah = nilai.kode_wilayah
            and capaian.dimensi = nilai.dimensi
    where capaian.dimensi = '' and capaian.kunci_opd = capaian.kode_opd
),

-- Column 12: the year itself where there is one, else what has been reached so far by the kind of
-- the indicator. Only amounts add up over quarters.
years as (
    select
        kode_opd,
        id_indikator,
        tahun,
        {% for quarter in quarters %}
            max(case when periode = '{{ quarter }}' then realisasi end) as k_{{ quarter | lower }},
        {% endfor %}
        max(case when urutan = 1 then nilai end) as nilai_terakhir,
        max(case when jenis_periode = 'TRIWULAN' then realisasi end) as nilai_terbesar,
        case
            when
                count(case when jenis_periode = 'TRIWULAN' then realisasi end)
                = count(case when jenis_periode = 'TRIWULAN' and penyebut > 0 then pembilang end)
                then
                    max(faktor) * sum(case when jenis_periode = 'TRIWULAN' then pembilang end)
                    / sum(case when jenis_periode = 'TRIWULAN' and penyebut > 0 then penyebut end)
        end as nilai_rasio,
        avg(case when jenis_periode = 'TRIWULAN' then realisasi end) as nilai_rerata,
        max(case when periode = 'THN' then nilai end) as nilai_tahun,
        max(target_tahun) as target_tahun,
        count(*) as jumlah_angka,
        count(case when is_lolos then 1 end) as jumlah_rilis
    from figures
    group by kode_opd, id_indikator, tahun
),

plan as (
    select cast(nilai as integer) as tahun_awal
    from {{ ref('profil') }}
    where kunci = 'tahun_awal_rpjmd'
),

-- What the plan had reached before the year: amounts add up, everything else stands where it was.
final as (
    select
        years.*,
        sum(case when years.tahun >= plan.tahun_awal then years.nilai_tahun end) over sebelumnya
            as jumlah_tahun_lalu,
        max(case when years.tahun >= plan.tahun_awal then years.nilai_tahun end) over tahun_lalu
            as nilai_tahun_lalu
    from years
    left join plan
        on true
    window
        sebelumnya as (
            partition by years.kode_opd, years.id_indikator
            order by years.tahun
            rows between unbounded preceding and 1 preceding
        ),
        tahun_lalu as (
            partition by years.kode_opd, years.id_indikator
            order by years.tahun
            rows between 1 preceding and 1 preceding
        )
)

select * from final
