with

anggaran as (
    select * from {{ ref('int_anggaran__pos') }}
),

periode as (
    select * from {{ ref('periode') }}
),

lengkap as (
    select
        anggaran.kunci_opd,
        anggaran.kode_opd,
        anggaran.id_siklus,
        anggaran.sha256_berkas,
        anggaran.tahun,
        anggaran.periode,
        anggaran.tingkat_anggaran,
        anggaran.kode,
        anggaran.uraian,
        anggaran.baris,
        anggaran.pagu,
        case when anggaran.sifat = 'PERIODE' then anggaran.realisasi_anggaran end
            as realisasi_periode,
        case when coalesce(anggaran.sifat, '-') <> 'PERIODE' then anggaran.realisasi_anggaran end
            as realisasi_kumulatif
    from anggaran
    where not anggaran.is_jumlah and not anggaran.is_ulangan
),

-- An item may stand on several rows, for instance one for each source of funds.
pos as (
    select
        kunci_opd,
        kode_opd,
        id_siklus,
        sha256_berkas,
        tingkat_anggaran,
        kode,
        tahun,
        periode,
        min(uraian) as uraian,
        min(baris) as baris_anggaran,
        count(*) as jumlah_baris_pos,
        sum(pagu) as pagu,
        sum(realisasi_periode) as realisasi_periode,
        sum(realisasi_kumulatif) as realisasi_kumulatif
    from lengkap
    group by
        kunci_opd, kode_opd, id_siklus, sha256_berkas, tingkat_anggaran, kode, tahun, periode
),

-- Amounts of periods add up from the start of the year, over an empty one in between, which is
-- flagged; the budget is that of the year.
terhimpun as (
    select
        pos.*,
        max(pos.pagu) over (
            partition by pos.sha256_berkas, pos.tingkat_anggaran, pos.kode
        ) as pagu_tahun,
        sum(pos.realisasi_periode) over (
            partition by
                pos.sha256_berkas, pos.tingkat_anggaran, pos.kode, periode.jenis_periode
            order by periode.urutan_periode
            rows between unbounded preceding and current row
        ) as realisasi_terhimpun,
        count(pos.realisasi_periode) over (
            partition by
                pos.sha256_berkas, pos.tingkat_anggaran, pos.kode, periode.jenis_periode
            order by periode.urutan_periode
            rows between unbounded preceding and current row
        ) as isi_terhimpun,
        periode.urutan_periode
    from pos
    left join periode on pos.periode = periode.periode
),

final as (
    select
        kunci_opd,
        kode_opd,
        id_siklus,
        sha256_berkas,
        tingkat_anggaran,
        kode,
        uraian,
        tahun,
        periode,
        cast(baris_anggaran as integer) as baris_anggaran,
        cast(jumlah_baris_pos as integer) as jumlah_baris_pos,
        coalesce(pagu, pagu_tahun) as pagu,
        realisasi_periode,
        coalesce(realisasi_kumulatif, realisasi_terhimpun) as realisasi_anggaran,
        case
            when coalesce(pagu, pagu_tahun) > 0
                then
                    100.0 * coalesce(realisasi_kumulatif, realisasi_terhimpun)
                    / coalesce(pagu, pagu_tahun)
        end as serapan,
        realisasi_kumulatif is null
        and realisasi_terhimpun is not null
        and isi_terhimpun < urutan_periode as is_parsial
    from terhimpun
)

select * from final
