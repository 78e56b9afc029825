{%- set unknown_agency = "'OPD atau siklusnya tidak dikenal.'" %}

with

checks as (
    select * from {{ ref('gate_intended_checks') }}
),

baris as (
    select * from {{ ref('int_baris__status') }}
),

swadaya as (
    select * from {{ ref('int_swadaya__status') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

-- A row rests on the checks of its kind and on those of its agency; an agency on its own.
evidence as (
    select
        {{ status_terburuk(
            "case when jenis_entitas <> 'SWADAYA' then status else 'tidak_berlaku' end"
        ) }} as status_baris,
        {{ status_terburuk(
            "case when jenis_entitas <> 'BARIS' then status else 'tidak_berlaku' end"
        ) }} as status_swadaya,
        {{ status_terburuk(
            "case when jenis_entitas = 'OPD' then status else 'tidak_berlaku' end"
        ) }} as status_opd,
        max(case
            when jenis_entitas <> 'SWADAYA' and not is_bukti_lengkap then id_aturan
        end) as contoh_baris,
        max(case
            when jenis_entitas <> 'BARIS' and not is_bukti_lengkap then id_aturan
        end) as contoh_swadaya,
        max(case
            when jenis_entitas = 'OPD' and not is_bukti_lengkap then id_aturan
        end) as contoh_opd
    from checks
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
reported as (
    select
        'BARIS' as entitas,
        baris.id_baris as kunci,
        baris.kunci_opd,
        baris.kode_opd,
        baris.id_siklus,
        baris.id_indikator,
        baris.tahun,
        baris.periode,
        baris.kode_wilayah,
        baris.dimensi,
        case
            when baris.is_digantikan and baris.is_revisi_tertahan is not true then 'tidak_berlaku'
            when baris.is_blokir or baris.is_karantina then 'gagal'
            when nilai.kunci is null then 'error'
            when not nilai.is_pemilik then 'tidak_berlaku'
            when not nilai.is_lolos then 'gagal'
            else baris.status
        end as status,
        case
            when baris.is_digantikan and baris.is_revisi_tertahan is not true
                then 'Digantikan oleh laporan siklus berikutnya.'
            when baris.is_blokir and baris.is_karantina
                then
                    baris.alasan || ' | '
                    || coalesce('OPD ditahan: ' || baris.alasan_opd, {{ unknown_agency }})
            when baris.is_blokir then baris.alasan
            when baris.is_karantina
                then coalesce('OPD ditahan: ' || baris.alasan_opd, {{ unknown_agency }})
            when nilai.kunci is null
                then 'Baris tidak sampai ke perhitungan: kuncinya tidak lengkap.'
            when not nilai.is_pemilik
                then 'Indikator bersama: angka dari OPD pemimpinnya yang dipakai.'
            when nilai.is_total_ditahan
                then 'Angka seluruh wilayahnya ditahan, maka bagiannya ikut ditahan.'
            when not nilai.is_lolos
                then 'Angka sejak awal tahun: ada triwulan sebelumnya yang ditahan.'
        end as alasan
    from baris
    left join {{ ref('int_nilai__status') }} as nilai
        on
            baris.id_baris = nilai.id_baris
            and not nilai.is_turunan
),

derived as (
    select
        'BARIS' as entitas,
        kunci,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        case
            when is_blokir or is_karantina then 'gagal'
            when not is_pemilik then 'tidak_berlaku'
            else 'lulus'
        end as status,
        case
            when is_total_ditahan
                then 'Angka seluruh wilayahnya ditahan, maka bagiannya ikut ditahan.'
            when is_blokir or is_karantina
                then 'Nilai turunan: ada baris pada tahun yang sama yang ditahan.'
            when not is_pemilik
                then 'Indikator bersama: angka dari OPD pemimpinnya yang dipakai.'
        end as alasan
    from {{ ref('int_nilai__status') }}
    where is_turunan
),

contributions as (
    select
        'SWADAYA' as entitas,
        id_baris as kunci,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_indikator,
        cast(null as integer) as tahun,
        cast(null as string) as periode,
        cast(null as string) as kode_wilayah,
        cast(null as string) as dimensi,
        case when is_blokir or is_karantina then 'gagal' else status end as status,
        case
            when is_karantina
                then
                    concat_ws(
                        ' | ',
                        alasan,
                        coalesce('OPD ditahan: ' || alasan_opd, {{ unknown_agency }})
                    )
            when is_blokir then alasan
        end as alasan
    from swadaya
),

agencies as (
    select
        'OPD' as entitas,
        kunci_opd || ':' || coalesce(id_siklus, 'TANPA-SIKLUS') as kunci,
        kunci_opd,
        kode_opd,
        id_siklus,
        cast(null as string) as id_indikator,
        cast(null as integer) as tahun,
        cast(null as string) as periode,
        cast(null as string) as kode_wilayah,
        cast(null as string) as dimensi,
        case
            when is_karantina then 'gagal'
            when sha256_berkas is null then 'tidak_berlaku'
            when coalesce(kunci_opd <> kode_opd, true) then 'gagal'
            else status
        end as status,
        case
            when is_karantina then alasan
            when sha256_berkas is null then 'Belum ada laporan.'
            when coalesce(kunci_opd <> kode_opd, true)
                then {{ unknown_agency }}
        end as alasan
    from opd_status
),

entities as (
    select * from reported
    union all
    select * from derived
    union all
    select * from contributions
    union all
    select * from agencies
),

-- Missing evidence weighs more than any finding: it holds every entity of its kind (fail closed).
weighed as (
    select
        entities.*,
        case entities.entitas
            when 'BARIS' then evidence.status_baris
            when 'SWADAYA' then evidence.status_swadaya
            else evidence.status_opd
        end as status_bukti,
        case entities.entitas
            when 'BARIS' then evidence.contoh_baris
            when 'SWADAYA' then evidence.contoh_swadaya
            else evidence.contoh_opd
        end as contoh_tanpa_bukti
    from entities
    cross join evidence
),

final as (
    select
        cast(entitas as string) as entitas,
        cast(kunci as string) as kunci,
        cast(kunci_opd as string) as kunci_opd,
        cast(kode_opd as string) as kode_opd,
        cast(id_siklus as string) as id_siklus,
        cast(id_indikator as string) as id_indikator,
        cast(tahun as integer) as tahun,
        cast(periode as string) as periode,
        cast(kode_wilayah as string) as kode_wilayah,
        cast(dimensi as string) as dimensi,
        cast(case
            when {{ status_tanpa_bukti('status_bukti') }}
                then {{ status_terburuk_dari('status', 'status_bukti') }}
            else status
        end as string) as status,
        cast(case
            when {{ status_tanpa_bukti('status_bukti') }} then 'tahan'
            when status in ('lulus', 'dikecualikan') then 'rilis'
            else 'tahan'
        end as string) as keputusan,
        cast(case
            when {{ status_tanpa_bukti('status_bukti') }}
                then concat_ws(
                    ' | ',
                    'Bukti pemeriksaan belum lengkap (misalnya ' || contoh_tanpa_bukti || ').',
                    alasan
                )
            else alasan
        end as string) as alasan,
        {{ status_berbukti('status_bukti') }} as is_bukti_lengkap
    from weighed
)

select * from final
