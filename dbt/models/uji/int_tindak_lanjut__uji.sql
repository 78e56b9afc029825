with

lapor as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
    where is_siklus_lingkup
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
        coalesce(latest.tenggat < siklus.batas_data, false) as is_lewat_tenggat
    from latest
    cross join siklus
    where latest.urutan = 1
)

select * from final
