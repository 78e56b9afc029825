with

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

laju as (
    select * from {{ ref('int_indikator__laju') }}
),

pemerintahan as (
    select * from {{ ref('periode_pemerintahan') }}
),

rumus as (
    select * from {{ ref('rumus') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

jeda_indikator as (
    select * from {{ ref('jeda_indikator') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

tetap_relatif as (
    {{ ambang_berlaku('tetap_relatif') }}
),

tetap_min as (
    {{ ambang_berlaku('tetap_min') }}
),

jeda_dampak as (
    {{ ambang_berlaku('jeda_dampak') }}
),

limits as (
    select
        toleransi.nilai as toleransi,
        tetap_relatif.nilai as tetap_relatif,
        tetap_min.nilai as tetap_min,
        cast(jeda_dampak.nilai as integer) as jeda_dampak
    from toleransi
    cross join tetap_relatif
    cross join tetap_min
    cross join jeda_dampak
),

-- The lag of an indicator whose effect needs another time; the threshold is the default.
own_lag as (
    select
        jeda_indikator.id_indikator,
        jeda_indikator.jeda_bulan,
        jeda_indikator.alasan,
        row_number() over (
            partition by jeda_indikator.id_indikator
            order by jeda_indikator.berlaku_dari desc
        ) as urutan
    from jeda_indikator
    inner join lingkup
        on jeda_indikator.berlaku_dari <= lingkup.tanggal_batas
),

inauguration as (
    select cast(nilai as date) as mulai_pemerintahan
    from {{ ref('profil') }}
    where kunci = 'mulai_pemerintahan'
),

formula as (
    {{ rumus_berlaku('AKSELERASI') }}
),

lagged as (
    select
        laju.*,
        coalesce(own_lag.jeda_bulan, limits.jeda_dampak) as jeda_dampak,
        own_lag.alasan as alasan_jeda
    from laju
    cross join limits
    left join own_lag
        on
            laju.id_indikator = own_lag.id_indikator
            and own_lag.urutan = 1
),

weighed as (
    select
        lagged.*,
        limits.toleransi,
        case
            when lagged.laju_sebelumnya is not null
                then greatest(limits.tetap_relatif * abs(lagged.laju_sebelumnya), limits.tetap_min)
        end as ambang_tetap,
        {{ dbt.dateadd('month', 'lagged.jeda_dampak', 'inauguration.mulai_pemerintahan') }}
            as dapat_diatribusikan_sejak
    from lagged
    cross join limits
    left join inauguration
        on true
),

final as (
    select
        ---------- keys
        cast(weighed.id_indikator as string) as id_indikator,
        cast(weighed.tahun as integer) as tahun,
        cast(kpi_indikator.id_siklus as string) as id_siklus,
        cast(kpi_indikator.kode_opd as string) as kode_opd,
        cast(kpi_indikator.nama_opd as string) as nama_opd,
        cast(kpi_indikator.kode_pilar as string) as kode_pilar,
        ---------- the series
        cast(kpi_indikator.nama_indikator as string) as nama_indikator,
        cast(kpi_indikator.level_hasil as string) as level_hasil,
        cast(kpi_indikator.satuan as string) as satuan,
        cast(weighed.polaritas_hitung as string) as polaritas,
        cast(kpi_indikator.sumber_data as string) as sumber_data,
        cast(kpi_indikator.metode as string) as metode,
        cast(weighed.nomor_seri as integer) as nomor_seri,
        cast(weighed.jumlah_titik as integer) as jumlah_titik,
        cast(weighed.jumlah_titik_warisan as integer) as jumlah_titik_warisan,
        cast(nullif(concat_ws(
            ' ',
            weighed.alasan_seri,
            case
                when weighed.jumlah_titik_warisan > 0
                    then
                        cast(weighed.jumlah_titik_warisan as string)
                        || ' angka tahunan berasal dari OPD pendahulu.'
            end
        ), '') as string) as catatan_seri,
        ---------- both clocks
        cast(weighed.tanggal_acuan as date) as tanggal_acuan,
        cast(pemerintahan.tahun_pemerintahan as integer) as tahun_pemerintahan,
        coalesce(pemerintahan.tahun_pemerintahan = 1, false) as is_baseline_tahun_1,
        ---------- what changed
        cast(weighed.nilai as double) as realisasi,
        cast(weighed.tahun_sebelumnya as integer) as tahun_sebelumnya,
        cast(weighed.nilai_sebelumnya as double) as realisasi_sebelumnya,
        cast(weighed.selang_tahun as double) as selang_tahun,
        cast(weighed.laju as double) as laju,
        cast(weighed.laju_sebelumnya as double) as laju_sebelumnya,
        cast(weighed.percepatan as double) as percepatan,
        cast(weighed.ambang_tetap as double) as ambang_tetap,
        ---------- what was promised
        cast(weighed.target_akhir_rpjmd as double) as target_akhir_rpjmd,
        cast(weighed.tahun_akhir as integer) as tahun_akhir,
        cast(weighed.laju_perlu as double) as laju_perlu,
        cast(case
            when weighed.laju_perlu > weighed.toleransi then weighed.laju / weighed.laju_perlu
        end as double) as indeks_akselerasi,
        weighed.laju_perlu <= weighed.toleransi as is_target_akhir_tercapai,
        ---------- what that says
        cast(case
            when weighed.percepatan is null then 'BELUM_CUKUP_DATA'
            when weighed.laju < -weighed.toleransi then 'MUNDUR'
            when weighed.percepatan > weighed.ambang_tetap + weighed.toleransi then 'DIPERCEPAT'
            when weighed.percepatan < -weighed.ambang_tetap - weighed.toleransi then 'MELAMBAT'
            else 'TETAP'
        end as string) as status_akselerasi,
        cast(case
            when weighed.percepatan is not null then null
            when weighed.jenis_titik = 'TANPA_ANGKA' then 'Tidak ada angka setahun.'
            when weighed.jenis_titik = 'TANPA_SUMBER' then 'Sumber data tidak disebut.'
            when weighed.jenis_titik = 'BELUM_SETAHUN' then 'Angka setahun belum lengkap.'
            when weighed.polaritas_hitung not in ('NAIK', 'TURUN')
                then 'Indikator rentang tidak punya arah naik atau turun.'
            when weighed.polaritas_hitung is null then 'Arah indikator tidak disebut.'
            when weighed.jumlah_titik < 3
                then
                    'Baru ' || cast(weighed.jumlah_titik as string)
                    || ' angka tahunan dari satu sumber dan metode; perlu 3.'
            else 'Tanggal referensi data tidak berurutan.'
        end as string) as alasan_tanpa_status,
        coalesce(weighed.tanggal_acuan >= weighed.dapat_diatribusikan_sejak, false)
            as is_dapat_diatribusikan,
        cast(case
            when weighed.dapat_diatribusikan_sejak is null
                then 'Belum dapat diatribusikan: awal pemerintahan tidak diketahui.'
            when weighed.tanggal_acuan < weighed.dapat_diatribusikan_sejak
                then
                    'Belum dapat diatribusikan: diukur ' || cast(weighed.tanggal_acuan as string)
                    || ', kurang dari ' || cast(weighed.jeda_dampak as string)
                    || ' bulan sejak awal pemerintahan.'
        end as string) as catatan_atribusi,
        cast(weighed.jeda_dampak as integer) as jeda_dampak,
        cast(weighed.alasan_jeda as string) as alasan_jeda,
        ---------- how far to trust it
        cast(formula.rumus_id as string) as rumus_id,
        cast(formula.versi_rumus as string) as versi_rumus,
        cast(kpi_indikator.versi_kebijakan as string) as versi_kebijakan,
        kpi_indikator.is_layak_publik,
        kpi_indikator.is_rilis,
        cast(kpi_indikator.label_data as string) as label_data,
        cast(weighed.kunci as string) as kunci
    from weighed
    inner join kpi_indikator
        on weighed.kunci = kpi_indikator.kunci
    left join formula
        on true
    left join pemerintahan
        on weighed.tanggal_acuan between pemerintahan.mulai and pemerintahan.selesai
)

select * from final
