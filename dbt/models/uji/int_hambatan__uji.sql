with

uji as (
    select * from {{ ref('int_realisasi__uji') }}
),

hambatan as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

salinan_min as (
    {{ ambang_berlaku('hambatan_sama_min') }}
),

-- Only what this cycle itself missed: a figure that was replaced is explained where it now stands.
missed as (
    select
        id_baris,
        sha256_berkas,
        kode_opd,
        kunci_opd,
        id_siklus,
        id_indikator,
        nama_indikator,
        tahun,
        periode,
        capaian_tampil
    from uji
    where is_meleset and is_siklus_ini and not is_digantikan
),

-- Numbers differ from copy to copy, so the letters alone are compared.
copies as (
    select
        sha256_berkas,
        uraian_huruf,
        count(distinct id_indikator) as jumlah_indikator_sama
    from hambatan
    where uraian_huruf <> '' and not is_generik
    group by sha256_berkas, uraian_huruf
),

-- One complete obstacle is enough, so the best of them speaks for the figure.
ranked as (
    select
        missed.id_baris,
        hambatan.sha256_berkas,
        hambatan.baris,
        hambatan.uraian_hambatan,
        hambatan.uraian_huruf,
        hambatan.rencana_tindak_lanjut,
        hambatan.is_rencana_cukup,
        nullif(trim(hambatan.penanggung_jawab), '') as penanggung_jawab,
        hambatan.tenggat,
        hambatan.is_uraian_cukup and not hambatan.is_generik as is_menjelaskan,
        count(*) over (partition by missed.id_baris) as jumlah_hambatan,
        row_number() over (
            partition by missed.id_baris
            order by
                case when hambatan.is_penjelasan_lengkap then 0 else 1 end,
                case when hambatan.is_generik then 1 else 0 end,
                case when hambatan.is_uraian_cukup then 0 else 1 end,
                hambatan.baris
        ) as urutan
    from missed
    inner join hambatan
        on
            missed.sha256_berkas = hambatan.sha256_berkas
            and missed.id_indikator = hambatan.id_indikator
            and missed.periode = hambatan.periode
),

final as (
    select
        ---------- keys
        missed.id_baris,
        missed.kode_opd,
        missed.kunci_opd,
        missed.id_siklus,
        missed.id_indikator,
        missed.nama_indikator,
        missed.tahun,
        missed.periode,
        missed.capaian_tampil,
        ---------- what was written about it
        cast(coalesce(ranked.jumlah_hambatan, 0) as integer) as jumlah_hambatan,
        ranked.sha256_berkas as sha256_sel,
        ranked.baris as baris_sel,
        ranked.uraian_hambatan,
        ranked.rencana_tindak_lanjut,
        ranked.is_rencana_cukup,
        ranked.penanggung_jawab,
        ranked.tenggat,
        ---------- what the rules need to know
        ranked.is_menjelaskan,
        cast(coalesce(copies.jumlah_indikator_sama, 0) as integer) as jumlah_indikator_sama,
        coalesce(copies.jumlah_indikator_sama >= salinan_min.nilai, false) as is_salinan
    from missed
    cross join salinan_min
    left join ranked
        on missed.id_baris = ranked.id_baris and ranked.urutan = 1
    left join copies
        on
            ranked.sha256_berkas = copies.sha256_berkas
            and ranked.uraian_huruf = copies.uraian_huruf
)

select * from final
