with

pos as (
    select * from {{ ref('int_anggaran__pos') }}
),

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

-- An item as the report of a cycle states it up to its own period; nothing of one period alone.
per_pos as (
    select
        kunci_opd,
        id_siklus,
        dibuka,
        tahun,
        tingkat_anggaran,
        kode,
        sum(pagu) as pagu_pos,
        sum(realisasi_anggaran) as realisasi_pos
    from pos
    where
        not is_jumlah
        and not is_ulangan
        and not is_kode_salah
        and id_siklus is not null
        and periode = periode_laporan
        and coalesce(sifat, '-') <> 'PERIODE'
    group by kunci_opd, id_siklus, dibuka, tahun, tingkat_anggaran, kode
),

-- Against every report before it, not the last one alone: a mistake that is made twice is no habit.
dibandingkan as (
    select
        per_pos.*,
        ambang.turun_anggaran,
        ambang.skala_anggaran,
        ambang.pagu_terkecil,
        max(per_pos.pagu_pos) over sebelumnya as pagu_terbesar
    from per_pos
    left join ambang on per_pos.id_siklus is not distinct from ambang.id_siklus
    window sebelumnya as (
        partition by
            per_pos.kunci_opd, per_pos.tahun, per_pos.tingkat_anggaran, per_pos.kode
        order by per_pos.dibuka, per_pos.id_siklus
        rows between unbounded preceding and 1 preceding
    )
),

membesar as (
    select
        *,
        pagu_terbesar > 0
        and coalesce(pagu_pos >= pagu_terbesar * skala_anggaran, false) as is_membesar
    from dibandingkan
),

-- A pagu that grew a hundredfold is told once; whoever says the former one again has mended it.
terdahulu as (
    select
        *,
        max(case when not coalesce(is_membesar, false) then pagu_pos end) over sebelumnya
            as pagu_wajar,
        max(
            case
                when
                    not coalesce(is_membesar, false)
                    and coalesce(realisasi_pos <= pagu_pos + 0.5, true)
                    then realisasi_pos
            end
        ) over sebelumnya as belanja_lalu
    from membesar
    window sebelumnya as (
        partition by kunci_opd, tahun, tingkat_anggaran, kode
        order by dibuka, id_siklus
        rows between unbounded preceding and 1 preceding
    )
),

-- Which rows are compared with former reports is said in the key: a condition on the left side of a
-- left join costs the hash join.
final as (
    select
        ---------- keys
        pos.id_baris,
        pos.kode_opd,
        pos.kunci_opd,
        pos.id_siklus,
        pos.sha256_berkas as sha256_sel,
        pos.baris as baris_sel,
        ---------- the row
        pos.kode,
        pos.kode_tertulis as kode_sub_kegiatan,
        pos.pagu,
        pos.realisasi_anggaran,
        ---------- facts of the rules
        pos.is_jumlah,
        pos.is_ulangan,
        pos.is_kode_salah,
        pos.is_negatif,
        pos.is_angka_kosong,
        case
            when
                not pos.is_jumlah
                and pos.pagu is not null
                and pos.realisasi_anggaran is not null
                and coalesce(pos.sumber_dana, '-') <> 'BLUD'
                then pos.realisasi_anggaran > pos.pagu + 0.5
        end as is_melebihi_pagu,
        terdahulu.realisasi_pos as belanja_pos,
        terdahulu.belanja_lalu,
        terdahulu.realisasi_pos
        < terdahulu.belanja_lalu * (1 - terdahulu.turun_anggaran / 100.0) - 0.5
            as is_belanja_turun,
        terdahulu.pagu_pos,
        case
            when terdahulu.is_membesar then terdahulu.pagu_terbesar
            else coalesce(terdahulu.pagu_wajar, terdahulu.pagu_terbesar)
        end as pagu_lalu,
        case
            when terdahulu.pagu_pos > 0
                then
                    terdahulu.pagu_pos < terdahulu.pagu_terkecil
                    or coalesce(terdahulu.is_membesar, false)
                    or coalesce(
                        terdahulu.pagu_pos * terdahulu.skala_anggaran <= terdahulu.pagu_wajar,
                        false
                    )
        end as is_skala_janggal
    from pos
    left join terdahulu
        on
            pos.kunci_opd = terdahulu.kunci_opd
            and pos.id_siklus = terdahulu.id_siklus
            and pos.tingkat_anggaran = terdahulu.tingkat_anggaran
            and case
                when
                    pos.periode = pos.periode_laporan
                    and coalesce(pos.sifat, '-') <> 'PERIODE'
                    and not pos.is_jumlah
                    and not pos.is_kode_salah
                    then pos.kode
            end = terdahulu.kode
)

select * from final
