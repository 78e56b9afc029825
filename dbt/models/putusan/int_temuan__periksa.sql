with

aturan as (
    select * from {{ ref('aturan') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

pelanggaran as (
    select * from {{ ref('stg_bukti__pelanggaran') }}
),

uji as (
    select * from {{ ref('int_realisasi__uji') }}
),

peta as (
    select * from {{ ref('stg_intake__peta') }}
),

numbered as (
    select
        *,
        row_number() over (
            order by
                suite,
                id_aturan,
                id_baris nulls last,
                kode_opd nulls last,
                id_siklus nulls last,
                kode_pilar nulls last,
                sha256_sel nulls last,
                baris_sel nulls last
        ) as nomor
    from pelanggaran
),

-- The cell a content rule names stands on the sheet that suite or catalogue says: a definition may
-- lie in an earlier file than the figure.
placed as (
    select
        numbered.nomor,
        numbered.suite,
        numbered.id_aturan,
        numbered.tingkat,
        numbered.entitas,
        coalesce(numbered.kunci_opd, numbered.kode_opd) as kunci_opd,
        numbered.kode_opd,
        numbered.id_siklus,
        numbered.id_baris,
        numbered.kode_pilar,
        numbered.isi,
        numbered.pesan,
        aturan.cara_memperbaiki,
        coalesce(numbered.lembar, aturan.lembar) as lembar_templat,
        coalesce(numbered.kolom, aturan.kolom) as kolom,
        lower(coalesce(numbered.lembar, aturan.lembar)) as tabel,
        -- What is promised of an indicator is about it, though it is no figure of its own.
        coalesce(uji.id_indikator, numbered.id_indikator) as id_indikator,
        uji.tahun,
        uji.periode,
        coalesce(
            numbered.sha256_sel,
            case
                when lower(coalesce(numbered.lembar, aturan.lembar)) = 'indikator'
                    then uji.sha256_indikator
                else uji.sha256_berkas
            end,
            kiriman_aktif.sha256_berkas
        ) as sha256_berkas,
        coalesce(
            cast(numbered.baris_sel as integer),
            case lower(coalesce(numbered.lembar, aturan.lembar))
                when 'indikator' then uji.baris_indikator
                when 'realisasi' then uji.baris_realisasi
            end
        ) as baris
    from numbered
    left join aturan
        on numbered.id_aturan = aturan.id_aturan
    left join uji
        on numbered.id_baris = uji.id_baris
    left join kiriman_aktif
        on
            coalesce(numbered.kunci_opd, numbered.kode_opd) = kiriman_aktif.kunci_opd
            and coalesce(numbered.id_siklus, '') = coalesce(kiriman_aktif.id_siklus, '')
),

sheets as (
    select
        sha256_berkas,
        tabel,
        min(lembar) as lembar
    from peta
    group by sha256_berkas, tabel
),

-- A foreign form has one sheet for everything, whatever our template calls its own.
only_sheet as (
    select
        sha256_berkas,
        min(lembar) as lembar
    from peta
    group by sha256_berkas
    having count(distinct lembar) = 1
),

-- A column of just this year or period is nearer than one that holds any. Found by equal keys and
-- then narrowed: with the alternatives in a left join every finding would meet every column.
candidates as (
    select
        placed.nomor,
        peta.huruf,
        peta.baris,
        row_number() over (
            partition by placed.nomor
            order by
                case when peta.tahun is null then 1 else 0 end,
                case when peta.periode is null then 1 else 0 end,
                peta.huruf nulls last
        ) as urutan
    from placed
    inner join peta
        on
            placed.sha256_berkas = peta.sha256_berkas
            and placed.tabel = peta.tabel
            and placed.kolom = peta.kolom
    where
        (peta.tahun is null or placed.tahun = peta.tahun)
        and (peta.periode is null or placed.periode = peta.periode)
),

addressed as (
    select
        placed.*,
        berkas.nama_berkas,
        {{ alamat_sel(
            "coalesce(sheets.lembar, only_sheet.lembar, placed.lembar_templat)",
            "candidates.huruf",
            "coalesce(candidates.baris, placed.baris)",
        ) }} as sel
    from placed
    left join berkas
        on placed.sha256_berkas = berkas.sha256_berkas
    left join sheets
        on
            placed.sha256_berkas = sheets.sha256_berkas
            and placed.tabel = sheets.tabel
    left join only_sheet
        on placed.sha256_berkas = only_sheet.sha256_berkas
    left join candidates
        on
            placed.nomor = candidates.nomor
            and candidates.urutan = 1
),

final as (
    select
        suite,
        id_aturan,
        tingkat,
        entitas,
        sha256_berkas,
        nama_berkas,
        sha256_berkas is not null as is_berkas_aktif,
        kunci_opd,
        kode_opd,
        id_siklus,
        id_baris,
        tabel,
        baris,
        id_indikator,
        tahun,
        periode,
        kode_pilar,
        sel,
        isi,
        case when sel is null then pesan else sel || ': ' || pesan end as pesan,
        cara_memperbaiki
    from addressed
)

select * from final
