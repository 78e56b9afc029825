with

anggaran as (
    select * from {{ ref('stg_intake__anggaran') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

kata_jumlah as (
    select * from {{ ref('kata_jumlah') }}
),

pola as (
    {{ pola_jumlah() }}
),

lengkap as (
    select
        left(anggaran.sha256_berkas, 12) || ':A' || cast(anggaran.baris as {{ dbt.type_string() }})
        || ':' || coalesce(anggaran.periode, kiriman.periode, '-') as id_baris,
        anggaran.*,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        kiriman.tahun,
        kiriman.id_layout like 'templat-%' as is_templat,
        coalesce(anggaran.periode, kiriman.periode) as periode_pos,
        kiriman.periode as periode_laporan,
        coalesce(anggaran.tingkat_anggaran, 'SUB_KEGIATAN') as tingkat,
        nullif(trim(anggaran.kode_sub_kegiatan), '') as kode_tertulis,
        coalesce(nullif(trim(anggaran.kode_sub_kegiatan), ''), nullif(trim(anggaran.uraian), ''))
            as sebutan
    from anggaran
    inner join kiriman on anggaran.sha256_berkas = kiriman.sha256_berkas
),

-- Few names are written many times: each is looked at once.
nama as (
    select distinct sebutan
    from lengkap
    where sebutan is not null
),

sebutan as (
    select
        nama.sebutan,
        {{ adalah_jumlah('nama.sebutan') }} as is_kata_jumlah
    from nama
    cross join pola
),

bermakna as (
    select
        lengkap.*,
        coalesce(sebutan.is_kata_jumlah, false) as is_kata_jumlah
    from lengkap
    left join sebutan on lengkap.sebutan = sebutan.sebutan
),

kode_tertata as (
    select distinct
        sha256_berkas,
        tingkat,
        periode_pos,
        kode_tertulis
    from bermakna
    where is_templat and kode_tertulis is not null
),

-- Codes that begin with another and its dot stand right behind it: that one is their programme, and
-- its money is theirs.
kode_induk as (
    select
        *,
        lead(kode_tertulis) over (
            partition by sha256_berkas, tingkat, periode_pos
            order by kode_tertulis
        ) as kode_berikut
    from kode_tertata
),

dikenal as (
    select
        bermakna.*,
        bermakna.is_kata_jumlah
        or coalesce(
            left(kode_induk.kode_berikut, length(kode_induk.kode_tertulis) + 1)
            = kode_induk.kode_tertulis || '.',
            false
        ) as is_jumlah_bernama
    from bermakna
    left join kode_induk
        on
            bermakna.sha256_berkas = kode_induk.sha256_berkas
            and bermakna.tingkat = kode_induk.tingkat
            and bermakna.periode_pos is not distinct from kode_induk.periode_pos
            and bermakna.kode_tertulis = kode_induk.kode_tertulis
),

-- What one of the rows of an item leaves empty is what the others say, if they say one thing.
dilengkapi as (
    select
        *,
        coalesce(
            realisasi_anggaran,
            case
                when min(realisasi_anggaran) over pos = max(realisasi_anggaran) over pos
                    then max(realisasi_anggaran) over pos
            end
        ) as realisasi_banding,
        coalesce(
            sumber_dana,
            case
                when min(sumber_dana) over pos = max(sumber_dana) over pos
                    then max(sumber_dana) over pos
            end
        ) as sumber_banding
    from dikenal
    window pos as (
        partition by
            sha256_berkas, tingkat, periode_pos, kode_tertulis, is_jumlah_bernama, sifat, pagu
    )
),

-- One item that serves two indicators is written twice and is still one item: the same code, source
-- and amounts. Of other sources or amounts it is another part of it.
diulang as (
    select
        *,
        not is_jumlah_bernama
        and kode_tertulis is not null
        and pagu is not null
        and row_number() over (
            partition by
                sha256_berkas, tingkat, periode_pos, kode_tertulis, is_jumlah_bernama, sifat, pagu,
                sumber_banding, realisasi_banding
            order by
                case when realisasi_anggaran is null then 1 else 0 end,
                case when sumber_dana is null then 1 else 0 end,
                baris
        ) > 1 as is_ulangan
    from dilengkapi
),

-- The pagu of every item that has a name, each row and each item once, to know a nameless total.
dijumlah as (
    select
        sha256_berkas,
        tingkat,
        periode_pos,
        sum(pagu) as jumlah_pagu,
        sum(case when not is_ulangan then pagu end) as jumlah_pagu_sekali
    from diulang
    where sebutan is not null and not is_jumlah_bernama
    group by sha256_berkas, tingkat, periode_pos
),

terbaca as (
    select
        diulang.*,
        diulang.is_jumlah_bernama
        or (
            diulang.sebutan is null
            and coalesce(
                abs(diulang.pagu - dijumlah.jumlah_pagu) < 0.5
                or abs(diulang.pagu - dijumlah.jumlah_pagu_sekali) < 0.5,
                false
            )
        ) as is_jumlah
    from diulang
    left join dijumlah
        on
            diulang.sha256_berkas = dijumlah.sha256_berkas
            and diulang.tingkat = dijumlah.tingkat
            and diulang.periode_pos is not distinct from dijumlah.periode_pos
),

final as (
    select
        ---------- keys
        id_baris,
        sha256_berkas,
        baris,
        kunci_opd,
        kode_opd,
        id_siklus,
        dibuka,
        tahun,
        periode_pos as periode,
        periode_laporan,
        ---------- the item
        tingkat as tingkat_anggaran,
        coalesce(sebutan, '-') as kode,
        kode_tertulis,
        uraian,
        sumber_dana,
        id_indikator,
        sifat,
        ---------- figures
        pagu,
        realisasi_anggaran,
        ---------- what the row is
        is_templat,
        is_jumlah,
        is_ulangan,
        is_templat
        and not is_jumlah
        and not coalesce({{ cocok('kode_tertulis', '^[0-9X]+([.][0-9X]+)+$') }}, false)
            as is_kode_salah,
        not is_jumlah and (coalesce(pagu < 0, false) or coalesce(realisasi_anggaran < 0, false))
            as is_negatif,
        is_templat
        and not is_jumlah
        and (pagu is null or realisasi_anggaran is null) as is_angka_kosong
    from terbaca
)

select * from final
