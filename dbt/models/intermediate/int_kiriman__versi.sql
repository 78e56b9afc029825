with

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- Versions in their order, the one that counts last; a tie was never one.
berurutan as (
    select
        urutan.sha256_berkas,
        urutan.nama_berkas,
        urutan.kunci_opd,
        urutan.kode_opd,
        urutan.id_siklus,
        urutan.tahun,
        urutan.periode,
        urutan.dibuka,
        urutan.versi_kiriman,
        urutan.diterima_pada,
        coalesce(urutan.versi_sejak, urutan.diterima_pada) as versi_sejak,
        not urutan.is_aktif as is_lama,
        siklus.batas_data,
        coalesce(
            cast(coalesce(urutan.versi_sejak, urutan.diterima_pada) as date) > siklus.batas_data,
            false
        ) as is_sesudah_batas,
        row_number() over (
            partition by urutan.kunci_opd, urutan.id_siklus
            order by urutan.urutan desc
        ) as urutan_versi,
        max(case when urutan.is_aktif then 1 else 0 end) over (
            partition by urutan.kunci_opd, urutan.id_siklus
        ) = 1 as has_aktif
    from urutan
    left join siklus
        on urutan.id_siklus = siklus.id_siklus
    where urutan.is_seri is not true
),

-- What was replaced by the cut-off was a draft: nobody was told that figure.
final as (
    select
        sha256_berkas,
        nama_berkas,
        kunci_opd,
        kode_opd,
        id_siklus,
        tahun,
        periode,
        dibuka,
        batas_data,
        versi_kiriman,
        diterima_pada,
        versi_sejak,
        is_lama,
        cast(urutan_versi as integer) as urutan_versi,
        coalesce(
            urutan_versi
            < max(case when not is_sesudah_batas then urutan_versi end) over (
                partition by kunci_opd, id_siklus
            ),
            false
        ) as is_draf
    from berurutan
    where has_aktif
)

select * from final
