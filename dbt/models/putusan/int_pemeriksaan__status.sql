with

aturan as (
    select * from {{ ref('aturan') }}
),

tidak_berlaku as (
    select * from {{ ref('aturan_formulir') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

-- Evidence about another release is none about this one.
hasil as (
    select stg_bukti__hasil.*
    from {{ ref('stg_bukti__hasil') }} as stg_bukti__hasil
    inner join lingkup
        on stg_bukti__hasil.id_rilis = lingkup.id_rilis
),

periksa as (
    select * from {{ ref('stg_intake__periksa') }}
),

kiriman_aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

temuan as (
    select * from {{ ref('int_temuan__dinilai') }}
),

intended as (
    select aturan.*
    from aturan
    inner join lingkup
        on aturan.berlaku_dari <= lingkup.tanggal_batas
),

found_by_check as (
    select
        suite,
        id_aturan,
        count(*) as jumlah_temuan,
        count(case when status = 'dikecualikan' then 1 end) as jumlah_dikecualikan
    from temuan
    where suite <> 'ingest'
    group by suite, id_aturan
),

found_in_file as (
    select
        sha256_berkas,
        id_aturan,
        count(*) as jumlah_temuan,
        count(case when status = 'dikecualikan' then 1 end) as jumlah_dikecualikan
    from temuan
    where suite = 'ingest'
    group by sha256_berkas, id_aturan
),

-- Counts that contradict the violations mean lost evidence: a row could slip through.
by_check as (
    select
        intended.id_aturan,
        coalesce(
            hasil.suite,
            case intended.entitas when 'baris' then 'realisasi' else intended.entitas end
        ) as suite,
        cast(null as string) as sha256_berkas,
        cast(null as string) as nama_berkas,
        case
            when hasil.id_aturan is null then 'belum_dinilai'
            when coalesce(found_by_check.jumlah_temuan, 0) <> coalesce(hasil.jumlah_gagal, 0)
                then 'error'
            when
                hasil.status = 'gagal'
                and found_by_check.jumlah_dikecualikan = found_by_check.jumlah_temuan
                then 'dikecualikan'
            else hasil.status
        end as status,
        coalesce(hasil.jumlah_dinilai, 0) as jumlah_dinilai,
        coalesce(hasil.jumlah_gagal, 0) as jumlah_gagal,
        coalesce(found_by_check.jumlah_dikecualikan, 0) as jumlah_dikecualikan,
        hasil.galat
    from intended
    left join hasil
        on intended.id_aturan = hasil.id_aturan
    left join found_by_check
        on
            hasil.suite = found_by_check.suite
            and hasil.id_aturan = found_by_check.id_aturan
    where intended.tempat = 'gx'
),

-- Every rule of intake is meant for every file that counts, unless a row says why not.
by_file as (
    select
        intended.id_aturan,
        'ingest' as suite,
        kiriman_aktif.sha256_berkas,
        kiriman_aktif.nama_berkas,
        case
            when kiriman_aktif.sha256_berkas is null then 'tidak_berlaku'
            when periksa.id_aturan is null and tidak_berlaku.id_aturan is not null
                then 'tidak_berlaku'
            when periksa.id_aturan is null then 'belum_dinilai'
            when
                coalesce(periksa.jumlah_temuan, 0) > 0
                and coalesce(found_in_file.jumlah_temuan, 0) = 0
                then 'error'
            when
                coalesce(periksa.jumlah_temuan, 0) = 0
                and coalesce(found_in_file.jumlah_temuan, 0) > 0
                then 'error'
            when found_in_file.jumlah_temuan is null then 'lulus'
            when found_in_file.jumlah_dikecualikan = found_in_file.jumlah_temuan
                then 'dikecualikan'
            else 'gagal'
        end as status,
        case when periksa.id_aturan is null then 0 else 1 end as jumlah_dinilai,
        coalesce(found_in_file.jumlah_temuan, 0) as jumlah_gagal,
        coalesce(found_in_file.jumlah_dikecualikan, 0) as jumlah_dikecualikan,
        cast(null as string) as galat
    from intended
    left join kiriman_aktif
        on intended.tempat = 'ingest'
    left join periksa
        on
            kiriman_aktif.sha256_berkas = periksa.sha256_berkas
            and intended.id_aturan = periksa.id_aturan
    left join tidak_berlaku
        on
            intended.id_aturan = tidak_berlaku.id_aturan
            and tidak_berlaku.jenis_formulir
            = case when kiriman_aktif.id_layout like 'templat-%' then 'TEMPLAT' else 'FORMULIR' end
    left join found_in_file
        on
            kiriman_aktif.sha256_berkas = found_in_file.sha256_berkas
            and intended.id_aturan = found_in_file.id_aturan
    where intended.tempat = 'ingest'
),

dinilai as (
    select * from by_check
    union all
    select * from by_file
),

final as (
    select
        id_aturan,
        suite,
        sha256_berkas,
        nama_berkas,
        status,
        cast(jumlah_dinilai as bigint) as jumlah_dinilai,
        cast(jumlah_gagal as bigint) as jumlah_gagal,
        cast(jumlah_dikecualikan as bigint) as jumlah_dikecualikan,
        galat
    from dinilai
)

select * from final
