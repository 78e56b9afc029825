with

temuan as (
    select * from {{ ref('int_temuan__status') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

hits as (
    select * from {{ ref('int_temuan__baris') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
hit_findings as (
    select
        hits.id_baris,
        temuan.id_aturan,
        temuan.tingkat,
        temuan.status,
        temuan.pesan
    from hits
    inner join temuan
        on hits.id_temuan = temuan.id_temuan
    union all
    -- The row knows of a doubtful number though no finding names its place: hold it all the same.
    select
        uji.id_baris,
        'STR-06' as id_aturan,
        'B' as tingkat,
        'gagal' as status,
        'Ada angka yang tidak pasti pada baris ini atau pada definisinya.' as pesan
    from {{ ref('int_realisasi__uji') }} as uji
    left join hits
        on uji.id_baris = hits.id_baris
    left join temuan
        on hits.id_temuan = temuan.id_temuan and temuan.id_aturan = 'STR-06'
    where uji.is_angka_ragu
    group by uji.id_baris
    having count(temuan.id_temuan) = 0
),

counted as (
    select
        id_baris,
        count(case when tingkat = 'B' and status = 'gagal' then 1 end) as jumlah_blokir,
        count(case when tingkat = 'B' and status = 'dikecualikan' then 1 end)
            as jumlah_dikecualikan,
        count(case when tingkat = 'P' and status = 'gagal' then 1 end) as jumlah_peringatan
    from hit_findings
    group by id_baris
),

blocking as (
    {{ daftar_alasan(
        "hit_findings", ["id_baris"], "tingkat = 'B' and status = 'gagal'", "alasan"
    ) }}
),

warning as (
    {{ daftar_alasan(
        "hit_findings", ["id_baris"], "tingkat = 'P' and status = 'gagal'", "peringatan"
    ) }}
),

final as (
    select
        uji.id_baris,
        uji.sha256_berkas,
        uji.kunci_opd,
        uji.kode_opd,
        uji.id_siklus,
        uji.id_indikator,
        uji.tahun,
        uji.periode,
        uji.kode_wilayah,
        uji.dimensi,
        uji.is_digantikan,
        uji.is_revisi_tertahan,
        coalesce(counted.jumlah_blokir, 0) as jumlah_blokir,
        coalesce(counted.jumlah_peringatan, 0) as jumlah_peringatan,
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
        blocking.alasan,
        opd_status.alasan as alasan_opd,
        warning.peringatan
    from {{ ref('int_realisasi__uji') }} as uji
    left join counted
        on uji.id_baris = counted.id_baris
    left join blocking
        on uji.id_baris = blocking.id_baris
    left join warning
        on uji.id_baris = warning.id_baris
    left join opd_status
        on
            uji.kunci_opd = opd_status.kunci_opd
            and coalesce(uji.id_siklus, '') = coalesce(opd_status.id_siklus, '')
)

select * from final
