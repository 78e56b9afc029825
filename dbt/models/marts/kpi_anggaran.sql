with

serapan as (
    select * from {{ ref('int_anggaran__serapan') }}
),

ditahan as (
    select * from {{ ref('int_anggaran__status') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__rilis') }}
),

kpi_indikator as (
    select * from {{ ref('kpi_indikator') }}
),

profil as (
    select * from {{ ref('profil') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

rumus as (
    select * from {{ ref('rumus') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- A form may state the whole tree: only its finest level is summed, or money counts twice.
levels as (
    select
        serapan.*,
        ditahan.sha256_berkas is not null as is_ditahan,
        case serapan.tingkat_anggaran
            when 'SUB_KEGIATAN' then 1
            when 'KEGIATAN' then 2
            when 'PROGRAM' then 3
            else 4
        end as urutan_tingkat
    from serapan
    left join ditahan
        on
            serapan.sha256_berkas = ditahan.sha256_berkas
            and serapan.tingkat_anggaran = ditahan.tingkat_anggaran
            and serapan.kode = ditahan.kode
            and serapan.tahun = ditahan.tahun
            and serapan.periode = ditahan.periode
    where serapan.kunci_opd = serapan.kode_opd
),

finest as (
    select
        sha256_berkas,
        min(urutan_tingkat) as urutan_tingkat
    from levels
    group by sha256_berkas
),

totals as (
    select
        levels.kode_opd,
        levels.id_siklus,
        levels.sha256_berkas,
        levels.tahun,
        levels.periode,
        min(levels.tingkat_anggaran) as tingkat_anggaran,
        count(*) as jumlah_pos,
        count(case when levels.pagu is null or levels.realisasi_anggaran is null then 1 end)
            as jumlah_pos_tanpa_angka,
        count(case when levels.is_ditahan then 1 end) as jumlah_pos_ditahan,
        max(case when levels.is_parsial then 1 else 0 end) = 1 as is_parsial,
        sum(case when not levels.is_ditahan then levels.pagu end) as pagu,
        sum(case when not levels.is_ditahan then levels.realisasi_anggaran end)
            as realisasi_anggaran
    from levels
    inner join finest
        on
            levels.sha256_berkas = finest.sha256_berkas
            and levels.urutan_tingkat = finest.urutan_tingkat
    group by
        levels.kode_opd, levels.id_siklus, levels.sha256_berkas, levels.tahun, levels.periode
),

-- The report of the latest cycle speaks for a period; a held one hides it, never an older one.
ranked as (
    select
        totals.*,
        row_number() over (
            partition by totals.kode_opd, totals.tahun, totals.periode
            order by siklus.dibuka desc, totals.id_siklus desc
        ) as urutan
    from totals
    inner join siklus
        on totals.id_siklus = siklus.id_siklus
),

shares as (
    select
        ranked.*,
        kiriman.nama_opd,
        kiriman.label_data,
        case
            when
                ranked.jumlah_pos_tanpa_angka = 0
                and ranked.jumlah_pos_ditahan = 0
                and not ranked.is_parsial
                and ranked.pagu > 0
                then 100 * ranked.realisasi_anggaran / ranked.pagu
        end as serapan
    from ranked
    inner join kiriman
        on ranked.sha256_berkas = kiriman.sha256_berkas
    where ranked.urutan = 1
),

-- Exact decimals: the same inputs publish the same digits, whatever the order of the rows.
results as (
    select
        kpi_indikator.kode_opd,
        kpi_indikator.tahun,
        kpi_indikator.periode,
        count(*) as jumlah_hasil,
        cast(sum(cast(kpi_indikator.capaian_tampil as decimal(18, 9))) as double) / count(*)
            as rata_capaian
    from kpi_indikator
    inner join profil
        on
            profil.kunci = 'kode_wilayah'
            and kpi_indikator.kode_wilayah = profil.nilai
    where
        coalesce(kpi_indikator.dimensi, '') = ''
        and kpi_indikator.level_hasil in ('OUTCOME', 'DAMPAK')
        and kpi_indikator.capaian_tampil is not null
    group by kpi_indikator.kode_opd, kpi_indikator.tahun, kpi_indikator.periode
),

formula as (
    select
        rumus.rumus_id,
        rumus.versi_rumus,
        row_number() over (order by rumus.berlaku_dari desc) as urutan
    from rumus
    cross join lingkup
    where rumus.rumus_id = 'SERAPAN' and rumus.berlaku_dari <= lingkup.tanggal_batas
),

final as (
    select
        cast(shares.kode_opd as string) as kode_opd,
        cast(shares.nama_opd as string) as nama_opd,
        cast(shares.tahun as integer) as tahun,
        cast(shares.periode as string) as periode,
        cast(cast(shares.tahun as string) || '-' || shares.periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        cast(shares.id_siklus as string) as id_siklus,
        cast(shares.tingkat_anggaran as string) as tingkat_anggaran,
        cast(shares.jumlah_pos as bigint) as jumlah_pos,
        cast(shares.jumlah_pos_tanpa_angka as bigint) as jumlah_pos_tanpa_angka,
        cast(shares.jumlah_pos_ditahan as bigint) as jumlah_pos_ditahan,
        coalesce(shares.is_parsial, false) as is_parsial,
        cast(shares.pagu as double) as pagu,
        cast(shares.realisasi_anggaran as double) as realisasi_anggaran,
        cast(shares.serapan as double) as serapan,
        cast(case
            when shares.serapan is not null then null
            when shares.jumlah_pos_ditahan > 0
                then
                    'Angka ' || cast(shares.jumlah_pos_ditahan as string)
                    || ' pos ditahan; pagu dan realisasi tidak memuat pos itu.'
            when shares.jumlah_pos_tanpa_angka > 0
                then
                    'Pagu atau realisasi ' || cast(shares.jumlah_pos_tanpa_angka as string)
                    || ' pos belum berupa angka.'
            when shares.is_parsial then 'Belanja sebagian triwulan belum dilaporkan.'
            else 'Pagu 0: serapan tidak terdefinisi.'
        end as string) as alasan_tanpa_serapan,
        cast(coalesce(results.jumlah_hasil, 0) as bigint) as jumlah_hasil,
        cast(results.rata_capaian as double) as rata_capaian,
        cast(shares.serapan - results.rata_capaian as double) as celah,
        cast(formula.rumus_id as string) as rumus_id,
        cast(formula.versi_rumus as string) as versi_rumus,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(shares.label_data as string) as label_data,
        cast(shares.sha256_berkas as string) as sha256_berkas
    from shares
    cross join lingkup
    left join formula
        on formula.urutan = 1
    left join results
        on
            shares.kode_opd = results.kode_opd
            and shares.tahun = results.tahun
            and shares.periode = results.periode
    left join periode
        on
            shares.tahun = periode.tahun
            and shares.periode = periode.periode
)

select * from final
