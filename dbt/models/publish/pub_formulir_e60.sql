with

formulir_e60 as (
    select * from {{ ref('formulir_e60') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- The agency's own form has all it reported; readers see released figures only.
final as (
    select
        formulir_e60.tahun,
        formulir_e60.nomor,
        formulir_e60.kode_opd,
        formulir_e60.perangkat_daerah,
        formulir_e60.id_siklus,
        formulir_e60.tingkat,
        formulir_e60.kode,
        formulir_e60.uraian,
        formulir_e60.id_indikator,
        formulir_e60.nama_indikator,
        formulir_e60.satuan,
        formulir_e60.k_6_target_rpjmd,
        {{ bila_rilis('formulir_e60', 'k_7_realisasi_lalu') }},
        formulir_e60.k_8_target,
        formulir_e60.rp_8_pagu,
        {{ bila_rilis('formulir_e60', 'k_9_tw1') }},
        formulir_e60.rp_9_tw1,
        {{ bila_rilis('formulir_e60', 'k_10_tw2') }},
        formulir_e60.rp_10_tw2,
        {{ bila_rilis('formulir_e60', 'k_11_tw3') }},
        formulir_e60.rp_11_tw3,
        {{ bila_rilis('formulir_e60', 'k_12_tw4') }},
        formulir_e60.rp_12_tw4,
        {{ bila_rilis('formulir_e60', 'k_13_realisasi') }},
        formulir_e60.rp_13_realisasi,
        {{ bila_rilis('formulir_e60', 'k_14_rpjmd') }},
        {{ bila_rilis('formulir_e60', 'k_15_persen_rpjmd') }},
        formulir_e60.keterangan,
        formulir_e60.is_rilis,
        formulir_e60.versi_kebijakan
    from formulir_e60
    inner join decisions
        on
            formulir_e60.kode_opd = decisions.kunci_opd
            and formulir_e60.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by tahun, nomor
