with

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

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

-- Many rows share a name: each name with its unit is scored once.
nama as (
    select distinct
        coalesce({{ teks_normal('nama_indikator') }}, '') as teks,
        coalesce({{ teks_normal('satuan') }}, '') as teks_satuan
    from berlaku
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

dalam_nama as (
    select
        teks.teks,
        tanda_berlaku.jenis,
        tanda_berlaku.pola,
        tanda_berlaku.bobot,
        tanda_berlaku.pola as tampak
    from teks
    inner join tanda_berlaku
        on
            (
                tanda_berlaku.jenis = 'AWAL'
                and ' ' || teks.teks || ' ' like ' ' || tanda_berlaku.pola || ' %'
            )
            or (
                tanda_berlaku.jenis = 'FRASA'
                and ' ' || teks.teks || ' ' like '% ' || tanda_berlaku.pola || ' %'
            )

    union all

    select
        kata.teks,
        tanda_berlaku.jenis,
        tanda_berlaku.pola,
        tanda_berlaku.bobot,
        min(kata.kata) as tampak
    from kata
    inner join tanda_berlaku
        on tanda_berlaku.jenis = 'KATA' and kata.kata like tanda_berlaku.pola
    group by kata.teks, tanda_berlaku.jenis, tanda_berlaku.pola, tanda_berlaku.bobot
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

dikecualikan as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        min(pengecualian.alasan) as alasan
    from berlaku
    cross join lingkup
    inner join pengecualian
        on
            (pengecualian.cocok = 'ID' and berlaku.id_indikator = pengecualian.kunci)
            or (
                pengecualian.cocok = 'NAMA'
                and ' ' || {{ teks_normal('berlaku.nama_indikator') }} || ' '
                like '% ' || pengecualian.kunci || ' %'
            )
    where pengecualian.berlaku_dari <= lingkup.tanggal_batas
    group by berlaku.kunci_opd, berlaku.id_siklus, berlaku.id_indikator
),

final as (
    select
        berlaku.kunci_opd,
        berlaku.id_siklus,
        berlaku.id_indikator,
        cast(coalesce(skor.skor, 0) as integer) as skor_aktivitas,
        skor.kata_aktivitas,
        skor.kata_hasil,
        dikecualikan.alasan as alasan_pengecualian,
        dikecualikan.alasan is null and coalesce(skor.skor, 0) >= batas.nilai as is_menyamar
    from berlaku
    cross join batas
    left join skor
        on
            coalesce({{ teks_normal('berlaku.nama_indikator') }}, '') = skor.teks
            and coalesce({{ teks_normal('berlaku.satuan') }}, '') = skor.teks_satuan
    left join dikecualikan
        on
            berlaku.kunci_opd = dikecualikan.kunci_opd
            and berlaku.id_indikator = dikecualikan.id_indikator
            and berlaku.id_siklus is not distinct from dikecualikan.id_siklus
)

select * from final
