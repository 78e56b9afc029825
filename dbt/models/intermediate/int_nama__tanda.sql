with

leksikon as (
    select * from {{ ref('leksikon_aktivitas') }}
),

kata_bantu as (
    select * from {{ ref('leksikon_kata_bantu') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
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
        bobot,
        replace(pola, '%', '') <> pola as is_pola,
        length(pola) - length(replace(pola, ' ', '')) + 1 as jumlah_kata
    from tanda
    where urutan = 1 and bobot <> 0 and jenis <> 'SATUAN'
),

versi_kecuali as (
    select
        kata_bantu.pola,
        kata_bantu.dipakai,
        row_number() over (
            partition by kata_bantu.pola order by kata_bantu.berlaku_dari desc
        ) as urutan
    from kata_bantu
    inner join lingkup on kata_bantu.berlaku_dari <= lingkup.tanggal_batas
    where kata_bantu.peran = 'KECUALI'
),

kecuali as (
    select pola from versi_kecuali
    where urutan = 1 and dipakai
),

-- Up to three words from each place where a sign may begin.
ucapan as (
    {% for kolom in ['kata', 'dua_kata', 'tiga_kata'] %}
        {% if not loop.first %}union all{% endif %}
        select
            teks,
            {{ kolom }} as ucapan,
            {{ loop.index }} as jumlah_kata,
            is_awal,
            is_inti,
            is_frasa,
            is_predikat,
            is_tentang
        from {{ ref('int_nama__kata') }}
        where {{ kolom }} is not null and (is_awal or is_predikat or is_tentang)
    {% endfor %}
),

ragam_ucapan as (
    select distinct
        ucapan,
        jumlah_kata
    from ucapan
),

ucapan_bertanda as (
    select
        ragam_ucapan.ucapan,
        tanda_berlaku.jenis,
        tanda_berlaku.pola,
        tanda_berlaku.bobot
    from ragam_ucapan
    inner join tanda_berlaku
        on ragam_ucapan.ucapan = tanda_berlaku.pola
    where not tanda_berlaku.is_pola

    union all

    select
        ragam_ucapan.ucapan,
        tanda_berlaku.jenis,
        tanda_berlaku.pola,
        tanda_berlaku.bobot
    from ragam_ucapan
    inner join tanda_berlaku
        on
            ragam_ucapan.jumlah_kata = tanda_berlaku.jumlah_kata
            and ragam_ucapan.ucapan like tanda_berlaku.pola
    left join kecuali on ragam_ucapan.ucapan = kecuali.pola
    where tanda_berlaku.is_pola and kecuali.pola is null
),

dalam_nama as (
    select
        ucapan.teks,
        tanda.jenis,
        tanda.pola,
        tanda.bobot,
        min(ucapan.ucapan) as tampak
    from ucapan
    inner join ucapan_bertanda as tanda on ucapan.ucapan = tanda.ucapan
    where
        (tanda.jenis = 'AWAL' and ucapan.is_awal)
        or (tanda.jenis = 'INTI' and ucapan.is_inti)
        or (tanda.jenis = 'FRASA' and ucapan.is_frasa)
        or (tanda.jenis = 'YANG' and ucapan.is_predikat)
        or (tanda.jenis = 'KATA' and ucapan.is_tentang)
    group by ucapan.teks, tanda.jenis, tanda.pola, tanda.bobot
),

-- Signs of one kind say the same in other words: the strongest for and the strongest against count.
berurut as (
    select
        teks,
        jenis,
        pola,
        tampak,
        bobot,
        row_number() over (
            partition by teks, jenis, case when bobot > 0 then 1 else 0 end
            order by abs(bobot) desc, tampak
        ) as urutan
    from dalam_nama
),

final as (
    select
        teks,
        jenis,
        pola,
        tampak,
        bobot
    from berurut
    where urutan = 1
)

select * from final
