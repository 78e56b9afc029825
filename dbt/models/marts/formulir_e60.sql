with

formulir as (
    select * from {{ ref('formulir_e81') }}
),

-- The same figures over all agencies, in the columns of the form of the whole government.
final as (
    select
        tahun,
        cast(row_number() over (
            partition by tahun
            order by kode_opd, nomor
        ) as integer) as nomor,
        kode_opd,
        nama_opd as perangkat_daerah,
        id_siklus,
        tingkat,
        kode,
        uraian,
        id_indikator,
        nama_indikator,
        satuan,
        k_5_target_renstra as k_6_target_rpjmd,
        k_6_realisasi_lalu as k_7_realisasi_lalu,
        k_7_target as k_8_target,
        rp_7_pagu as rp_8_pagu,
        k_8_tw1 as k_9_tw1,
        rp_8_tw1 as rp_9_tw1,
        k_9_tw2 as k_10_tw2,
        rp_9_tw2 as rp_10_tw2,
        k_10_tw3 as k_11_tw3,
        rp_10_tw3 as rp_11_tw3,
        k_11_tw4 as k_12_tw4,
        rp_11_tw4 as rp_12_tw4,
        k_12_realisasi as k_13_realisasi,
        rp_12_realisasi as rp_13_realisasi,
        k_14_renstra as k_14_rpjmd,
        k_15_persen_renstra as k_15_persen_rpjmd,
        keterangan,
        is_rilis,
        versi_kebijakan
    from formulir
)

select * from final
