with

-- A table is named again where it is read again: an engine keeps whole what two parts read.
berganti as (
    select
        kunci_opd,
        id_indikator
    from {{ ref('int_indikator__berlaku') }}
    where trim(satuan) <> ''
    group by kunci_opd, id_indikator
    having min(lower(trim(satuan))) <> max(lower(trim(satuan)))
),

final as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        lower(trim(berlaku.satuan)) as satuan_seri
    from {{ ref('int_indikator__berlaku') }} as berlaku
    inner join berganti
        on
            berlaku.kunci_opd = berganti.kunci_opd
            and berlaku.id_indikator = berganti.id_indikator
    where trim(berlaku.satuan) <> ''
)

select * from final
