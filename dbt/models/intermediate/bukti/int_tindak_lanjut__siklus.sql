{{ config(tags=["bukti"]) }}

with

lapor as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

-- Texts of a held report stay inside; the follow-up then stands as the report before left it.
mentions as (
    select lapor.*
    from lapor
    inner join opd_status
        on
            lapor.kunci_opd = opd_status.kunci_opd
            and lapor.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    where lapor.is_kunci_lengkap
),

-- What was known of a follow-up at each cut-off: its mentions up to that cycle.
known as (
    select
        mentions.*,
        siklus.id_siklus as id_siklus_posisi,
        siklus.dibuka as dibuka_posisi,
        siklus.batas_data,
        row_number() over terbaru as urutan_terbaru,
        first_value(mentions.id_siklus) over terlama as id_siklus_pertama,
        first_value(mentions.dibuka) over terlama as dibuka_pertama,
        first_value(mentions.tenggat) over terlama as tenggat_awal,
        count(*) over (
            partition by mentions.id_tindak_lanjut, siklus.id_siklus
        ) as jumlah_laporan
    from mentions
    inner join siklus
        on mentions.dibuka <= siklus.dibuka
    window
        terbaru as (
            partition by mentions.id_tindak_lanjut, siklus.id_siklus
            order by mentions.dibuka desc
        ),
        terlama as (
            partition by mentions.id_tindak_lanjut, siklus.id_siklus
            order by mentions.dibuka
        )
),

-- How many cycles it has been carried through, silent ones included.
carried as (
    select
        known.id_tindak_lanjut,
        known.id_siklus_posisi,
        count(*) - 1 as jumlah_siklus_dibawa
    from known
    inner join siklus
        on siklus.dibuka between known.dibuka_pertama and known.dibuka_posisi
    where known.urutan_terbaru = 1
    group by known.id_tindak_lanjut, known.id_siklus_posisi
),

final as (
    select
        ---------- keys
        known.id_tindak_lanjut,
        known.id_siklus_posisi as id_siklus,
        known.kode_opd,
        known.id_indikator,
        known.tahun,
        known.periode,
        ---------- as last reported
        known.id_siklus as id_siklus_terakhir,
        known.id_siklus_pertama,
        known.id_baris_tl,
        known.sha256_berkas,
        known.baris,
        known.kategori_hambatan,
        known.uraian_hambatan,
        known.rencana_tindak_lanjut,
        known.penanggung_jawab,
        known.opd_pendukung,
        known.dukungan_diminta_ke_bupati,
        known.tenggat_awal,
        known.tenggat,
        known.status_tl,
        known.has_bukti,
        known.is_generik,
        known.is_penjelasan_lengkap,
        cast(known.jumlah_laporan as integer) as jumlah_laporan,
        cast(carried.jumlah_siklus_dibawa as integer) as jumlah_siklus_dibawa,
        known.batas_data,
        ---------- what follows at the cut-off
        case
            when known.status_tl in ('SELESAI', 'BATAL') then known.status_tl
            when known.tenggat < known.batas_data then 'LEWAT_TENGGAT'
            else 'BERJALAN'
        end as posisi,
        coalesce(known.status_tl not in ('SELESAI', 'BATAL'), true) as is_terbuka
    from known
    inner join carried
        on
            known.id_tindak_lanjut = carried.id_tindak_lanjut
            and known.id_siklus_posisi = carried.id_siklus_posisi
    where known.urutan_terbaru = 1
)

select * from final
