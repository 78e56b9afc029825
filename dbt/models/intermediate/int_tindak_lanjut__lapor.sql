with

hambatan as (
    select * from {{ ref('stg_intake__hambatan_tl') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

periode as (
    select * from {{ ref('periode') }}
),

kata_generik as (
    select
        {{ teks_kata('kata') }} as kata,
        cocok
    from (
        select
            {{ teks_kata_awal('kata') }} as kata,
            cocok
        from {{ ref('kata_generik') }}
    ) as setengah
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

hambatan_min as (
    {{ ambang_berlaku('panjang_hambatan_min') }}
),

rencana_min as (
    {{ ambang_berlaku('panjang_rencana_min') }}
),

-- The sheet names a period without its year: the latest one that had ended with the report's own.
lengkap as (
    select
        hambatan.*,
        kiriman.kunci_opd,
        kiriman.kode_opd,
        kiriman.id_siklus,
        kiriman.dibuka,
        {{ teks_huruf('hambatan.uraian_hambatan') }} as uraian_huruf,
        {{ teks_kata_awal('hambatan.uraian_hambatan') }} as uraian_setengah,
        case
            when periode.bulan_akhir > periode_berkas.bulan_akhir then kiriman.tahun - 1
            else kiriman.tahun
        end as tahun,
        hambatan.id_indikator is not null
        and hambatan.periode is not null
        and kiriman.id_siklus is not null
        and kiriman.kunci_opd = kiriman.kode_opd as is_kunci_lengkap
    from hambatan
    inner join kiriman
        on hambatan.sha256_berkas = kiriman.sha256_berkas
    left join periode
        on hambatan.periode = periode.periode
    left join periode as periode_berkas
        on kiriman.periode = periode_berkas.periode
),

-- Several obstacles of one kind to one figure are told apart by their order on the sheet.
bernomor as (
    select
        *,
        {{ teks_kata('uraian_setengah') }} as uraian_kata,
        row_number() over (
            partition by sha256_berkas, id_indikator, periode, kategori_hambatan
            order by baris
        ) as nomor
    from lengkap
),

generik as (
    select distinct
        bernomor.sha256_berkas,
        bernomor.baris
    from bernomor
    inner join kata_generik
        on
            (kata_generik.cocok = 'SELURUH' and bernomor.uraian_kata = kata_generik.kata)
            or (
                kata_generik.cocok = 'AWAL'
                and bernomor.uraian_kata like kata_generik.kata || '%'
            )
),

judged as (
    select
        bernomor.*,
        coalesce(bernomor.uraian_huruf, '') = '' or generik.baris is not null as is_generik,
        length(trim(bernomor.uraian_hambatan)) >= hambatan_min.nilai as is_uraian_cukup,
        length(trim(bernomor.rencana_tindak_lanjut)) >= rencana_min.nilai as is_rencana_cukup
    from bernomor
    cross join hambatan_min
    cross join rencana_min
    left join generik
        on
            bernomor.sha256_berkas = generik.sha256_berkas
            and bernomor.baris = generik.baris
),

final as (
    select
        ---------- keys and origin
        left(sha256_berkas, 12) || ':TL:' || cast(baris as string) as id_baris_tl,
        case
            when is_kunci_lengkap
                then
                    concat_ws(
                        ':', kode_opd, id_indikator, cast(tahun as string), periode,
                        coalesce(kategori_hambatan, '-'), cast(nomor as string)
                    )
        end as id_tindak_lanjut,
        sha256_berkas,
        baris,
        kunci_opd,
        kode_opd,
        id_siklus,
        dibuka,
        id_indikator,
        cast(tahun as integer) as tahun,
        periode,
        ---------- what was written
        kategori_hambatan,
        uraian_hambatan,
        rencana_tindak_lanjut,
        penanggung_jawab,
        opd_pendukung,
        dukungan_diminta_ke_bupati,
        tenggat,
        status_tl,
        coalesce(trim(bukti_tl), '') <> '' as has_bukti,
        ---------- what follows
        is_kunci_lengkap,
        is_generik,
        uraian_huruf,
        coalesce(is_uraian_cukup, false) as is_uraian_cukup,
        coalesce(is_rencana_cukup, false) as is_rencana_cukup,
        coalesce(
            kategori_hambatan is not null
            and not is_generik
            and is_uraian_cukup
            and is_rencana_cukup
            and trim(penanggung_jawab) <> ''
            and tenggat is not null,
            false
        ) as is_penjelasan_lengkap
    from judged
)

select * from final
