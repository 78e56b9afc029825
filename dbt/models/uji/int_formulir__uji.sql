with

indikator as (
    select * from {{ ref('stg_intake__indikator') }}
    where jalur_formulir is not null
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
    where kode_opd is not null and id_siklus is not null
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- The report before this one of the same agency and year, in a printed form too.
sebelumnya as (
    select
        kini.sha256_berkas,
        lalu.sha256_berkas as sha256_lalu,
        lalu.nama_berkas as nama_berkas_lalu,
        row_number() over (
            partition by kini.sha256_berkas
            order by lalu.dibuka desc, lalu.id_siklus desc
        ) as urutan
    from kiriman as kini
    inner join kiriman as lalu
        on
            kini.kunci_opd = lalu.kunci_opd
            and kini.tahun = lalu.tahun
            and kini.id_layout = lalu.id_layout
            and kini.dibuka > lalu.dibuka
),

-- Indicators only this report has, and those only the report before it had.
baru as (
    select
        sebelumnya.sha256_berkas,
        sebelumnya.sha256_lalu,
        sebelumnya.nama_berkas_lalu,
        kini.id_indikator,
        kini.nama_indikator,
        kini.baris,
        kini.jalur_formulir,
        count(*) over (
            partition by sebelumnya.sha256_berkas, kini.jalur_formulir
        ) as jumlah_baru
    from sebelumnya
    inner join indikator as kini
        on sebelumnya.sha256_berkas = kini.sha256_berkas
    left join indikator as sama
        on
            sebelumnya.sha256_lalu = sama.sha256_berkas
            and kini.id_indikator = sama.id_indikator
    where sebelumnya.urutan = 1 and sama.id_indikator is null
),

hilang as (
    select
        sebelumnya.sha256_berkas,
        lalu.jalur_formulir,
        min(lalu.id_indikator) as id_indikator_lalu,
        min(lalu.nama_indikator) as nama_indikator_lalu
    from sebelumnya
    inner join {{ ref('stg_intake__indikator') }} as lalu
        on sebelumnya.sha256_lalu = lalu.sha256_berkas
    left join {{ ref('stg_intake__indikator') }} as sama
        on
            sebelumnya.sha256_berkas = sama.sha256_berkas
            and lalu.id_indikator = sama.id_indikator
    where
        sebelumnya.urutan = 1
        and sama.id_indikator is null
        and lalu.jalur_formulir is not null
    group by sebelumnya.sha256_berkas, lalu.jalur_formulir
    having count(*) = 1
),

-- Two candidates are none: a series is never guessed.
final as (
    select
        left(baru.sha256_berkas, 12) || ':' || cast(baru.baris as string) as id_indikator_baris,
        baru.sha256_berkas,
        baru.sha256_berkas as sha256_sel,
        baru.baris as baris_sel,
        kiriman.kode_opd,
        kiriman.kunci_opd,
        kiriman.id_siklus,
        baru.id_indikator,
        baru.nama_indikator,
        baru.nama_berkas_lalu,
        hilang.id_indikator_lalu,
        hilang.nama_indikator_lalu,
        hilang.id_indikator_lalu is not null as is_berganti_rumusan
    from baru
    inner join kiriman
        on baru.sha256_berkas = kiriman.sha256_berkas
    left join hilang
        on
            baru.sha256_berkas = hilang.sha256_berkas
            and case when baru.jumlah_baru = 1 then baru.jalur_formulir end
            = hilang.jalur_formulir
)

select * from final
