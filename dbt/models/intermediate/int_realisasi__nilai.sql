{{ config(materialized='view') }}
{# A view: int_realisasi__capaian, which keeps every column of it, is the table that others read. #}
{# Values of different units are never added: a change of unit begins another series. #}
{% set seri = 'kunci_opd, id_indikator, tahun, kode_wilayah, dimensi, satuan_seri' %}

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

-- Sums run on keys and figures alone; the wide columns of row and definition join them after.
angka as (
    select
        id_baris,
        kunci_opd,
        id_indikator,
        tahun,
        kode_wilayah,
        dimensi,
        satuan_seri,
        jenis_periode,
        urutan_periode,
        realisasi,
        case when realisasi is not null then pembilang end as pembilang,
        case when realisasi is not null then penyebut end as penyebut,
        case when pembilang is not null and penyebut > 0 then realisasi end as realisasi_rasio,
        case when is_pernah_revisi then 1 else 0 end as pernah_revisi
    from {{ ref('int_realisasi__lapor') }}
    where is_kunci_lengkap and urutan_kembar = 1 and not is_digantikan
),

-- Sums from the start of the year: after the last part they are those of the year.
terhimpun as (
    select
        *,
        row_number() over sejak_awal as nomor,
        sum(realisasi) over sejak_awal as jumlah_sd,
        count(realisasi) over sejak_awal as isi_sd,
        sum(pembilang) over sejak_awal as pembilang_sd,
        sum(penyebut) over sejak_awal as penyebut_sd,
        count(realisasi_rasio) over sejak_awal as isi_rasio_sd,
        max(pernah_revisi) over sejak_awal as revisi_sd
    from angka
    window sejak_awal as (
        partition by {{ seri }}, jenis_periode
        order by urutan_periode
        rows between unbounded preceding and current row
    )
),

-- What needs no order is grouped, not sorted.
bagian as (
    select
        {{ seri }},
        jenis_periode,
        count(*) as banyak,
        count(realisasi) as isi,
        max(realisasi) as terbesar,
        max(pernah_revisi) as ada_revisi
    from angka
    group by {{ seri }}, jenis_periode
),

-- A year stands on its last part with a value, else on the last one reported. Its own row speaks
-- before its quarters, and they before its semesters.
terakhir as (
    select
        terhimpun.*,
        bagian.terbesar,
        bagian.ada_revisi,
        row_number() over (
            partition by
                terhimpun.kunci_opd, terhimpun.id_indikator, terhimpun.tahun,
                terhimpun.kode_wilayah, terhimpun.dimensi
            order by
                case terhimpun.jenis_periode when 'TAHUN' then 0 when 'TRIWULAN' then 1 else 2 end,
                terhimpun.urutan_periode desc
        ) as urutan_jenis
    from terhimpun
    inner join bagian
        on
            terhimpun.kunci_opd = bagian.kunci_opd
            and terhimpun.id_indikator = bagian.id_indikator
            and terhimpun.tahun = bagian.tahun
            and terhimpun.kode_wilayah is not distinct from bagian.kode_wilayah
            and terhimpun.dimensi is not distinct from bagian.dimensi
            and terhimpun.satuan_seri is not distinct from bagian.satuan_seri
            and terhimpun.jenis_periode = bagian.jenis_periode
            and terhimpun.isi_sd = bagian.isi
    where terhimpun.realisasi is not null or (bagian.isi = 0 and terhimpun.nomor = bagian.banyak)
),

panjang_tahun as (
    select
        jenis_periode,
        count(*) as jumlah_periode
    from periode
    group by jenis_periode
),

-- The years that are over and were not reported themselves.
setahun as (
    select
        terakhir.*,
        panjang_tahun.jumlah_periode
    from terakhir
    inner join panjang_tahun on terakhir.jenis_periode = panjang_tahun.jenis_periode
    cross join lingkup
    inner join periode as setahun_penuh on setahun_penuh.jenis_periode = 'TAHUN'
    where
        terakhir.urutan_jenis = 1
        and terakhir.jenis_periode <> 'TAHUN'
        and {{ akhir_bulan('terakhir.tahun', 'setahun_penuh.bulan_akhir') }}
        <= lingkup.tanggal_batas
),

{% set himpunan = [
    'id_baris', 'jumlah_sd', 'isi_sd', 'pembilang_sd', 'penyebut_sd', 'isi_rasio_sd', 'revisi_sd',
] -%}
gabungan as (
    select
        {{ himpunan | join(',\n        ') }},
        cast(null as double) as terbesar,
        cast(null as integer) as ada_revisi,
        cast(null as bigint) as jumlah_periode,
        false as is_turunan
    from terhimpun
    union all
    select
        {{ himpunan | join(',\n        ') }},
        terbesar,
        ada_revisi,
        jumlah_periode,
        true as is_turunan
    from setahun
),

terpakai as (
    select
        lapor.*,
        gabungan.jumlah_sd,
        gabungan.isi_sd,
        gabungan.pembilang_sd,
        gabungan.penyebut_sd,
        gabungan.revisi_sd,
        gabungan.ada_revisi,
        gabungan.jumlah_periode,
        gabungan.is_turunan,
        berlaku.sha256_indikator,
        berlaku.baris_indikator,
        berlaku.nama_indikator,
        berlaku.level_hasil,
        berlaku.kode_pilar,
        berlaku.jenis_indikator,
        berlaku.satuan,
        berlaku.faktor,
        berlaku.polaritas,
        berlaku.polaritas_hitung,
        berlaku.jenis_agregasi,
        berlaku.bobot,
        berlaku.layak_publik,
        berlaku.sumber_data,
        berlaku.metode,
        berlaku.baseline_nilai,
        berlaku.baseline_tahun,
        berlaku.target_akhir_rpjmd,
        berlaku.tahun_akhir,
        coalesce(berlaku.jenis_agregasi = 'KUMULATIF', false)
        and lapor.jenis_periode <> 'TAHUN' as is_kumulatif,
        coalesce(berlaku.jenis_agregasi = 'TAHUNAN_SAJA', false)
        and lapor.jenis_periode <> 'TAHUN' as is_tahunan_dalam_tahun,
        case
            when not gabungan.is_turunan then null
            when berlaku.jenis_agregasi = 'KUMULATIF' then gabungan.jumlah_sd
            when berlaku.jenis_agregasi = 'POSISI_AKHIR' then lapor.realisasi
            when berlaku.jenis_agregasi = 'MAKSIMUM' then gabungan.terbesar
            when
                berlaku.faktor is not null
                and gabungan.isi_rasio_sd = gabungan.isi_sd
                and gabungan.isi_sd > 0
                then berlaku.faktor * gabungan.pembilang_sd / gabungan.penyebut_sd
            else gabungan.jumlah_sd / nullif(gabungan.isi_sd, 0)
        end as nilai_tahun
    from gabungan
    inner join lapor on gabungan.id_baris = lapor.id_baris
    left join berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus is not distinct from berlaku.id_siklus
    where
        not gabungan.is_turunan
        or berlaku.jenis_agregasi in ('KUMULATIF', 'POSISI_AKHIR', 'RATA_RATA', 'MAKSIMUM')
),

-- A reported period, or a year derived from its parts. A cumulative period is compared from the
-- start of the year; a row that has no value of its own has none, whatever came before it, nor has
-- an annual figure within the year.
final as (
    select
        ---------- keys and origin
        kunci_opd,
        kode_opd,
        id_indikator,
        tahun,
        case when is_turunan then 'THN' else periode end as periode,
        kode_wilayah,
        dimensi,
        id_siklus,
        sha256_berkas,
        baris,
        id_baris,
        periode as periode_asal,
        sha256_indikator,
        baris_indikator,
        ---------- the indicator
        nama_indikator,
        level_hasil,
        kode_pilar,
        jenis_indikator,
        satuan,
        faktor,
        polaritas,
        polaritas_hitung,
        jenis_agregasi,
        bobot,
        layak_publik,
        sumber_data,
        metode,
        baseline_nilai,
        baseline_tahun,
        target_akhir_rpjmd,
        tahun_akhir,
        cast(case when is_turunan then 4 else triwulan_akhir end as integer) as triwulan_akhir,
        ---------- figures
        target_tahun,
        case when not is_turunan then target_periode end as target_periode,
        case
            when polaritas_hitung = 'RENTANG' then null
            when is_turunan or jenis_periode = 'TAHUN' then target_tahun
            when is_tahunan_dalam_tahun then null
            when is_kumulatif then coalesce(target_periode, target_tahun * triwulan_akhir / 4)
            else target_periode
        end as target,
        target_bawah,
        target_atas,
        case when is_turunan then nilai_tahun else realisasi end as realisasi,
        case
            when is_turunan then nilai_tahun
            when realisasi is null or is_tahunan_dalam_tahun then null
            when is_kumulatif then jumlah_sd
            else realisasi
        end as nilai,
        case when is_turunan and jenis_agregasi = 'RATA_RATA' then pembilang_sd else pembilang end
            as pembilang,
        case when is_turunan and jenis_agregasi = 'RATA_RATA' then penyebut_sd else penyebut end
            as penyebut,
        cast(case
            when is_turunan and jenis_agregasi = 'POSISI_AKHIR' then least(isi_sd, 1)
            when is_turunan then isi_sd
            when realisasi is null or is_tahunan_dalam_tahun then 0
            when is_kumulatif then isi_sd
            else 1
        end as integer) as jumlah_bagian,
        case
            when not is_turunan or nilai_tahun is null then status_data
            when nilai_tahun = 0 and status_data = 'NOL_TERKONFIRMASI' then status_data
            else 'TERSEDIA'
        end as status_data,
        tanggal_referensi_data,
        tanggal_rilis_diharapkan,
        ---------- how the value came about
        is_turunan,
        -- A position lacks something when the last of the year is missing, the others when any is.
        case
            when not is_turunan
                then is_kumulatif and realisasi is not null and isi_sd < urutan_periode
            when jenis_agregasi = 'POSISI_AKHIR'
                then realisasi is null or urutan_periode < jumlah_periode
            else isi_sd < jumlah_periode
        end as is_parsial,
        not is_turunan
        and is_kumulatif
        and coalesce(polaritas_hitung, '-') <> 'RENTANG'
        and target_periode is null
        and target_tahun is not null as is_target_prorata,
        -- A sum rests on its parts: one that was revised makes it another number too.
        case
            when is_turunan then ada_revisi = 1
            when is_kumulatif and realisasi is not null then revisi_sd = 1
            else is_pernah_revisi
        end as is_revisi,
        not is_turunan and is_siklus_ini as is_siklus_ini,
        is_turunan or is_periode_tutup as is_periode_tutup
    from terpakai
)

select * from final
