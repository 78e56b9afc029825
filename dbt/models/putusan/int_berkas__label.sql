with

versi as (
    select * from {{ ref('int_kiriman__versi') }}
),

sampul as (
    select * from {{ ref('stg_intake__sampul') }}
),

-- A version that was replaced may still hold a figure that stands. Synthetic reports say so on
-- their own cover; the label then follows each of their numbers.
final as (
    select
        versi.sha256_berkas,
        case
            when
                upper(concat_ws(
                    ' ', sampul.nama_opd, sampul.nama_kepala_opd, sampul.disahkan_oleh,
                    sampul.nama_operator, sampul.kontak_operator, sampul.pelajaran_periode_ini
                )) like '%DATA CONTOH SINTETIS%'
                then 'DATA CONTOH SINTETIS: bukan angka resmi'
        end as label_data
    from versi
    left join sampul
        on versi.sha256_berkas = sampul.sha256_berkas
)

select * from final
