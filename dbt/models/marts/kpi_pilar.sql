with

pilar as (
    select * from {{ ref('dim_pilar') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

kewajiban as (
    select * from {{ ref('int_kewajiban__status') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

threshold as (
    {{ ambang_berlaku('cakupan_min') }}
),

tolerance as (
    {{ ambang_berlaku('toleransi') }}
),

-- A shared indicator counts once, under its leader's pillar. Sums run over decimals, which are
-- exact: sums of doubles differ in the last digit with the order of the rows, and the same inputs
-- must publish the same numbers.
counted_once as (
    select
        kode_pilar,
        id_siklus,
        level_hasil,
        is_skor,
        is_jatuh_tempo,
        status_kewajiban,
        cast(bobot as decimal(18, 6)) as bobot,
        cast(bobot * capaian_tampil as decimal(38, 10)) as nilai_tertimbang
    from kewajiban
    where is_dihitung_sekali
),

summed as (
    select
        kode_pilar,
        id_siklus,
        count(*) as jumlah_semua,
        count(case when level_hasil in ('OUTCOME', 'DAMPAK') then 1 end) as jumlah_hasil,
        count(case when is_skor and is_jatuh_tempo then 1 end) as jumlah_indikator,
        count(case when is_skor and status_kewajiban = 'DINILAI' then 1 end) as jumlah_dinilai,
        count(case when is_skor and status_kewajiban = 'DITAHAN' then 1 end) as jumlah_ditahan,
        count(case when is_skor and status_kewajiban = 'TIDAK_DIUKUR' then 1 end)
            as jumlah_tidak_diukur,
        count(case when is_skor and status_kewajiban = 'TIDAK_DILAPORKAN' then 1 end)
            as jumlah_tidak_dilaporkan,
        count(case when is_skor and status_kewajiban = 'TANPA_PERSENTASE' then 1 end)
            as jumlah_tanpa_persentase,
        count(case when is_skor and not is_jatuh_tempo then 1 end) as jumlah_belum_jatuh_tempo,
        sum(case when is_skor and is_jatuh_tempo then bobot end) as bobot_jatuh_tempo,
        sum(case when is_skor and status_kewajiban = 'DINILAI' then bobot end) as bobot_dinilai,
        -- Silence counts 0; a figure without a percentage counts neither way, only in coverage.
        sum(case
            when
                is_skor
                and status_kewajiban in ('DINILAI', 'DITAHAN', 'TIDAK_DIUKUR', 'TIDAK_DILAPORKAN')
                then bobot
        end) as bobot_ketat,
        sum(case when is_skor then nilai_tertimbang end) as jumlah_tertimbang
    from counted_once
    group by kode_pilar, id_siklus
),

every_pillar as (
    select
        pilar.kode_pilar,
        pilar.nama_pilar,
        periode.tahun,
        periode.periode,
        periode.id_periode,
        periode.tahun_pemerintahan,
        periode.id_siklus
    from pilar
    cross join periode
    where periode.id_siklus is not null
),

scored as (
    select
        every_pillar.*,
        summed.jumlah_semua,
        summed.jumlah_hasil,
        summed.jumlah_indikator,
        summed.jumlah_dinilai,
        summed.jumlah_ditahan,
        summed.jumlah_tidak_diukur,
        summed.jumlah_tidak_dilaporkan,
        summed.jumlah_tanpa_persentase,
        summed.jumlah_belum_jatuh_tempo,
        cast(summed.jumlah_tertimbang as double)
        / nullif(cast(summed.bobot_dinilai as double), 0) as rerata_tersedia,
        cast(coalesce(summed.jumlah_tertimbang, 0) as double)
        / nullif(cast(summed.bobot_ketat as double), 0) as rerata_ketat,
        100 * cast(coalesce(summed.bobot_dinilai, 0) as double)
        / nullif(cast(summed.bobot_jatuh_tempo as double), 0) as cakupan,
        100 * cast(summed.jumlah_hasil as double)
        / nullif(cast(summed.jumlah_semua as double), 0) as rasio_dampak
    from every_pillar
    left join summed
        on
            every_pillar.kode_pilar = summed.kode_pilar
            and every_pillar.id_siklus = summed.id_siklus
),

-- Without a threshold there is no score either (fail closed).
gated as (
    select
        scored.*,
        threshold.nilai as cakupan_min,
        coalesce(
            scored.cakupan >= threshold.nilai - coalesce(tolerance.nilai, 0), false
        ) as has_skor
    from scored
    left join threshold
        on true
    left join tolerance
        on true
),

final as (
    select
        cast(gated.kode_pilar as string) as kode_pilar,
        cast(gated.nama_pilar as string) as nama_pilar,
        cast(gated.tahun as integer) as tahun,
        cast(gated.periode as string) as periode,
        cast(gated.id_periode as string) as id_periode,
        cast(gated.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(gated.id_siklus as string) as id_siklus,
        cast(case when gated.has_skor then gated.rerata_tersedia end as double) as skor_tersedia,
        cast(case when gated.has_skor then gated.rerata_ketat end as double) as skor_ketat,
        cast(gated.cakupan as double) as cakupan,
        cast(gated.cakupan_min as double) as cakupan_min,
        cast(coalesce(gated.jumlah_indikator, 0) as bigint) as jumlah_indikator,
        cast(coalesce(gated.jumlah_dinilai, 0) as bigint) as jumlah_dinilai,
        cast(coalesce(gated.jumlah_ditahan, 0) as bigint) as jumlah_ditahan,
        cast(coalesce(gated.jumlah_tidak_diukur, 0) as bigint) as jumlah_tidak_diukur,
        cast(coalesce(gated.jumlah_tidak_dilaporkan, 0) as bigint) as jumlah_tidak_dilaporkan,
        cast(coalesce(gated.jumlah_tanpa_persentase, 0) as bigint) as jumlah_tanpa_persentase,
        cast(coalesce(gated.jumlah_belum_jatuh_tempo, 0) as bigint) as jumlah_belum_jatuh_tempo,
        cast(gated.rasio_dampak as double) as rasio_dampak,
        cast(case
            when gated.has_skor then null
            when coalesce(gated.jumlah_indikator, 0) = 0
                then 'Tidak ada indikator hasil atau dampak yang jatuh tempo pada periode ini.'
            when gated.cakupan_min is null
                then 'Ambang cakupan belum ditetapkan, sehingga skor tidak diterbitkan.'
            else
                'Cakupan ' || {{ angka_indonesia('gated.cakupan', 1) }} || '% di bawah batas '
                || {{ angka_indonesia('gated.cakupan_min', 1) }} || '%: '
                || cast(gated.jumlah_dinilai as string) || ' dari '
                || cast(gated.jumlah_indikator as string) || ' indikator bernilai.'
        end as string) as alasan_tanpa_skor,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from gated
    cross join lingkup
)

select * from final
