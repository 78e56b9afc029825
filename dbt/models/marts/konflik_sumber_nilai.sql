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
        cast(angka.id_konflik as varchar) as id_konflik,
        cast(row_number() over (
            partition by angka.id_konflik
            order by angka.nilai, angka.asal, angka.kunci_asal
        ) as integer) as urutan,
        cast(angka.asal as varchar) as asal,
        cast(angka.kunci_asal as varchar) as kunci_asal,
        ---------- the figure
        cast(angka.nama_indikator as varchar) as nama_indikator,
        cast(angka.tahun as integer) as tahun,
        cast(angka.periode as varchar) as periode,
        cast(angka.tanggal_referensi as date) as tanggal_referensi,
        cast(angka.nilai as double) as nilai,
        cast(angka.satuan as varchar) as satuan,
        ---------- whose it is
        cast(angka.kode_sumber as varchar) as kode_sumber,
        cast(sumber.nama_sumber as varchar) as nama_sumber,
        cast(coalesce(angka.metode, sumber.metode) as varchar) as metode,
        cast(coalesce(agency.nama_opd, angka.penerbit) as varchar) as penerbit,
        cast(angka.kode_opd as varchar) as kode_opd,
        cast(angka.id_indikator as varchar) as id_indikator,
        cast(angka.id_seri as varchar) as id_seri,
        ---------- where it stands
        cast(angka.halaman as varchar) as halaman,
        cast(angka.sha256_berkas as varchar) as sha256_berkas,
        cast(alamat.lembar as varchar) as lembar,
        cast(alamat.sel as varchar) as sel,
        ---------- how far to trust it
        angka.is_rilis,
        cast(angka.status_verifikasi as varchar) as status_verifikasi,
        cast(angka.catatan as varchar) as catatan,
        cast(label_berkas.label_data as varchar) as label_data
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
