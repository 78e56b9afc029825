with

temuan as (
    select * from {{ ref('int_temuan__dinilai') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- A finding reaches a row directly, through the cells of the row, or through its definition's row.
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
)

select * from final
