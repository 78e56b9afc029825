with

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- A finding reaches a row directly, through the cells of the row, or through its definition's row;
-- what holds an agency reaches every row of its file in that cycle.
final as (
    select
        id_temuan,
        id_baris
    from temuan
    where id_baris is not null
    union distinct
    select
        temuan.id_temuan,
        uji.id_baris
    from temuan
    inner join {{ ref('int_realisasi__uji') }} as uji
        on
            temuan.sha256_berkas = uji.sha256_berkas
            and temuan.baris = uji.baris_realisasi
            and (temuan.tahun is null or temuan.tahun = uji.tahun)
            and (temuan.periode is null or temuan.periode = uji.periode)
    where temuan.suite = 'ingest' and temuan.tabel = 'realisasi'
    union distinct
    select
        temuan.id_temuan,
        uji.id_baris
    from temuan
    inner join {{ ref('int_realisasi__uji') }} as uji
        on
            temuan.sha256_berkas = uji.sha256_indikator
            and temuan.baris = uji.baris_indikator
    where temuan.suite = 'ingest' and temuan.tabel = 'indikator'
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
