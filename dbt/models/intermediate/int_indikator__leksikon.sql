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

batas_ragu as (
    {{ ambang_berlaku('skor_aktivitas_ragu') }}
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

satuan_berlaku as (
    select
        pola,
        bobot
    from tanda
    where urutan = 1 and bobot <> 0 and jenis = 'SATUAN'
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- Many rows share a name: each name with its unit is scored once.
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

cocok as (
    select
        nama.teks,
        nama.teks_satuan,
        dalam_nama.tampak,
        dalam_nama.bobot
    from nama
    inner join {{ ref('int_nama__tanda') }} as dalam_nama on nama.teks = dalam_nama.teks

    union all

    select
        nama.teks,
        nama.teks_satuan,
        'satuan ' || satuan_berlaku.pola as tampak,
        satuan_berlaku.bobot
    from nama
    inner join satuan_berlaku on nama.teks_satuan = satuan_berlaku.pola
),

-- The same word may be a sign in two places, as head and as verb; people see it once.
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
        and beralasan.skor_aktivitas >= batas.nilai as is_menyamar,
        beralasan.alasan_pengecualian is null
        and beralasan.skor_aktivitas < batas.nilai
        and beralasan.skor_aktivitas >= batas_ragu.nilai as is_ragu
    from beralasan
    cross join batas
    cross join batas_ragu
)

select * from final
