with

vintase as (
    select * from {{ ref('int_realisasi__vintase') }}
),

baris as (
    select * from {{ ref('int_baris__status') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__versi') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- A figure repeated unchanged from report to report is no news; one that changed once is shown with
-- all its vintages, those of versions that were replaced too.
vintages as (
    select
        *,
        max(case when is_revisi then 1 else 0 end) over kunci as ada_revisi
    from vintase
    where is_kunci_lengkap and urutan_kembar = 1 and kunci_opd = kode_opd
    window kunci as (
        partition by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
    )
),

-- What was never judged is held (fail closed); a held figure has its row, but not its value.
judged as (
    select
        vintages.*,
        not coalesce(baris.is_blokir, true) and not coalesce(baris.is_karantina, true) as is_rilis
    from vintages
    left join baris
        on vintages.id_baris = baris.id_baris
    where vintages.ada_revisi = 1
),

valued as (
    select
        *,
        case when is_rilis then realisasi end as nilai_rilis,
        lag(case when is_rilis then realisasi end) over (
            partition by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
            order by nomor_vintase
        ) as nilai_rilis_sebelumnya
    from judged
),

final as (
    select
        ---------- keys
        cast(valued.id_indikator as string) as id_indikator,
        cast(valued.kode_opd as string) as kode_opd,
        cast(valued.tahun as integer) as tahun,
        cast(valued.periode as string) as periode,
        cast(valued.kode_wilayah as string) as kode_wilayah,
        cast(valued.dimensi as string) as dimensi,
        cast(valued.nomor_vintase as integer) as nomor_vintase,
        cast(valued.jumlah_vintase as bigint) as jumlah_vintase,
        cast(valued.id_siklus as string) as id_siklus,
        cast(berlaku.nama_indikator as string) as nama_indikator,
        ---------- what was said
        cast(valued.nilai_rilis as double) as nilai,
        cast(valued.nilai_rilis_sebelumnya as double) as nilai_sebelumnya,
        cast(valued.nilai_rilis - valued.nilai_rilis_sebelumnya as double) as perubahan,
        cast(berlaku.satuan as string) as satuan,
        cast(valued.status_data as string) as status_data,
        valued.is_revisi,
        not valued.is_digantikan as is_berlaku,
        valued.is_rilis,
        cast(case
            when valued.is_rilis then {{ tanpa_data_pribadi('valued.alasan_revisi') }}
        end as string) as alasan_revisi,
        ---------- where it stands
        cast(kiriman.diterima_pada as timestamp) as diterima_pada,
        cast(kiriman.nama_berkas as string) as nama_berkas,
        cast(valued.sha256_berkas as string) as sha256_berkas,
        cast(valued.baris as integer) as baris,
        ---------- how far to trust it
        coalesce(berlaku.layak_publik = 'YA', false) as is_layak_publik,
        cast(label_berkas.label_data as string) as label_data,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from valued
    inner join kiriman
        on valued.sha256_berkas = kiriman.sha256_berkas
    cross join lingkup
    left join berlaku
        on
            valued.kunci_opd = berlaku.kunci_opd
            and valued.id_indikator = berlaku.id_indikator
            and valued.id_siklus = berlaku.id_siklus
    left join label_berkas
        on valued.sha256_berkas = label_berkas.sha256_berkas
)

select * from final
