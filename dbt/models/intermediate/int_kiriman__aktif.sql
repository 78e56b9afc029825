with

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

final as (
    select
        sha256_berkas,
        nama_berkas,
        id_layout,
        kode_opd,
        kode_opd_tertulis,
        nama_opd_tertulis,
        kunci_opd,
        id_siklus,
        tahun,
        periode,
        versi_kiriman,
        versi_efektif,
        jumlah_baris,
        jumlah_kiriman,
        diterima_pada,
        diterima_pertama,
        dikirim_pada,
        dibuka,
        tenggat,
        -- greatest() skips NULL: without a deadline it would say 0 days.
        case
            when tenggat is not null
                then cast(
                    greatest(
                        {{ dbt.datediff('tenggat', 'cast(diterima_pertama as date)', 'day') }}, 0
                    ) as integer
                )
        end as hari_terlambat,
        cast(diterima_pertama as date) > tenggat as is_terlambat,
        is_siklus_lingkup
    from urutan
    where is_aktif
)

select * from final
