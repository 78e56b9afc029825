with

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

sampul as (
    select * from {{ ref('stg_intake__sampul') }}
),

periode as (
    select * from {{ ref('periode') }}
),

tidak_berlaku as (
    select * from {{ ref('aturan_formulir') }}
    where id_aturan = 'STR-07'
),

berakhir as (
    select
        kiriman.*,
        cast(kiriman.diterima_pada as date) as tanggal_terima,
        case
            when kiriman.tahun is not null
                then {{ akhir_bulan('kiriman.tahun', 'periode.bulan_akhir') }}
        end as tanggal_akhir_periode
    from kiriman
    left join periode
        on kiriman.periode = periode.periode
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
        tidak_berlaku.id_aturan is null as is_pengesahan_wajib,
        kiriman.tanggal_akhir_periode,
        kiriman.tanggal_terima,
        -- The last day of a period is a working day of that period.
        case
            when sampul.tanggal_pengesahan is not null
                then
                    coalesce(sampul.tanggal_pengesahan < kiriman.tanggal_akhir_periode, false)
                    or sampul.tanggal_pengesahan > kiriman.tanggal_terima
        end as is_pengesahan_janggal
    from berakhir as kiriman
    left join sampul
        on kiriman.sha256_berkas = sampul.sha256_berkas
    left join tidak_berlaku
        on
            tidak_berlaku.jenis_formulir
            = case when kiriman.id_layout like 'templat-%' then 'TEMPLAT' else 'FORMULIR' end
)

select * from final
