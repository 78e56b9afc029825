with

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

sampul as (
    select * from {{ ref('stg_intake__sampul') }}
),

-- Synthetic reports say so on their own cover; the label then follows each of their numbers.
final as (
    select
        kiriman_aktif.sha256_berkas,
        case
            when
                upper(concat_ws(
                    ' ', sampul.nama_opd, sampul.nama_kepala_opd, sampul.disahkan_oleh,
                    sampul.nama_operator, sampul.kontak_operator, sampul.pelajaran_periode_ini
                )) like '%DATA CONTOH SINTETIS%'
                then 'DATA CONTOH SINTETIS: bukan angka resmi'
        end as label_data
    from kiriman_aktif
    left join sampul
        on kiriman_aktif.sha256_berkas = sampul.sha256_berkas
)

select * from final
