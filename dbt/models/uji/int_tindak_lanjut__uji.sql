with

lapor as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
    where is_siklus_lingkup
),

periode as (
    select * from {{ ref('periode') }}
),

ambang as (
    select * from {{ ref('int_siklus__ambang') }}
),

-- A follow-up stands as the last report left it, also when this cycle's says nothing about it.
latest as (
    select
        lapor.*,
        row_number() over (
            partition by lapor.id_tindak_lanjut
            order by lapor.dibuka desc
        ) as urutan
    from lapor
    where lapor.is_kunci_lengkap
),

berakhir as (
    select
        latest.*,
        case
            when latest.tahun is not null
                then {{ akhir_bulan('latest.tahun', 'periode.bulan_akhir') }}
        end as tanggal_akhir_periode
    from latest
    left join periode
        on latest.periode = periode.periode
    where latest.urutan = 1
),

final as (
    select
        ---------- keys
        latest.id_tindak_lanjut,
        latest.kode_opd,
        latest.kunci_opd,
        siklus.id_siklus,
        latest.sha256_berkas as sha256_sel,
        latest.baris as baris_sel,
        ---------- what was promised
        latest.id_indikator,
        latest.rencana_tindak_lanjut,
        latest.tenggat,
        latest.status_tl,
        ---------- what the rules need to know
        latest.tanggal_akhir_periode,
        case
            when latest.tenggat is not null
                then
                    coalesce(latest.tenggat < latest.tanggal_akhir_periode, false)
                    or coalesce(
                        latest.tenggat
                        > {{ tambah_waktu(
                            'latest.tanggal_akhir_periode', 'ambang.umur_data_tahun', 'year'
                        ) }},
                        false
                    )
        end as is_tenggat_janggal,
        coalesce(latest.tenggat < siklus.batas_data, false) as is_lewat_tenggat
    from berakhir as latest
    cross join siklus
    left join ambang
        on siklus.id_siklus = ambang.id_siklus
)

select * from final
