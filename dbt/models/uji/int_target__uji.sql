{# What each promise keeps of the row that made it. #}
{% set baris_laporan = [
    'id_baris', 'sha256_berkas', 'kode_opd', 'kunci_opd', 'id_siklus', 'id_indikator', 'tahun',
    'periode', 'dibuka', 'is_digantikan', 'is_revisi_tertahan',
] %}
with

dasar_hukum as (
    select * from {{ ref('dasar_hukum') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- The reason of a row names a regulation with its number or year: that is what a basis is.
reasons as (
    select distinct
        sha256_berkas,
        id_indikator,
        ' ' || {{ teks_normal('alasan_revisi') }} || ' ' as alasan
    from {{ ref('int_realisasi__lapor') }}
    where alasan_revisi is not null
),

lawful_reports as (
    select distinct
        reasons.sha256_berkas,
        reasons.id_indikator
    from reasons
    inner join dasar_hukum
        on reasons.alasan like '% ' || dasar_hukum.kata || ' %'
    where {{ teks_berangka('reasons.alasan') }}
),

-- Years whose target is not the same in every report, and indicators whose end target is not.
moving_years as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        kode_wilayah,
        dimensi
    from {{ ref('int_realisasi__lapor') }}
    where is_kunci_lengkap and id_siklus is not null
    group by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
    having
        min(dibuka) < max(dibuka)
        and (
            min(target_tahun) < max(target_tahun)
            or min(target_bawah) < max(target_bawah)
            or min(target_atas) < max(target_atas)
        )
),

-- A period that was reported is promised as well: easier afterwards, what was missed looks reached.
moving_periods as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi
    from {{ ref('int_realisasi__lapor') }}
    where is_kunci_lengkap and id_siklus is not null
    group by kunci_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
    having min(dibuka) < max(dibuka) and min(target_periode) < max(target_periode)
),

moving_ends as (
    select
        kunci_opd,
        id_indikator
    from {{ ref('int_indikator__berlaku') }}
    where is_definisi_siklus_ini and id_siklus is not null
    group by kunci_opd, id_indikator
    having min(target_akhir_rpjmd) < max(target_akhir_rpjmd)
),

yearly as (
    select
        {%- for kolom in baris_laporan %}
            lapor.{{ kolom }},
        {%- endfor %}
        lapor.kode_wilayah,
        lapor.dimensi,
        'tahun ' || cast(lapor.tahun as string) as jenis_target,
        lapor.target_tahun as target,
        lapor.target_bawah,
        lapor.target_atas,
        row_number() over (
            partition by
                lapor.sha256_berkas, lapor.id_indikator, lapor.tahun, lapor.kode_wilayah,
                lapor.dimensi
            order by lapor.baris
        ) as urutan_laporan
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join moving_years
        on
            lapor.kunci_opd = moving_years.kunci_opd
            and lapor.id_indikator = moving_years.id_indikator
            and lapor.tahun = moving_years.tahun
            and lapor.kode_wilayah = moving_years.kode_wilayah
            and lapor.dimensi = moving_years.dimensi
    where lapor.is_kunci_lengkap and lapor.id_siklus is not null
),

-- The end target of a row is that of the definition its own cycle goes by.
final_year as (
    select
        {%- for kolom in baris_laporan %}
            lapor.{{ kolom }},
        {%- endfor %}
        '' as kode_wilayah,
        '' as dimensi,
        'akhir periode' as jenis_target,
        berlaku.target_akhir_rpjmd as target,
        cast(null as double) as target_bawah,
        cast(null as double) as target_atas,
        row_number() over (
            partition by lapor.sha256_berkas, lapor.id_indikator
            order by lapor.baris
        ) as urutan_laporan
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join moving_ends
        on
            lapor.kunci_opd = moving_ends.kunci_opd
            and lapor.id_indikator = moving_ends.id_indikator
    inner join {{ ref('int_indikator__berlaku') }} as berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus = berlaku.id_siklus
    where lapor.is_kunci_lengkap
),

periodic as (
    select
        {%- for kolom in baris_laporan %}
            lapor.{{ kolom }},
        {%- endfor %}
        lapor.kode_wilayah,
        lapor.dimensi,
        lapor.periode || ' ' || cast(lapor.tahun as string) as jenis_target,
        lapor.target_periode as target,
        cast(null as double) as target_bawah,
        cast(null as double) as target_atas,
        row_number() over (
            partition by
                lapor.sha256_berkas, lapor.id_indikator, lapor.tahun, lapor.periode,
                lapor.kode_wilayah, lapor.dimensi
            order by lapor.baris
        ) as urutan_laporan
    from {{ ref('int_realisasi__lapor') }} as lapor
    inner join moving_periods
        on
            lapor.kunci_opd = moving_periods.kunci_opd
            and lapor.id_indikator = moving_periods.id_indikator
            and lapor.tahun = moving_periods.tahun
            and lapor.periode = moving_periods.periode
            and lapor.kode_wilayah = moving_periods.kode_wilayah
            and lapor.dimensi = moving_periods.dimensi
    where lapor.is_kunci_lengkap and lapor.id_siklus is not null
),

promised as (
    select
        *,
        id_indikator || ':' || cast(tahun as string) as kunci_target
    from yearly
    union all
    select
        *,
        id_indikator || ':akhir' as kunci_target
    from final_year
    union all
    select
        *,
        id_indikator || ':' || cast(tahun as string) || ':' || periode as kunci_target
    from periodic
),

-- The first promise, and every later one with a legal basis, may stand; one that was made easier
-- without it never becomes what the next report is compared with.
ordered as (
    select
        promised.*,
        lawful_reports.id_indikator is not null as has_dasar,
        row_number() over (
            partition by
                promised.kunci_opd, promised.kunci_target, promised.kode_wilayah, promised.dimensi
            order by promised.dibuka
        ) as urutan_janji
    from promised
    left join lawful_reports
        on
            promised.sha256_berkas = lawful_reports.sha256_berkas
            and promised.id_indikator = lawful_reports.id_indikator
    where
        promised.urutan_laporan = 1
        and (promised.target is not null or promised.target_bawah is not null)
),

standing as (
    select * from ordered
    where urutan_janji = 1 or has_dasar
),

-- A revision that is held for want of a reason hears of its target in the same answer: who adds the
-- reason is not sent back once more.
compared as (
    select
        promised.id_baris,
        promised.kode_opd,
        promised.kunci_opd,
        promised.id_siklus,
        promised.id_indikator,
        promised.tahun,
        promised.periode,
        promised.jenis_target,
        promised.target,
        promised.target_bawah,
        promised.target_atas,
        standing.target as target_semula,
        standing.target_bawah as target_bawah_semula,
        standing.target_atas as target_atas_semula,
        lawful_reports.id_indikator is not null as has_dasar,
        row_number() over (
            partition by promised.id_baris, promised.kunci_target
            order by standing.dibuka desc
        ) as urutan
    from promised
    inner join standing
        on
            promised.kunci_opd = standing.kunci_opd
            and promised.kunci_target = standing.kunci_target
            and promised.kode_wilayah = standing.kode_wilayah
            and promised.dimensi = standing.dimensi
            and promised.dibuka > standing.dibuka
    left join lawful_reports
        on
            promised.sha256_berkas = lawful_reports.sha256_berkas
            and promised.id_indikator = lawful_reports.id_indikator
    where not promised.is_digantikan or promised.is_revisi_tertahan
),

judged as (
    select
        compared.*,
        berlaku.nama_indikator,
        berlaku.polaritas_hitung,
        coalesce(
            berlaku.polaritas_hitung = 'RENTANG'
            and compared.target_bawah < compared.target_bawah_semula - toleransi.nilai,
            false
        ) as is_batas_bawah,
        coalesce(
            case berlaku.polaritas_hitung
                when 'NAIK' then compared.target < compared.target_semula - toleransi.nilai
                when 'TURUN' then compared.target > compared.target_semula + toleransi.nilai
                when 'RENTANG'
                    then
                        compared.target_bawah < compared.target_bawah_semula - toleransi.nilai
                        or compared.target_atas > compared.target_atas_semula + toleransi.nilai
            end,
            false
        ) as is_lebih_mudah
    from compared
    cross join toleransi
    left join {{ ref('int_indikator__berlaku') }} as berlaku
        on
            compared.kunci_opd = berlaku.kunci_opd
            and compared.id_indikator = berlaku.id_indikator
            and compared.id_siklus = berlaku.id_siklus
    where compared.urutan = 1
),

-- One row per figure: the easier promise speaks before the other, the year's before the end's.
ranked as (
    select
        *,
        row_number() over (
            partition by id_baris
            order by
                case when is_lebih_mudah and not has_dasar then 0 else 1 end,
                jenis_target desc
        ) as urutan_baris
    from judged
),

final as (
    select
        id_baris,
        kode_opd,
        kunci_opd,
        id_siklus,
        id_indikator,
        nama_indikator,
        tahun,
        periode,
        jenis_target,
        -- Of a range the bound that moved is named.
        case
            when is_batas_bawah then target_bawah_semula
            when polaritas_hitung = 'RENTANG' then target_atas_semula
            else target_semula
        end as target_semula,
        case
            when is_batas_bawah then target_bawah
            when polaritas_hitung = 'RENTANG' then target_atas
            else target
        end as target_baru,
        is_lebih_mudah,
        has_dasar
    from ranked
    where urutan_baris = 1
)

select * from final
