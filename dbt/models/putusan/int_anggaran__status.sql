with

uji as (
    select * from {{ ref('int_anggaran__uji') }}
),

temuan as (
    select * from {{ ref('int_temuan__status') }}
    where tingkat = 'B' and status = 'gagal'
),

hit_findings as (
    select
        uji.id_baris,
        temuan.id_aturan
    from temuan
    inner join uji
        on temuan.id_baris = uji.id_baris
    where temuan.entitas = 'anggaran'
),

held as (
    select
        id_baris,
        min(id_aturan) as id_aturan
    from hit_findings
    group by id_baris
),

pos as (
    select * from {{ ref('int_anggaran__pos') }}
),

-- An item is held with any of its rows: the others alone are not the item.
final as (
    select
        pos.sha256_berkas,
        pos.tingkat_anggaran,
        pos.kode,
        pos.tahun,
        pos.periode,
        min(held.id_aturan) as id_aturan
    from held
    inner join pos
        on held.id_baris = pos.id_baris
    where not pos.is_jumlah and not pos.is_ulangan
    group by pos.sha256_berkas, pos.tingkat_anggaran, pos.kode, pos.tahun, pos.periode
)

select * from final
