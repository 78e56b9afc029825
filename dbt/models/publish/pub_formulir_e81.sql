with

formulir_e81 as (
    select * from {{ ref('formulir_e81') }}
),

decisions as (
    select * from {{ ref('gate_decisions') }}
),

-- The agency's own form has all it reported; readers see released figures only.
final as (
    select
        formulir_e81.kode_opd,
        formulir_e81.nama_opd,
        formulir_e81.tahun,
        formulir_e81.nomor,
        formulir_e81.id_siklus,
        formulir_e81.tingkat,
        formulir_e81.kode,
        formulir_e81.uraian,
        formulir_e81.id_indikator,
        formulir_e81.nama_indikator,
        formulir_e81.satuan,
        formulir_e81.k_5_target_renstra,
        {{ bila_rilis('formulir_e81', 'k_6_realisasi_lalu') }},
        formulir_e81.k_7_target,
        formulir_e81.rp_7_pagu,
        {{ bila_rilis('formulir_e81', 'k_8_tw1') }},
        formulir_e81.rp_8_tw1,
        {{ bila_rilis('formulir_e81', 'k_9_tw2') }},
        formulir_e81.rp_9_tw2,
        {{ bila_rilis('formulir_e81', 'k_10_tw3') }},
        formulir_e81.rp_10_tw3,
        {{ bila_rilis('formulir_e81', 'k_11_tw4') }},
        formulir_e81.rp_11_tw4,
        {{ bila_rilis('formulir_e81', 'k_12_realisasi') }},
        formulir_e81.rp_12_realisasi,
        {{ bila_rilis('formulir_e81', 'k_13_persen') }},
        formulir_e81.rp_13_persen,
        {{ bila_rilis('formulir_e81', 'k_14_renstra') }},
        {{ bila_rilis('formulir_e81', 'k_15_persen_renstra') }},
        formulir_e81.keterangan,
        formulir_e81.is_rilis,
        formulir_e81.versi_kebijakan
    from formulir_e81
    inner join decisions
        on
            formulir_e81.kode_opd = decisions.kunci_opd
            and formulir_e81.id_siklus = decisions.id_siklus
            and decisions.entitas = 'OPD'
            and decisions.keputusan = 'rilis'
)

select * from final
order by kode_opd, tahun, nomor
