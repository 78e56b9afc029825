with

vintase as (
    select * from {{ ref('int_realisasi__vintase') }}
),

-- Receipts decide what was known at a cut-off, not releases: the archive tells them (ADR 0006).
-- A change without a reason is held, and the figure it would have replaced stands (ADR 0009).
final as (
    select
        id_baris,
        kode_opd,
        kunci_opd,
        id_siklus,
        id_indikator,
        tahun,
        periode,
        realisasi_semula,
        realisasi,
        alasan_revisi
    from vintase
    where is_mengubah_terbit and not is_lama and (is_revisi_tertahan or not is_digantikan)
)

select * from final
