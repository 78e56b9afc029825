{{ config(materialized='view') }}
{# A view: the state in each of many cycles, of which a reader wants one cycle or counts them. #}

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
    select
        lapor.id_baris_tl,
        lapor.id_tindak_lanjut,
        lapor.kode_opd,
        lapor.id_siklus,
        lapor.tenggat,
        lapor.status_tl
    from lapor
    inner join opd_status
        on
            lapor.kunci_opd = opd_status.kunci_opd
            and lapor.id_siklus = opd_status.id_siklus
            and not opd_status.is_karantina
    where lapor.is_kunci_lengkap
),

-- Cycles follow one another as they open; of two that open on one day the later id follows.
cycles as (
    select
        id_siklus,
        batas_data,
        row_number() over (order by dibuka, id_siklus) as nomor
    from siklus
),

-- A mention speaks from its own cycle until the next one; the first one stays known for good.
-- Its words stay where they are written (`id_baris_tl`): they would be carried through every cycle.
followed as (
    select
        mentions.*,
        cycles.nomor as nomor_mulai,
        lead(cycles.nomor) over urut as nomor_berikutnya,
        row_number() over urut as jumlah_laporan,
        first_value(mentions.id_siklus) over urut as id_siklus_pertama,
        first_value(cycles.nomor) over urut as nomor_pertama,
        first_value(mentions.tenggat) over urut as tenggat_awal
    from mentions
    inner join cycles
        on mentions.id_siklus = cycles.id_siklus
    window urut as (
        partition by mentions.id_tindak_lanjut
        order by cycles.nomor
    )
),

-- What was known of a follow-up at each cut-off; silent cycles carry it on.
known as (
    select
        followed.*,
        cycles.id_siklus as id_siklus_posisi,
        cycles.batas_data,
        cycles.nomor - followed.nomor_pertama as jumlah_siklus_dibawa
    from followed
    inner join cycles
        on
            followed.nomor_mulai <= cycles.nomor
            and coalesce(followed.nomor_berikutnya > cycles.nomor, true)
),

final as (
    select
        ---------- keys
        id_tindak_lanjut,
        id_siklus_posisi as id_siklus,
        kode_opd,
        ---------- as last reported
        id_siklus as id_siklus_terakhir,
        id_siklus_pertama,
        id_baris_tl,
        tenggat_awal,
        tenggat,
        status_tl,
        cast(jumlah_laporan as integer) as jumlah_laporan,
        cast(jumlah_siklus_dibawa as integer) as jumlah_siklus_dibawa,
        batas_data,
        ---------- what follows at the cut-off
        case
            when status_tl in ('SELESAI', 'BATAL') then status_tl
            when tenggat < batas_data then 'LEWAT_TENGGAT'
            else 'BERJALAN'
        end as posisi,
        coalesce(status_tl not in ('SELESAI', 'BATAL'), true) as is_terbuka
    from known
)

select * from final
