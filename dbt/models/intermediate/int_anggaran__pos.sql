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

-- The pagu of every item that has a name, to know a nameless row by its sum.
dijumlah as (
    select
        sha256_berkas,
        tingkat,
        periode_pos,
        sum(pagu) as jumlah_pagu
    from lengkap
    where sebutan is not null
    group by sha256_berkas, tingkat, periode_pos
),

dikenal as (
    select
        lengkap.*,
        kata_jumlah.kata is not null
        or (
            lengkap.sebutan is null
            and coalesce(abs(lengkap.pagu - dijumlah.jumlah_pagu) < 0.5, false)
        ) as is_jumlah
    from lengkap
    left join kata_jumlah
        on
            replace({{ kunci_kategori('lengkap.sebutan') }}, ' ', '')
            = replace(kata_jumlah.kata, ' ', '')
    left join dijumlah
        on
            lengkap.sha256_berkas = dijumlah.sha256_berkas
            and lengkap.tingkat = dijumlah.tingkat
            and lengkap.periode_pos is not distinct from dijumlah.periode_pos
),

-- One item that serves two indicators is written twice and is still one item: the same code, source
-- and amounts. Of other sources or amounts it is another part of it.
diulang as (
    select
        *,
        row_number() over (
            partition by
                sha256_berkas, tingkat, periode_pos, kode_tertulis, is_jumlah, sumber_dana, sifat,
                pagu, realisasi_anggaran
            order by baris
        ) as urutan_sama
    from dikenal
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
        not is_jumlah
        and kode_tertulis is not null
        and pagu is not null
        and urutan_sama > 1 as is_ulangan,
        is_templat
        and not is_jumlah
        and not coalesce({{ cocok('kode_tertulis', '^[0-9X]+([.][0-9X]+)+$') }}, false)
            as is_kode_salah
    from diulang
)

select * from final
