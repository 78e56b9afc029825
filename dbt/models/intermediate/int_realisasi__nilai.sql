{# Columns a value keeps from the reported row it stands on. #}
{% set dari_baris = [
    'kunci_opd', 'kode_opd', 'id_indikator', 'tahun', 'kode_wilayah', 'dimensi', 'id_siklus',
    'sha256_berkas', 'baris', 'id_baris', 'sha256_indikator', 'baris_indikator', 'nama_indikator',
    'level_hasil', 'kode_pilar', 'jenis_indikator', 'satuan', 'polaritas', 'polaritas_hitung',
    'jenis_agregasi', 'bobot', 'layak_publik', 'baseline_nilai', 'target_tahun', 'target_bawah',
    'target_atas', 'tanggal_referensi_data', 'tanggal_rilis_diharapkan',
] %}

with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

periode as (
    select * from {{ ref('periode') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

terpakai as (
    select
        lapor.*,
        berlaku.sha256_indikator,
        berlaku.baris_indikator,
        berlaku.nama_indikator,
        berlaku.level_hasil,
        berlaku.kode_pilar,
        berlaku.jenis_indikator,
        berlaku.satuan,
        berlaku.polaritas,
        berlaku.polaritas_hitung,
        berlaku.jenis_agregasi,
        berlaku.bobot,
        berlaku.layak_publik,
        berlaku.baseline_nilai,
        coalesce(berlaku.is_persen, false) as is_persen,
        coalesce(berlaku.jenis_agregasi = 'KUMULATIF', false)
        and lapor.jenis_periode <> 'TAHUN' as is_kumulatif,
        coalesce(berlaku.jenis_agregasi = 'TAHUNAN_SAJA', false)
        and lapor.jenis_periode <> 'TAHUN' as is_tahunan_dalam_tahun
    from lapor
    left join berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus is not distinct from berlaku.id_siklus
    where lapor.is_kunci_lengkap and lapor.urutan_kembar = 1 and not lapor.is_digantikan
),

-- Sums from the start of the year, and what the parts of the year say together.
terhimpun as (
    select
        *,
        sum(realisasi) over sejak_awal as jumlah_sd,
        count(realisasi) over sejak_awal as isi_sd,
        max(case when jenis_periode = 'TAHUN' then 1 else 0 end) over setahun as ada_tahun,
        max(case when jenis_periode = 'TRIWULAN' then 1 else 0 end) over setahun as ada_triwulan
    from terpakai
    window
        setahun as (
            partition by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
        ),
        sejak_awal as (
            partition by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode
            order by urutan_periode
            rows between unbounded preceding and current row
        )
),

-- A reported period. A cumulative one is compared from the start of the year; a row that has no
-- value of its own has none, whatever came before it, nor has an annual figure within the year.
dilaporkan as (
    select
        {{ dari_baris | join(',\n        ') }},
        periode,
        periode as periode_asal,
        target_periode,
        case
            when polaritas_hitung = 'RENTANG' then null
            when jenis_periode = 'TAHUN' then target_tahun
            when is_tahunan_dalam_tahun then null
            when is_kumulatif then coalesce(target_periode, target_tahun * triwulan_akhir / 4)
            else target_periode
        end as target,
        realisasi,
        case
            when realisasi is null or is_tahunan_dalam_tahun then null
            when is_kumulatif then jumlah_sd
            else realisasi
        end as nilai,
        pembilang,
        penyebut,
        case
            when realisasi is null or is_tahunan_dalam_tahun then 0
            when is_kumulatif then isi_sd
            else 1
        end as jumlah_bagian,
        realisasi_sebelumnya,
        status_data,
        false as is_turunan,
        is_kumulatif and realisasi is not null and isi_sd < urutan_periode as is_parsial,
        is_kumulatif
        and coalesce(polaritas_hitung, '-') <> 'RENTANG'
        and target_periode is null
        and target_tahun is not null as is_target_prorata,
        is_pernah_revisi as is_revisi,
        is_siklus_ini,
        is_periode_tutup
    from terhimpun
),

-- The parts of a year that is over and was not reported itself: its quarters, else its semesters.
bagian as (
    select terhimpun.*
    from terhimpun
    cross join lingkup
    inner join periode as setahun_penuh on setahun_penuh.jenis_periode = 'TAHUN'
    where
        terhimpun.ada_tahun = 0
        and terhimpun.jenis_periode
        = case when terhimpun.ada_triwulan = 1 then 'TRIWULAN' else 'SEMESTER' end
        and {{ akhir_bulan('terhimpun.tahun', 'setahun_penuh.bulan_akhir') }}
        <= lingkup.tanggal_batas
),

-- The year stands on the last part with a value, else on the last one reported.
dihimpun_setahun as (
    select
        *,
        row_number() over (
            partition by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
            order by
                case when realisasi is null then 1 else 0 end,
                urutan_periode desc
        ) as urutan_asal,
        count(realisasi) over setahun as isi,
        sum(realisasi) over setahun as jumlah,
        max(realisasi) over setahun as terbesar,
        avg(realisasi) over setahun as rerata,
        sum(case when realisasi is not null then pembilang end) over setahun as jumlah_pembilang,
        sum(case when realisasi is not null then penyebut end) over setahun as jumlah_penyebut,
        count(case when pembilang is not null and penyebut > 0 then realisasi end)
            over setahun as isi_rasio,
        max(case when is_pernah_revisi then 1 else 0 end) over setahun as ada_revisi
    from bagian
    window setahun as (
        partition by kunci_opd, id_indikator, tahun, kode_wilayah, dimensi
    )
),

panjang_tahun as (
    select
        jenis_periode,
        count(*) as jumlah_periode
    from periode
    group by jenis_periode
),

setahun as (
    select
        h.*,
        case h.jenis_agregasi
            when 'KUMULATIF' then h.jumlah
            when 'POSISI_AKHIR' then h.realisasi
            when 'MAKSIMUM' then h.terbesar
            when 'RATA_RATA'
                then case
                    when h.isi_rasio = h.isi and h.isi > 0
                        then
                            case when h.is_persen then 100.0 else 1.0 end
                            * h.jumlah_pembilang / h.jumlah_penyebut
                    else h.rerata
                end
        end as nilai_tahun,
        -- A position lacks something when the last of the year is missing, the others when any is.
        case
            when h.jenis_agregasi = 'POSISI_AKHIR'
                then h.realisasi is null or h.urutan_periode < panjang_tahun.jumlah_periode
            else h.isi < panjang_tahun.jumlah_periode
        end as is_kurang
    from dihimpun_setahun as h
    inner join panjang_tahun on h.jenis_periode = panjang_tahun.jenis_periode
    where
        h.urutan_asal = 1
        and h.jenis_agregasi in ('KUMULATIF', 'POSISI_AKHIR', 'RATA_RATA', 'MAKSIMUM')
),

diturunkan as (
    select
        {{ dari_baris | join(',\n        ') }},
        'THN' as periode,
        periode as periode_asal,
        cast(null as double) as target_periode,
        case when polaritas_hitung = 'RENTANG' then null else target_tahun end as target,
        nilai_tahun as realisasi,
        nilai_tahun as nilai,
        case when jenis_agregasi = 'RATA_RATA' then jumlah_pembilang else pembilang end
            as pembilang,
        case when jenis_agregasi = 'RATA_RATA' then jumlah_penyebut else penyebut end as penyebut,
        case
            when jenis_agregasi = 'POSISI_AKHIR' then least(isi, 1)
            else isi
        end as jumlah_bagian,
        cast(null as double) as realisasi_sebelumnya,
        case
            when nilai_tahun is null then status_data
            when nilai_tahun = 0 and status_data = 'NOL_TERKONFIRMASI' then status_data
            else 'TERSEDIA'
        end as status_data,
        true as is_turunan,
        is_kurang as is_parsial,
        false as is_target_prorata,
        ada_revisi = 1 as is_revisi,
        false as is_siklus_ini,
        true as is_periode_tutup
    from setahun
),

gabungan as (
    select * from dilaporkan
    union all
    select * from diturunkan
),

final as (
    select
        ---------- keys and origin
        kunci_opd,
        kode_opd,
        id_indikator,
        tahun,
        periode,
        kode_wilayah,
        dimensi,
        id_siklus,
        sha256_berkas,
        baris,
        id_baris,
        periode_asal,
        sha256_indikator,
        baris_indikator,
        ---------- the indicator
        nama_indikator,
        level_hasil,
        kode_pilar,
        jenis_indikator,
        satuan,
        polaritas,
        polaritas_hitung,
        jenis_agregasi,
        bobot,
        layak_publik,
        baseline_nilai,
        ---------- figures
        target_tahun,
        target_periode,
        target,
        target_bawah,
        target_atas,
        realisasi,
        nilai,
        pembilang,
        penyebut,
        cast(jumlah_bagian as integer) as jumlah_bagian,
        realisasi_sebelumnya,
        status_data,
        tanggal_referensi_data,
        tanggal_rilis_diharapkan,
        ---------- how the value came about
        is_turunan,
        is_parsial,
        is_target_prorata,
        is_revisi,
        is_siklus_ini,
        is_periode_tutup
    from gabungan
)

select * from final
