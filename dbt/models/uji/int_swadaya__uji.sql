with

swadaya as (
    select * from {{ ref('stg_intake__swadaya') }}
),

anggaran as (
    select * from {{ ref('stg_intake__anggaran') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

temuan as (
    select * from {{ ref('stg_intake__temuan') }}
),

periode as (
    select * from {{ ref('periode') }}
),

-- The list of sources has no swadaya, so a cell that says so was not read: its finding still tells.
said_so as (
    select distinct
        sha256_berkas,
        baris
    from temuan
    where
        tabel = 'anggaran'
        and kolom = 'sumber_dana'
        and (
            lower(isi) like '%swadaya%'
            or lower(isi) like '%gotong%'
            or lower(isi) like '%masyarakat%'
            or lower(isi) like '%warga%'
        )
),

contributions as (
    select
        left(swadaya.sha256_berkas, 12) || ':' || cast(swadaya.baris as string) as id_baris,
        swadaya.sha256_berkas,
        swadaya.baris,
        kiriman.kode_opd,
        kiriman.kunci_opd,
        kiriman.id_siklus,
        nullif(trim(swadaya.id_indikator), '') as id_indikator,
        {{ teks_huruf('swadaya.uraian') }} as uraian_huruf,
        swadaya.jenis,
        swadaya.nilai_rupiah,
        swadaya.tanggal,
        kiriman.tahun,
        kiriman.periode,
        -- A report tells of its own year, up to the end of its period.
        case
            when swadaya.tanggal is not null
                then
                    coalesce(
                        swadaya.tanggal > {{ akhir_bulan('kiriman.tahun', 'periode.bulan_akhir') }}
                        or extract(year from swadaya.tanggal) < kiriman.tahun,
                        false
                    )
                    or swadaya.tanggal > cast(kiriman.diterima_pada as date)
        end as is_tanggal_janggal
    from swadaya
    inner join kiriman
        on swadaya.sha256_berkas = kiriman.sha256_berkas
    left join periode
        on kiriman.periode = periode.periode
),

-- Equal amounts alone are chance: the indicator, the words or the stated source must agree as well.
same_money as (
    select
        contributions.id_baris,
        count(*) as jumlah_pos_sama,
        min(anggaran.baris) as baris_anggaran
    from contributions
    inner join anggaran
        on contributions.sha256_berkas = anggaran.sha256_berkas
    left join said_so
        on
            anggaran.sha256_berkas = said_so.sha256_berkas
            and anggaran.baris = said_so.baris
    where
        contributions.jenis in ('UANG', 'MATERIAL')
        and contributions.nilai_rupiah > 0
        and (
            (
                (
                    abs(anggaran.pagu - contributions.nilai_rupiah) < 0.5
                    or abs(anggaran.realisasi_anggaran - contributions.nilai_rupiah) < 0.5
                )
                and (
                    contributions.id_indikator = nullif(trim(anggaran.id_indikator), '')
                    or (
                        contributions.uraian_huruf <> ''
                        and contributions.uraian_huruf = {{ teks_huruf('anggaran.uraian') }}
                    )
                    or coalesce(anggaran.sumber_dana, '-') in ('-', 'CSR', 'LAINNYA')
                )
            )
            or (
                said_so.baris is not null
                and contributions.id_indikator = nullif(trim(anggaran.id_indikator), '')
            )
        )
    group by contributions.id_baris
),

final as (
    select
        contributions.id_baris,
        contributions.kode_opd,
        contributions.kunci_opd,
        contributions.id_siklus,
        contributions.sha256_berkas as sha256_sel,
        contributions.baris as baris_sel,
        contributions.id_indikator,
        contributions.jenis,
        contributions.nilai_rupiah,
        contributions.tanggal,
        contributions.tahun,
        contributions.periode,
        contributions.is_tanggal_janggal,
        cast(coalesce(same_money.jumlah_pos_sama, 0) as integer) as jumlah_pos_sama,
        same_money.baris_anggaran
    from contributions
    left join same_money
        on contributions.id_baris = same_money.id_baris
)

select * from final
