with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

sampul as (
    select * from {{ ref('stg_intake__sampul') }}
),

tidak_berlaku as (
    select * from {{ ref('aturan_formulir') }}
    where id_aturan = 'STR-07'
),

-- A dash is no name: what holds no letter says nobody.
final as (
    select
        kiriman.sha256_berkas,
        kiriman.kode_opd,
        kiriman.kunci_opd,
        kiriman.id_siklus,
        sampul.tanggal_pengesahan,
        case
            when {{ teks_huruf('sampul.disahkan_oleh') }} <> '' then trim(sampul.disahkan_oleh)
        end as disahkan_oleh,
        tidak_berlaku.id_aturan is null as is_pengesahan_wajib
    from kiriman
    left join sampul
        on kiriman.sha256_berkas = sampul.sha256_berkas
    left join tidak_berlaku
        on
            tidak_berlaku.jenis_formulir
            = case when kiriman.id_layout like 'templat-%' then 'TEMPLAT' else 'FORMULIR' end
)

select * from final
