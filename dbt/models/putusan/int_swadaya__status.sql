with

uji as (
    select * from {{ ref('int_swadaya__uji') }}
),

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

-- A finding hits a contribution directly, or through the cells of its row.
hit_findings as (
    select
        uji.id_baris,
        temuan.id_aturan,
        temuan.tingkat,
        temuan.status,
        temuan.pesan
    from temuan
    inner join uji
        on temuan.id_baris = uji.id_baris
    where temuan.entitas = 'swadaya'
    union all
    select
        uji.id_baris,
        temuan.id_aturan,
        temuan.tingkat,
        temuan.status,
        temuan.pesan
    from temuan
    inner join uji
        on
            temuan.sha256_berkas = uji.sha256_sel
            and temuan.baris = uji.baris_sel
    where temuan.suite = 'ingest' and temuan.tabel = 'swadaya'
),

counted as (
    select
        id_baris,
        count(case when tingkat = 'B' and status = 'gagal' then 1 end) as jumlah_blokir,
        count(case when tingkat = 'B' and status = 'dikecualikan' then 1 end)
            as jumlah_dikecualikan
    from hit_findings
    group by id_baris
),

reasons as (
    {{ daftar_alasan(
        "hit_findings", ["id_baris"], "tingkat = 'B' and status = 'gagal'", "alasan"
    ) }}
),

judged as (
    select
        uji.id_baris,
        uji.sha256_sel as sha256_berkas,
        uji.baris_sel as baris,
        uji.kunci_opd,
        uji.kode_opd,
        uji.id_siklus,
        uji.id_indikator,
        coalesce(counted.jumlah_blokir, 0) > 0 as is_blokir,
        -- An agency that was never judged is held like one that failed, and so is a file whose
        -- agency or cycle nobody knows.
        coalesce(opd_status.is_karantina, true)
        or coalesce(uji.kunci_opd <> uji.kode_opd, true) as is_karantina,
        case
            when counted.jumlah_blokir > 0 then 'gagal'
            when counted.jumlah_dikecualikan > 0 then 'dikecualikan'
            else 'lulus'
        end as status,
        reasons.alasan,
        opd_status.alasan as alasan_opd
    from uji
    left join counted
        on uji.id_baris = counted.id_baris
    left join reasons
        on uji.id_baris = reasons.id_baris
    left join opd_status
        on
            uji.kunci_opd = opd_status.kunci_opd
            and coalesce(uji.id_siklus, '') = coalesce(opd_status.id_siklus, '')
),

final as (
    select
        *,
        not is_blokir and not is_karantina as is_lolos
    from judged
)

select * from final
