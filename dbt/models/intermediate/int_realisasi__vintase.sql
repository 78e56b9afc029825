with

baris as (
    select * from {{ ref('int_realisasi__baris') }}
),

pengecualian as (
    select * from {{ ref('pengecualian') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

toleransi as (
    {{ ambang_berlaku('toleransi') }}
),

-- Nearly every figure is reported once: the few that come again are found on their keys alone.
kunci as (
    select
        id_baris,
        sha256_berkas,
        baris,
        kunci_opd,
        kode_opd,
        id_siklus,
        dibuka,
        batas_data,
        diterima_pada,
        coalesce(versi_sejak, diterima_pada) as versi_sejak,
        is_lama,
        is_draf,
        urutan_versi,
        id_indikator,
        tahun,
        periode,
        wilayah,
        pilahan,
        realisasi,
        status_data,
        nullif(trim(alasan_revisi), '') as alasan_revisi,
        is_kunci_lengkap
    from baris
),

berulang as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        wilayah,
        pilahan
    from kunci
    group by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan
    having count(*) > 1
),

bernomor as (
    select
        kunci.*,
        count(*) over kembar as jumlah_kembar,
        row_number() over kembar_berurut as urutan_kembar
    from kunci
    inner join berulang
        on
            kunci.kunci_opd = berulang.kunci_opd
            and kunci.id_indikator is not distinct from berulang.id_indikator
            and kunci.tahun is not distinct from berulang.tahun
            and kunci.periode is not distinct from berulang.periode
            and kunci.wilayah is not distinct from berulang.wilayah
            and kunci.pilahan = berulang.pilahan
    window
        kembar as (
            partition by
                kunci.sha256_berkas, kunci.id_indikator, kunci.tahun, kunci.periode,
                kunci.wilayah, kunci.pilahan
        ),
        kembar_berurut as (
            partition by
                kunci.sha256_berkas, kunci.id_indikator, kunci.tahun, kunci.periode,
                kunci.wilayah, kunci.pilahan
            order by kunci.baris
        )
),

-- A waiver of JJR-06 in force stands for the reason.
dimaafkan as (
    select distinct pengecualian.kunci
    from pengecualian
    inner join lingkup
        on lingkup.tanggal_batas between pengecualian.berlaku_dari and pengecualian.berlaku_sampai
    where pengecualian.id_aturan = 'JJR-06'
),

beralasan as (
    select
        bernomor.*,
        bernomor.alasan_revisi is not null
        or exists (
            select 1 from dimaafkan
            where dimaafkan.kunci in (
                bernomor.id_indikator,
                bernomor.id_indikator || ':' || cast(bernomor.tahun as string) || ':'
                || bernomor.periode,
                bernomor.kode_opd,
                bernomor.kode_opd || ':' || bernomor.id_siklus
            )
        ) as is_beralasan
    from bernomor
),

-- The same key in files of several cycles and versions: the vintages of one figure, in their order.
bervintase as (
    select
        *,
        row_number() over vintase as nomor_vintase,
        count(*) over (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
        ) as jumlah_vintase,
        lag(realisasi) over vintase as realisasi_sebelumnya,
        lag(status_data) over vintase as status_data_sebelumnya,
        lag(id_baris) over terucap as id_baris_terucap,
        lag(realisasi) over terucap as realisasi_terucap,
        lag(status_data) over terucap as status_data_terucap,
        -- What a release may have said: the first number, and every later one with a reason.
        not is_draf
        and realisasi is not null
        and (
            is_beralasan
            or coalesce(
                sum(case when not is_draf and realisasi is not null then 1 else 0 end)
                    over sebelumnya,
                0
            ) = 0
        ) as is_berdiri
    from beralasan
    window
        vintase as (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
            order by dibuka, id_siklus, urutan_versi
        ),
        -- Of a report that was replaced in time nobody heard: what stands is compared past it.
        terucap as (
            partition by
                kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar, is_draf
            order by dibuka, id_siklus, urutan_versi
        ),
        sebelumnya as (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
            order by dibuka, id_siklus, urutan_versi
            rows between unbounded preceding and 1 preceding
        )
),

berubah as (
    select
        *,
        is_kunci_lengkap
        and nomor_vintase > 1
        and (
            realisasi is distinct from realisasi_sebelumnya
            or status_data is distinct from status_data_sebelumnya
        ) as is_revisi,
        is_kunci_lengkap
        and not is_draf
        and id_baris_terucap is not null
        and (
            realisasi is distinct from realisasi_terucap
            or status_data is distinct from status_data_terucap
        ) as is_revisi_terlambat,
        {{ terakhir_berisi('case when is_berdiri then realisasi end') }} over sebelumnya
            as realisasi_semula,
        {{ terakhir_berisi('case when is_berdiri then batas_data end') }} over sebelumnya
            as batas_semula
    from bervintase
    window sebelumnya as (
        partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan, urutan_kembar
        order by dibuka, id_siklus, urutan_versi
        rows between unbounded preceding and 1 preceding
    )
),

-- A figure that was said at a cut-off and is another one after it.
dinilai as (
    select
        berubah.*,
        berubah.is_kunci_lengkap
        and not berubah.is_draf
        and berubah.realisasi_semula is not null
        and cast(berubah.versi_sejak as date) > berubah.batas_semula
        and (
            berubah.realisasi is null
            or abs(berubah.realisasi - berubah.realisasi_semula) > toleransi.nilai
        ) as is_mengubah_terbit,
        max(case when berubah.is_revisi then 1 else 0 end) over (
            partition by
                berubah.kunci_opd, berubah.id_indikator, berubah.tahun, berubah.periode,
                berubah.wilayah, berubah.pilahan, berubah.urutan_kembar
            order by berubah.dibuka, berubah.id_siklus, berubah.urutan_versi
            rows between unbounded preceding and current row
        ) = 1 as is_pernah_revisi,
        max(case when not berubah.is_lama then 1 else 0 end) over (
            partition by
                berubah.kunci_opd, berubah.id_indikator, berubah.tahun, berubah.periode,
                berubah.wilayah, berubah.pilahan, berubah.id_siklus
        ) = 1 as is_masih_dilaporkan,
        max(case when berubah.is_revisi then 1 else 0 end) over (
            partition by
                berubah.kunci_opd, berubah.id_indikator, berubah.tahun, berubah.periode,
                berubah.wilayah, berubah.pilahan, berubah.urutan_kembar
        ) = 1 as is_direvisi
    from berubah
    cross join toleransi
),

-- The last one counts. A change without a reason does not: what was said before it keeps standing,
-- in its own file, as long as the report still speaks of the figure.
pemenang as (
    select
        kunci_opd,
        id_indikator,
        tahun,
        periode,
        wilayah,
        pilahan,
        sha256_berkas as sha256_berlaku,
        nomor_vintase as nomor_berlaku,
        row_number() over (
            partition by kunci_opd, id_indikator, tahun, periode, wilayah, pilahan
            order by dibuka desc, id_siklus desc, urutan_versi desc
        ) as urutan
    from dinilai
    where
        urutan_kembar = 1
        and not is_draf
        and is_masih_dilaporkan
        and not (coalesce(is_mengubah_terbit, false) and not is_beralasan)
),

final as (
    select
        dinilai.id_baris,
        dinilai.sha256_berkas,
        dinilai.baris,
        dinilai.kunci_opd,
        dinilai.kode_opd,
        dinilai.id_siklus,
        dinilai.id_indikator,
        dinilai.tahun,
        dinilai.periode,
        dinilai.wilayah as kode_wilayah,
        dinilai.pilahan as dimensi,
        dinilai.realisasi,
        dinilai.status_data,
        dinilai.alasan_revisi,
        dinilai.diterima_pada,
        dinilai.is_kunci_lengkap,
        dinilai.is_lama,
        cast(dinilai.jumlah_kembar as integer) as jumlah_kembar,
        cast(dinilai.urutan_kembar as integer) as urutan_kembar,
        cast(dinilai.nomor_vintase as integer) as nomor_vintase,
        dinilai.jumlah_vintase,
        dinilai.is_revisi,
        dinilai.is_revisi_terlambat,
        dinilai.is_pernah_revisi,
        -- A replaced version is judged as far as it was said at a cut-off and changed since.
        not dinilai.is_lama
        or (
            not dinilai.is_draf
            and dinilai.is_masih_dilaporkan
            and dinilai.is_direvisi
            and dinilai.urutan_kembar = 1
        ) as is_dinilai,
        dinilai.realisasi_semula,
        coalesce(dinilai.is_mengubah_terbit, false) as is_mengubah_terbit,
        coalesce(dinilai.is_mengubah_terbit, false)
        and not dinilai.is_beralasan
        and not dinilai.is_lama
        and coalesce(dinilai.nomor_vintase > pemenang.nomor_berlaku, true) as is_revisi_tertahan,
        dinilai.is_kunci_lengkap
        and coalesce(dinilai.sha256_berkas <> pemenang.sha256_berlaku, true) as is_digantikan
    from dinilai
    left join pemenang
        on
            dinilai.kunci_opd = pemenang.kunci_opd
            and dinilai.id_indikator = pemenang.id_indikator
            and dinilai.tahun = pemenang.tahun
            and dinilai.periode = pemenang.periode
            and dinilai.wilayah = pemenang.wilayah
            and dinilai.pilahan = pemenang.pilahan
            and pemenang.urutan = 1
)

select * from final
