with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

versi as (
    select
        sha256_berkas,
        nama_berkas,
        kunci_opd,
        kode_opd,
        id_siklus,
        tahun,
        periode,
        dibuka,
        versi_kiriman,
        versi_efektif,
        diterima_pada,
        dikirim_pada,
        false as is_lama
    from kiriman
    union all
    select
        urutan.sha256_berkas,
        urutan.nama_berkas,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.tahun,
        kiriman.periode,
        kiriman.dibuka,
        urutan.versi_kiriman,
        urutan.versi_efektif,
        urutan.diterima_pada,
        urutan.dikirim_pada,
        true as is_lama
    from kiriman
    inner join urutan
        on
            kiriman.kunci_opd = urutan.kode_opd
            and kiriman.id_siklus = urutan.id_siklus
            and kiriman.sha256_berkas <> urutan.sha256_berkas
    -- One of a tie was never said by anybody.
    where not urutan.is_tertahan
),

-- Versions in their order; the one that counts stands last, whatever decided that.
berurutan as (
    select
        versi.*,
        siklus.batas_data,
        coalesce(cast(versi.diterima_pada as date) > siklus.batas_data, false) as is_sesudah_batas,
        row_number() over (
            partition by versi.kunci_opd, versi.id_siklus
            order by
                case when versi.is_lama then 0 else 1 end,
                versi.versi_efektif,
                versi.dikirim_pada,
                versi.sha256_berkas
        ) as urutan_versi
    from versi
    left join siklus
        on versi.id_siklus = siklus.id_siklus
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
)

select * from final
