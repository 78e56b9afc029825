with

angka as (
    select * from {{ ref('int_angka__bersumber') }}
    where status_banding = 'BERBEDA'
),

alamat as (
    select * from {{ ref('int_nilai__alamat') }}
),

opd as (
    select * from {{ ref('dim_opd') }}
),

sumber as (
    select * from {{ ref('sumber') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

agency as (
    select
        kode_opd,
        nama_opd,
        row_number() over (
            partition by kode_opd
            order by is_berlaku desc, berlaku_dari desc
        ) as urutan
    from opd
),

final as (
    select
        ---------- keys
        cast(angka.id_konflik as string) as id_konflik,
        cast(row_number() over (
            partition by angka.id_konflik
            order by angka.nilai, angka.asal, angka.kunci_asal
        ) as integer) as urutan,
        cast(angka.asal as string) as asal,
        cast(angka.kunci_asal as string) as kunci_asal,
        ---------- the figure
        cast(angka.nama_indikator as string) as nama_indikator,
        cast(angka.tahun as integer) as tahun,
        cast(angka.periode as string) as periode,
        cast(angka.tanggal_referensi as date) as tanggal_referensi,
        cast(angka.nilai as double) as nilai,
        cast(angka.satuan as string) as satuan,
        ---------- whose it is
        cast(angka.kode_sumber as string) as kode_sumber,
        cast(sumber.nama_sumber as string) as nama_sumber,
        cast(coalesce(angka.metode, sumber.metode) as string) as metode,
        cast(coalesce(agency.nama_opd, angka.penerbit) as string) as penerbit,
        cast(angka.kode_opd as string) as kode_opd,
        cast(angka.id_indikator as string) as id_indikator,
        cast(angka.id_seri as string) as id_seri,
        ---------- where it stands
        cast(angka.halaman as string) as halaman,
        cast(angka.sha256_berkas as string) as sha256_berkas,
        cast(alamat.lembar as string) as lembar,
        cast(alamat.sel as string) as sel,
        ---------- how far to trust it
        angka.is_rilis,
        cast(angka.status_verifikasi as string) as status_verifikasi,
        cast(angka.catatan as string) as catatan,
        cast(label_berkas.label_data as string) as label_data
    from angka
    left join agency
        on
            angka.kode_opd = agency.kode_opd
            and agency.urutan = 1
    left join sumber
        on angka.kode_sumber = sumber.kode_sumber
    left join alamat
        on angka.id_baris = alamat.id_baris
    left join label_berkas
        on angka.sha256_berkas = label_berkas.sha256_berkas
)

select * from final
