with

leksikon as (
    select * from {{ ref('leksikon_aktivitas') }}
),

pengecualian as (
    select * from {{ ref('leksikon_pengecualian') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

batas as (
    {{ ambang_berlaku('skor_aktivitas_min') }}
),

tanda as (
    select
        leksikon.jenis,
        leksikon.pola,
        leksikon.bobot,
        row_number() over (
            partition by leksikon.jenis, leksikon.pola
            order by leksikon.berlaku_dari desc
        ) as urutan
    from leksikon
    inner join lingkup on leksikon.berlaku_dari <= lingkup.tanggal_batas
),

tanda_berlaku as (
    select
        jenis,
        pola,
        bobot
    from tanda
    where urutan = 1 and bobot <> 0
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- Many rows share a name: each name with its unit is scored once, each word is looked up once.
asal as (
    select distinct
        coalesce(nama_indikator, '') as nama_indikator,
        coalesce(satuan, '') as satuan
    from {{ ref('int_indikator__berlaku') }}
),

dibaca as (
    select
        nama_indikator,
        satuan,
        {{ teks_normal('nama_indikator') }} as teks,
        {{ teks_normal('satuan') }} as teks_satuan
    from asal
),

nama as (
    select distinct
        teks,
        teks_satuan
    from dibaca
),

teks as (
    select distinct teks from nama
),

kata as (
    select distinct
        teks,
        {{ kata_kata('teks') }} as kata
    from teks
),

ragam_kata as (
    select distinct kata from kata
),

-- A phrase can only stand where its first word stands.
kata_bertanda as (
    select
        ragam_kata.kata,
        tanda_berlaku.jenis,
        tanda_berlaku.pola,
        tanda_berlaku.bobot
    from ragam_kata
    inner join tanda_berlaku
        on
            (tanda_berlaku.jenis = 'KATA' and ragam_kata.kata like tanda_berlaku.pola)
            or (
                tanda_berlaku.jenis in ('AWAL', 'FRASA')
                and tanda_berlaku.pola || ' ' like ragam_kata.kata || ' %'
            )
),

dalam_nama as (
    select
        kata.teks,
        tanda.jenis,
        tanda.pola,
        tanda.bobot,
        min(case when tanda.jenis = 'KATA' then tanda.kata else tanda.pola end) as tampak
    from kata
    inner join kata_bertanda as tanda on kata.kata = tanda.kata
    where
        tanda.jenis = 'KATA'
        or (tanda.jenis = 'AWAL' and kata.teks || ' ' like tanda.pola || ' %')
        or (tanda.jenis = 'FRASA' and ' ' || kata.teks || ' ' like '% ' || tanda.pola || ' %')
    group by kata.teks, tanda.jenis, tanda.pola, tanda.bobot
),

cocok as (
    select
        nama.teks,
        nama.teks_satuan,
        dalam_nama.tampak,
        dalam_nama.bobot
    from nama
    inner join dalam_nama on nama.teks = dalam_nama.teks

    union all

    select
        nama.teks,
        nama.teks_satuan,
        'satuan ' || tanda_berlaku.pola as tampak,
        tanda_berlaku.bobot
    from nama
    inner join tanda_berlaku
        on tanda_berlaku.jenis = 'SATUAN' and nama.teks_satuan = tanda_berlaku.pola
),

-- The same word may be a sign twice, at the start and within; people see it once.
tampak as (
    select
        teks,
        teks_satuan,
        tampak,
        sum(bobot) as bobot
    from cocok
    group by teks, teks_satuan, tampak
),

skor as (
    select
        teks,
        teks_satuan,
        sum(bobot) as skor,
        {{ daftar_urut('case when bobot > 0 then tampak end') }} as kata_aktivitas,
        {{ daftar_urut('case when bobot < 0 then tampak end') }} as kata_hasil
    from tampak
    group by teks, teks_satuan
),

pengecualian_berlaku as (
    select
        pengecualian.cocok,
        pengecualian.kunci,
        pengecualian.alasan
    from pengecualian
    cross join lingkup
    where pengecualian.berlaku_dari <= lingkup.tanggal_batas
),

nama_dikecualikan as (
    select
        teks.teks,
        min(pengecualian_berlaku.alasan) as alasan
    from teks
    inner join pengecualian_berlaku
        on
            pengecualian_berlaku.cocok = 'NAMA'
            and ' ' || teks.teks || ' ' like '% ' || pengecualian_berlaku.kunci || ' %'
    group by teks.teks
),

indikator_dikecualikan as (
    select
        kunci as id_indikator,
        min(alasan) as alasan
    from pengecualian_berlaku
    where cocok = 'ID'
    group by kunci
),

-- Names as they were written, so that the rows need not be read letter by letter again.
dinilai as (
    select
        dibaca.nama_indikator,
        dibaca.satuan,
        skor.skor,
        skor.kata_aktivitas,
        skor.kata_hasil,
        nama_dikecualikan.alasan
    from dibaca
    left join skor on dibaca.teks = skor.teks and dibaca.teks_satuan = skor.teks_satuan
    left join nama_dikecualikan on dibaca.teks = nama_dikecualikan.teks
    where skor.teks is not null or nama_dikecualikan.teks is not null
),

beralasan as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        cast(coalesce(dinilai.skor, 0) as integer) as skor_aktivitas,
        dinilai.kata_aktivitas,
        dinilai.kata_hasil,
        least(
            coalesce(dinilai.alasan, indikator_dikecualikan.alasan),
            coalesce(indikator_dikecualikan.alasan, dinilai.alasan)
        ) as alasan_pengecualian
    from {{ ref('int_indikator__berlaku') }} as berlaku
    left join dinilai
        on
            coalesce(berlaku.nama_indikator, '') = dinilai.nama_indikator
            and coalesce(berlaku.satuan, '') = dinilai.satuan
    left join indikator_dikecualikan
        on berlaku.id_indikator = indikator_dikecualikan.id_indikator
),

final as (
    select
        beralasan.*,
        beralasan.alasan_pengecualian is null
        and beralasan.skor_aktivitas >= batas.nilai as is_menyamar
    from beralasan
    cross join batas
)

select * from final
