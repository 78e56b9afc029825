with

tindak_lanjut as (
    select * from {{ ref('int_tindak_lanjut__siklus') }}
),

lapor as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

opd as (
    select * from {{ ref('int_opd__siklus') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- The state at the cut-off of the cycle of the release; earlier ones stay in their own releases.
final as (
    select
        ---------- keys
        cast(t.id_tindak_lanjut as string) as id_tindak_lanjut,
        cast(t.id_siklus as string) as id_siklus,
        cast(t.kode_opd as string) as kode_opd,
        cast(opd.nama_opd as string) as nama_opd,
        cast(lapor.id_indikator as string) as id_indikator,
        cast(berlaku.nama_indikator as string) as nama_indikator,
        cast(berlaku.kode_pilar as string) as kode_pilar,
        cast(lapor.tahun as integer) as tahun,
        cast(lapor.periode as string) as periode,
        cast(lapor.tahun as string) || '-' || cast(lapor.periode as string) as id_periode,
        ---------- what was promised
        cast(lapor.kategori_hambatan as string) as kategori_hambatan,
        cast(lapor.uraian_hambatan as string) as uraian_hambatan,
        cast(lapor.rencana_tindak_lanjut as string) as rencana_tindak_lanjut,
        cast(lapor.penanggung_jawab as string) as penanggung_jawab,
        cast(lapor.opd_pendukung as string) as opd_pendukung,
        cast(lapor.dukungan_diminta_ke_bupati as string) as dukungan_diminta_ke_bupati,
        cast(t.tenggat_awal as date) as tenggat_awal,
        cast(t.tenggat as date) as tenggat,
        coalesce(t.tenggat > t.tenggat_awal, false) as is_tenggat_mundur,
        ---------- where it stands
        cast(t.status_tl as string) as status_tl,
        cast(t.posisi as string) as posisi,
        t.is_terbuka,
        cast(case
            when t.posisi = 'LEWAT_TENGGAT'
                then {{ dbt.datediff('t.tenggat', 't.batas_data', 'day') }}
        end as integer) as hari_lewat_tenggat,
        lapor.has_bukti,
        lapor.is_generik,
        lapor.is_penjelasan_lengkap,
        ---------- how it was carried
        cast(t.id_siklus_pertama as string) as id_siklus_pertama,
        cast(t.id_siklus_terakhir as string) as id_siklus_terakhir,
        cast(t.jumlah_laporan as integer) as jumlah_laporan,
        cast(t.jumlah_siklus_dibawa as integer) as jumlah_siklus_dibawa,
        t.is_terbuka and t.jumlah_siklus_dibawa > 0 as is_dibawa,
        t.is_terbuka and t.id_siklus_terakhir <> t.id_siklus as is_tidak_dilaporkan_lagi,
        ---------- how far to trust it
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        coalesce(berlaku.layak_publik = 'YA', false) as is_layak_publik,
        cast(label_berkas.label_data as string) as label_data,
        cast(lapor.sha256_berkas as string) as sha256_berkas,
        cast(lapor.baris as integer) as baris
    from tindak_lanjut as t
    inner join lingkup
        on t.id_siklus = lingkup.id_siklus
    inner join lapor
        on t.id_baris_tl = lapor.id_baris_tl
    left join berlaku
        on
            t.kode_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and t.id_siklus_terakhir = berlaku.id_siklus
    left join opd
        on
            t.kode_opd = opd.kode_opd
            and t.id_siklus_terakhir = opd.id_siklus
    left join label_berkas
        on lapor.sha256_berkas = label_berkas.sha256_berkas
)

select * from final
