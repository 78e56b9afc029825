with

pengecualian as (
    select * from {{ ref('pengecualian') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

found as (
    select * from {{ ref('int_temuan__berkas') }}
    union all
    select * from {{ ref('int_temuan__periksa') }}
),

hashed as (
    select
        *,
        left(
            md5(concat_ws(
                '|', suite, id_aturan, sha256_berkas, kunci_opd, id_siklus, id_baris, kode_pilar,
                tabel, cast(baris as string), periode, sel, pesan
            )),
            16
        ) as sidik
    from found
),

-- Two findings that agree in everything still are two findings.
numbered as (
    select
        *,
        sidik
        || '-'
        || cast(row_number() over (partition by sidik order by isi) as string) as id_temuan
    from hashed
),

in_force as (
    select pengecualian.*
    from pengecualian
    inner join lingkup
        on lingkup.tanggal_batas between pengecualian.berlaku_dari and pengecualian.berlaku_sampai
),

-- A waiver names an indicator (in all periods, or in one), or an agency (in all cycles, or in one).
waived as (
    select distinct numbered.id_temuan
    from numbered
    inner join in_force
        on
            numbered.id_aturan = in_force.id_aturan
            and in_force.kunci in (
                numbered.id_indikator,
                numbered.id_indikator || ':' || cast(numbered.tahun as string) || ':'
                || numbered.periode,
                numbered.kode_opd,
                numbered.kode_opd || ':' || numbered.id_siklus
            )
),

final as (
    select
        numbered.id_temuan,
        numbered.suite,
        numbered.id_aturan,
        numbered.tingkat,
        numbered.entitas,
        numbered.sha256_berkas,
        numbered.nama_berkas,
        numbered.is_berkas_aktif,
        numbered.kunci_opd,
        numbered.kode_opd,
        numbered.id_siklus,
        numbered.id_baris,
        numbered.tabel,
        numbered.baris,
        numbered.id_indikator,
        numbered.tahun,
        numbered.periode,
        numbered.kode_pilar,
        numbered.sel,
        numbered.isi,
        numbered.pesan,
        numbered.cara_memperbaiki,
        case when waived.id_temuan is null then 'gagal' else 'dikecualikan' end as status
    from numbered
    left join waived
        on numbered.id_temuan = waived.id_temuan
)

select * from final
