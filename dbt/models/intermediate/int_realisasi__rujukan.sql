with

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

-- Measured figures only, of a stated time: a promise and an undated quotation measure nothing.
terbit as (
    select
        id_indikator,
        kode_wilayah,
        tahun,
        coalesce(periode, 'THN') as periode,
        nilai,
        penerbit,
        {{ teks_normal('kode_sumber') }} as sumber_normal
    from {{ ref('angka_terbit') }}
    where jenis_angka = 'REALISASI' and id_indikator is not null and tahun is not null
),

-- Published twice for one time, preliminary and final: the nearer one speaks.
diurutkan as (
    select
        lapor.id_baris,
        terbit.nilai as nilai_rujukan,
        terbit.penerbit as penerbit_rujukan,
        row_number() over (
            partition by lapor.id_baris
            order by abs(lapor.realisasi - terbit.nilai), terbit.nilai, terbit.penerbit
        ) as urutan
    from lapor
    inner join terbit
        on
            lapor.id_indikator = terbit.id_indikator
            and lapor.kode_wilayah = terbit.kode_wilayah
            and lapor.tahun = terbit.tahun
            and lapor.periode = terbit.periode
    inner join berlaku
        on
            lapor.kunci_opd = berlaku.kunci_opd
            and lapor.id_indikator = berlaku.id_indikator
            and lapor.id_siklus is not distinct from berlaku.id_siklus
            and terbit.sumber_normal = {{ teks_normal('berlaku.sumber_data') }}
    where lapor.dimensi = '' and lapor.realisasi is not null
),

final as (
    select
        id_baris,
        nilai_rujukan,
        penerbit_rujukan
    from diurutkan
    where urutan = 1
)

select * from final
