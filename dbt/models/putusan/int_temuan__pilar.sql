with

rules as (
    select * from {{ ref('aturan') }}
),

aturan as (
    select * from rules
    where id_aturan = 'DPK-01'
),

pilar as (
    select * from {{ ref('int_opd_pilar__uji') }}
),

temuan as (
    select * from {{ ref('int_temuan__dinilai') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__aktif') }}
),

berkas as (
    select * from {{ ref('stg_intake__berkas') }}
),

pengecualian as (
    select * from {{ ref('pengecualian') }}
    where id_aturan = 'DPK-01'
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- What agencies must agree on (KOL) holds a figure and says nothing of the report it stands in: the
-- other's mistake makes no activity of a result.
blocking as (
    select distinct kena.id_baris
    from {{ ref('int_temuan__kena') }} as kena
    inner join temuan
        on kena.id_temuan = temuan.id_temuan
    inner join rules
        on temuan.id_aturan = rules.id_aturan
    where temuan.tingkat = 'B' and temuan.status = 'gagal' and rules.kelompok <> 'Kolaborasi'
),

-- A result whose rows of the period are all held shows nothing: it counts as missing (DPK-01).
results as (
    select
        uji.kunci_opd,
        uji.id_siklus,
        uji.kode_pilar,
        uji.id_indikator,
        count(*) = count(blocking.id_baris) as is_ditahan
    from {{ ref('int_realisasi__uji') }} as uji
    left join blocking
        on uji.id_baris = blocking.id_baris
    where uji.is_hasil and uji.is_siklus_ini and uji.realisasi is not null
    group by uji.kunci_opd, uji.id_siklus, uji.kode_pilar, uji.id_indikator
),

held_results as (
    select
        kunci_opd,
        id_siklus,
        kode_pilar,
        count(*) as jumlah_ditahan
    from results
    where is_ditahan
    group by kunci_opd, id_siklus, kode_pilar
),

-- A pillar without any result is found by the check itself.
without_result as (
    select
        pilar.kode_opd,
        pilar.kunci_opd,
        pilar.id_siklus,
        pilar.kode_pilar
    from pilar
    inner join held_results
        on
            pilar.kunci_opd = held_results.kunci_opd
            and pilar.id_siklus is not distinct from held_results.id_siklus
            and pilar.kode_pilar = held_results.kode_pilar
    where
        pilar.jumlah_hasil_berangka > 0
        and held_results.jumlah_ditahan >= pilar.jumlah_hasil_berangka
),

waived as (
    select distinct
        without_result.kunci_opd,
        without_result.id_siklus
    from without_result
    inner join pengecualian
        on
            pengecualian.kunci in (
                without_result.kode_opd,
                without_result.kode_opd || ':' || without_result.id_siklus
            )
    inner join lingkup
        on lingkup.tanggal_batas between pengecualian.berlaku_dari and pengecualian.berlaku_sampai
),

final as (
    select
        left(
            md5(concat_ws(
                '|', 'pilar', without_result.kunci_opd, without_result.id_siklus,
                without_result.kode_pilar
            )),
            16
        )
        || '-0' as id_temuan,
        'opd_pilar' as suite,
        aturan.id_aturan,
        aturan.tingkat,
        aturan.entitas,
        kiriman.sha256_berkas,
        berkas.nama_berkas,
        kiriman.sha256_berkas is not null as is_berkas_aktif,
        without_result.kunci_opd,
        without_result.kode_opd,
        without_result.id_siklus,
        cast(null as string) as id_baris,
        'indikator' as tabel,
        cast(null as integer) as baris,
        cast(null as string) as id_indikator,
        cast(null as integer) as tahun,
        cast(null as string) as periode,
        without_result.kode_pilar,
        aturan.lembar as sel,
        cast(null as string) as isi,
        aturan.lembar || ': '
        || replace(aturan.pesan, '{kode_pilar}', without_result.kode_pilar)
        || ' Indikator hasilnya yang berangka ditahan oleh temuan lain.' as pesan,
        aturan.cara_memperbaiki,
        case when waived.kunci_opd is null then 'gagal' else 'dikecualikan' end as status
    from without_result
    cross join aturan
    left join kiriman
        on
            without_result.kunci_opd = kiriman.kunci_opd
            and without_result.id_siklus is not distinct from kiriman.id_siklus
    left join berkas
        on kiriman.sha256_berkas = berkas.sha256_berkas
    left join waived
        on
            without_result.kunci_opd = waived.kunci_opd
            and without_result.id_siklus is not distinct from waived.id_siklus
)

select * from final
