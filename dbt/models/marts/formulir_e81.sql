{%- set quarters = ['TW1', 'TW2', 'TW3', 'TW4'] %}

with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

years as (
    select * from {{ ref('int_formulir__kinerja') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

serapan as (
    select * from {{ ref('int_anggaran__serapan') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- The form of a year is filled with what the latest report of that year says.
reports as (
    select
        kode_opd,
        tahun,
        id_siklus,
        row_number() over (
            partition by kode_opd, tahun
            order by dibuka desc
        ) as urutan
    from kiriman
    where kunci_opd = kode_opd and id_siklus is not null
),

forms as (
    select
        reports.*,
        opd.nama_opd
    from reports
    left join opd
        on
            reports.kode_opd = opd.kode_opd
            and reports.id_siklus = opd.id_siklus
    where reports.urutan = 1
),

-- An item is shown with its first indicator only: money never counts twice.
items as (
    select
        forms.kode_opd,
        forms.tahun,
        forms.id_siklus,
        forms.nama_opd,
        berlaku.id_indikator,
        berlaku.nama_indikator,
        berlaku.satuan,
        berlaku.jenis_agregasi,
        berlaku.baris_indikator,
        berlaku.target_akhir_rpjmd,
        coalesce(
            nullif(trim(berlaku.kode_sub_kegiatan), ''), nullif(trim(berlaku.kode_kegiatan), ''),
            nullif(trim(berlaku.kode_program), ''), trim(berlaku.uraian)
        ) as kode,
        berlaku.uraian,
        coalesce(berlaku.tingkat_anggaran, 'SUB_KEGIATAN') as tingkat
    from forms
    inner join berlaku
        on
            forms.kode_opd = berlaku.kunci_opd
            and forms.id_siklus = berlaku.id_siklus
),

numbered as (
    select
        *,
        row_number() over (
            partition by kode_opd, tahun, tingkat, kode
            order by baris_indikator
        ) as urutan_pos
    from items
),

-- The item an indicator takes its money from, as a key: a condition on one side of a full join
-- would compare every row with every other.
placed as (
    select
        *,
        case when urutan_pos = 1 then kode end as kode_pos
    from numbered
),

-- Money of the form's year from its latest report. Quarters stand only where the report has them;
-- a running total is not taken apart.
money as (
    select
        forms.kode_opd,
        forms.tahun,
        serapan.tingkat_anggaran as tingkat,
        serapan.kode,
        min(serapan.uraian) as uraian,
        min(serapan.baris_anggaran) as baris_anggaran,
        max(serapan.pagu) as pagu,
        {% for quarter in quarters %}
            max(case when serapan.periode = '{{ quarter }}' then serapan.realisasi_periode end)
                as rp_{{ quarter | lower }},
        {% endfor %}
        max(case when serapan.periode = 'THN' then serapan.realisasi_anggaran end) as rp_tahun,
        max(serapan.realisasi_anggaran) as rp_terakhir
    from forms
    inner join serapan
        on
            forms.kode_opd = serapan.kunci_opd
            and forms.id_siklus = serapan.id_siklus
            and forms.tahun = serapan.tahun
    group by forms.kode_opd, forms.tahun, serapan.tingkat_anggaran, serapan.kode
),

-- Neither an indicator without money nor money without an indicator is lost.
joined as (
    select
        coalesce(placed.kode_opd, money.kode_opd) as kode_opd,
        coalesce(placed.tahun, money.tahun) as tahun,
        coalesce(placed.tingkat, money.tingkat) as tingkat,
        coalesce(placed.kode, money.kode) as kode,
        coalesce(placed.uraian, money.uraian) as uraian,
        coalesce(placed.baris_indikator, money.baris_anggaran) as baris,
        placed.id_indikator,
        placed.nama_indikator,
        placed.satuan,
        placed.jenis_agregasi,
        placed.target_akhir_rpjmd,
        money.pagu,
        {% for quarter in quarters %}
            money.rp_{{ quarter | lower }},
        {% endfor %}
        coalesce(money.rp_tahun, money.rp_terakhir) as rp_realisasi
    from placed
    full outer join money
        on
            placed.kode_opd = money.kode_opd
            and placed.tahun = money.tahun
            and placed.tingkat = money.tingkat
            and placed.kode_pos = money.kode
),

valued as (
    select
        joined.*,
        forms.nama_opd,
        forms.id_siklus,
        years.target_tahun,
        case
            when joined.jenis_agregasi = 'KUMULATIF' then years.jumlah_tahun_lalu
            else years.nilai_tahun_lalu
        end as k_lalu,
        {% for quarter in quarters %}
            years.k_{{ quarter | lower }},
        {% endfor %}
        case
            when years.nilai_tahun is not null then years.nilai_tahun
            when joined.jenis_agregasi = 'MAKSIMUM' then years.nilai_terbesar
            when joined.jenis_agregasi = 'RATA_RATA'
                then coalesce(years.nilai_rasio, years.nilai_rerata)
            else years.nilai_terakhir
        end as k_realisasi,
        coalesce(years.jumlah_angka, 0) as jumlah_angka,
        coalesce(years.jumlah_rilis, 0) as jumlah_rilis
    from joined
    inner join forms
        on
            joined.kode_opd = forms.kode_opd
            and joined.tahun = forms.tahun
    left join years
        on
            joined.kode_opd = years.kode_opd
            and joined.id_indikator = years.id_indikator
            and joined.tahun = years.tahun
),

final as (
    select
        cast(valued.kode_opd as string) as kode_opd,
        cast(valued.nama_opd as string) as nama_opd,
        cast(valued.tahun as integer) as tahun,
        cast(row_number() over (
            partition by valued.kode_opd, valued.tahun
            order by
                valued.baris nulls last, valued.kode nulls last, valued.id_indikator nulls last
        ) as integer) as nomor,
        cast(valued.id_siklus as string) as id_siklus,
        cast(valued.tingkat as string) as tingkat,
        cast(valued.kode as string) as kode,
        cast(valued.uraian as string) as uraian,
        cast(valued.id_indikator as string) as id_indikator,
        cast(valued.nama_indikator as string) as nama_indikator,
        cast(valued.satuan as string) as satuan,
        cast(valued.target_akhir_rpjmd as double) as k_5_target_renstra,
        cast(valued.k_lalu as double) as k_6_realisasi_lalu,
        cast(valued.target_tahun as double) as k_7_target,
        cast(valued.pagu as double) as rp_7_pagu,
        {% for quarter in quarters %}
            cast(valued.k_{{ quarter | lower }} as double)
                as k_{{ loop.index + 7 }}_{{ quarter | lower }},
            cast(valued.rp_{{ quarter | lower }} as double)
                as rp_{{ loop.index + 7 }}_{{ quarter | lower }},
        {% endfor %}
        cast(valued.k_realisasi as double) as k_12_realisasi,
        cast(valued.rp_realisasi as double) as rp_12_realisasi,
        cast(case
            when valued.target_tahun <> 0 then 100.0 * valued.k_realisasi / valued.target_tahun
        end as double) as k_13_persen,
        cast(case
            when valued.pagu > 0 then 100.0 * valued.rp_realisasi / valued.pagu
        end as double) as rp_13_persen,
        cast(case
            when valued.jenis_agregasi = 'KUMULATIF'
                then valued.k_realisasi + coalesce(valued.k_lalu, 0.0)
            else valued.k_realisasi
        end as double) as k_14_renstra,
        cast(case
            when valued.target_akhir_rpjmd <> 0 and valued.jenis_agregasi = 'KUMULATIF'
                then
                    100.0 * (valued.k_realisasi + coalesce(valued.k_lalu, 0.0))
                    / valued.target_akhir_rpjmd
            when valued.target_akhir_rpjmd <> 0
                then 100.0 * valued.k_realisasi / valued.target_akhir_rpjmd
        end as double) as k_15_persen_renstra,
        cast(case
            when valued.id_indikator is null then 'Anggaran tanpa indikator.'
            when valued.jumlah_angka = 0 then 'Belum ada angka untuk tahun ini.'
            when valued.jumlah_rilis < valued.jumlah_angka
                then
                    'Belum rilis: ' || cast(valued.jumlah_angka - valued.jumlah_rilis as string)
                    || ' dari ' || cast(valued.jumlah_angka as string) || ' angka ditahan.'
            when valued.jenis_agregasi <> 'KUMULATIF'
                then 'Kolom 12 bukan jumlah triwulan: ' || lower(valued.jenis_agregasi) || '.'
        end as string) as keterangan,
        valued.jumlah_rilis = valued.jumlah_angka as is_rilis,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from valued
    cross join lingkup
)

select * from final
