with

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

-- What holds an agency reaches every row of its file in that cycle, besides the rows it is about.
final as (
    select
        id_temuan,
        id_baris
    from {{ ref('int_temuan__kena') }}
    union distinct
    select
        temuan.id_temuan,
        uji.id_baris
    from temuan
    inner join {{ ref('int_realisasi__uji') }} as uji
        on
            temuan.kunci_opd = uji.kunci_opd
            and coalesce(temuan.id_siklus, '') = coalesce(uji.id_siklus, '')
    where temuan.tingkat = 'K' and (temuan.suite <> 'ingest' or temuan.is_berkas_aktif)
)

select * from final
