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

terdahulu as (
    select
        *,
        lag(pagu_pos) over laporan as pagu_lalu,
        lag(realisasi_pos) over laporan as realisasi_lalu
    from per_pos
    window laporan as (
        partition by kunci_opd, tahun, tingkat_anggaran, kode
        order by dibuka, id_siklus
    )
),

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
        case
            when
                not pos.is_jumlah
                and pos.pagu is not null
                and pos.realisasi_anggaran is not null
                and coalesce(pos.sumber_dana, '-') <> 'BLUD'
                then pos.realisasi_anggaran > pos.pagu + 0.5
        end as is_melebihi_pagu,
        terdahulu.realisasi_pos as belanja_pos,
        terdahulu.realisasi_lalu as belanja_lalu,
        terdahulu.realisasi_pos
        < terdahulu.realisasi_lalu * (1 - ambang.turun_anggaran / 100.0) - 0.5 as is_belanja_turun,
        terdahulu.pagu_pos,
        terdahulu.pagu_lalu,
        case
            when terdahulu.pagu_pos > 0
                then
                    terdahulu.pagu_pos < ambang.pagu_terkecil
                    or coalesce(
                        terdahulu.pagu_lalu > 0
                        and (
                            terdahulu.pagu_pos >= terdahulu.pagu_lalu * ambang.skala_anggaran
                            or terdahulu.pagu_pos * ambang.skala_anggaran <= terdahulu.pagu_lalu
                        ),
                        false
                    )
        end as is_skala_janggal
    from pos
    left join ambang on pos.id_siklus is not distinct from ambang.id_siklus
    left join terdahulu
        on
            pos.kunci_opd = terdahulu.kunci_opd
            and pos.id_siklus = terdahulu.id_siklus
            and pos.tingkat_anggaran = terdahulu.tingkat_anggaran
            and pos.kode = terdahulu.kode
            and pos.periode = pos.periode_laporan
            and coalesce(pos.sifat, '-') <> 'PERIODE'
            and not pos.is_jumlah
            and not pos.is_kode_salah
)

select * from final
