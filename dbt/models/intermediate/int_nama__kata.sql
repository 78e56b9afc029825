with

bantu as (
    select * from {{ ref('leksikon_kata_bantu') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

versi_bantu as (
    select
        bantu.peran,
        bantu.pola,
        bantu.dipakai,
        row_number() over (
            partition by bantu.peran, bantu.pola
            order by bantu.berlaku_dari desc
        ) as urutan
    from bantu
    inner join lingkup on bantu.berlaku_dari <= lingkup.tanggal_batas
),

bantu_berlaku as (
    select
        peran,
        pola
    from versi_bantu
    where urutan = 1 and dipakai and peran <> 'KECUALI'
),

-- Many indicators share a name: each is taken apart once.
nama as (
    select distinct {{ teks_normal("coalesce(nama_indikator, '')") }} as teks
    from {{ ref('int_indikator__berlaku') }}
),

kata as (
    select
        teks,
        {{ kata_berurut('teks') }}
    from nama
),

ragam_kata as (
    select distinct kata from kata
),

-- Only the role UKURAN has patterns with any letters (%); a plain word is like itself alone.
peran_kata as (
    select
        ragam_kata.kata,
        max(case when bantu_berlaku.peran = 'UKURAN' then 1 else 0 end) = 1 as is_ukuran,
        max(case when bantu_berlaku.peran = 'HUBUNG' then 1 else 0 end) = 1 as is_hubung,
        max(case when bantu_berlaku.peran = 'BANTU' then 1 else 0 end) = 1 as is_bantu,
        max(case when bantu_berlaku.peran = 'BATAS' then 1 else 0 end) = 1 as is_batas,
        max(case when bantu_berlaku.peran in ('HUBUNG', 'BATAS', 'SELA') then 1 else 0 end) = 1
            as is_sela
    from ragam_kata
    left join bantu_berlaku on ragam_kata.kata like bantu_berlaku.pola
    group by ragam_kata.kata
),

berperan as (
    select
        kata.teks,
        kata.posisi,
        kata.kata,
        peran_kata.is_ukuran,
        peran_kata.is_hubung,
        peran_kata.is_bantu,
        peran_kata.is_batas,
        peran_kata.is_sela
    from kata
    inner join peran_kata on kata.kata = peran_kata.kata
),

-- The head is the first word that is no measure word; a name of measure words has none.
berinti as (
    select
        *,
        min(posisi) over (partition by teks) as posisi_awal,
        min(case when not is_ukuran then posisi end) over (partition by teks) as posisi_inti
    from berperan
),

bermula as (
    select
        *,
        coalesce(posisi_inti, posisi_awal) as posisi_mulai
    from berinti
),

berbatas as (
    select
        *,
        min(case when is_batas and posisi > posisi_mulai then posisi end)
            over (partition by teks) as posisi_batas,
        min(case when is_sela and posisi > posisi_mulai then posisi end)
            over (partition by teks) as posisi_sela
    from bermula
),

berhubung as (
    select
        *,
        min(
            case
                when
                    is_hubung
                    and posisi > posisi_mulai
                    and (posisi_batas is null or posisi < posisi_batas)
                    then posisi
            end
        ) over (partition by teks) as posisi_hubung
    from berbatas
),

berpredikat as (
    select
        *,
        min(case when not is_bantu and posisi > posisi_hubung then posisi end)
            over (partition by teks) as posisi_predikat,
        lead(kata, 1) over (partition by teks order by posisi) as kata_kedua,
        lead(kata, 2) over (partition by teks order by posisi) as kata_ketiga
    from berhubung
),

final as (
    select
        teks,
        cast(posisi - posisi_awal + 1 as integer) as posisi,
        kata,
        kata || ' ' || kata_kedua as dua_kata,
        kata || ' ' || kata_kedua || ' ' || kata_ketiga as tiga_kata,
        posisi = posisi_awal as is_awal,
        coalesce(posisi = posisi_inti, false) as is_inti,
        posisi >= posisi_mulai and (posisi_sela is null or posisi < posisi_sela) as is_frasa,
        coalesce(posisi = posisi_predikat, false) as is_predikat,
        posisi >= posisi_mulai and (posisi_batas is null or posisi < posisi_batas) as is_tentang
    from berpredikat
)

select * from final
