with

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

siklus as (
    select * from {{ ref('siklus') }}
),

siklus_lingkup as (
    select * from {{ ref('int_siklus__lingkup') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

-- A later report of the same agency and cycle stands in for an earlier one. A refused file is stood
-- in for by an accepted one of its own or a later version only, one that contradicts itself by one
-- that came after it: until then it waits to be mended.
penerus as (
    select
        berkas.sha256_berkas,
        kiriman_aktif.sha256_berkas as sha256_penerus
    from berkas
    inner join kiriman_aktif
        on
            berkas.kode_opd = kiriman_aktif.kode_opd
            and berkas.id_siklus = kiriman_aktif.id_siklus
            and berkas.sha256_berkas <> kiriman_aktif.sha256_berkas
    where
        berkas.hasil = 'DITERIMA'
        or (
            coalesce(berkas.versi_kiriman, 1) <= coalesce(kiriman_aktif.versi_kiriman, 1)
            and (
                berkas.identitas <> 'BERTENTANGAN'
                or berkas.dikirim_pada < kiriman_aktif.dikirim_pada
            )
        )
),

-- One of a tie waits for its sender's word.
final as (
    select
        berkas.sha256_berkas,
        berkas.nama_berkas,
        berkas.ukuran,
        berkas.diterima_pada,
        berkas.sumber,
        berkas.id_layout,
        berkas.hasil,
        berkas.alasan,
        berkas.kode_opd,
        siklus.id_siklus,
        berkas.tahun,
        berkas.periode,
        berkas.versi_kiriman,
        berkas.jumlah_baris,
        case
            when berkas.hasil = 'DITOLAK' and penerus.sha256_penerus is null then 'DITOLAK'
            when berkas.hasil = 'DITOLAK' then 'DITOLAK_DIGANTIKAN'
            when urutan.is_tertahan then 'TERTAHAN'
            when penerus.sha256_penerus is not null then 'DIGANTIKAN'
            else 'BERLAKU'
        end as status_kiriman,
        case
            when urutan.is_tertahan is not true then penerus.sha256_penerus
        end as digantikan_oleh
    from berkas
    left join urutan
        on berkas.sha256_berkas = urutan.sha256_berkas
    left join siklus
        on berkas.id_siklus = siklus.id_siklus
    left join siklus_lingkup
        on berkas.id_siklus = siklus_lingkup.id_siklus
    left join penerus
        on berkas.sha256_berkas = penerus.sha256_berkas
    where
        berkas.is_menunggu is not true
        and (siklus.id_siklus is null or siklus_lingkup.id_siklus is not null)
)

select * from final
