with

opd_uji as (
    select * from {{ ref('int_opd__siklus') }}
),

opd_status as (
    select * from {{ ref('int_opd__status') }}
),

kewajiban as (
    select * from {{ ref('int_kewajiban__status') }}
),

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

hambatan as (
    select * from {{ ref('int_tindak_lanjut__lapor') }}
),

tindak_lanjut as (
    select * from {{ ref('int_tindak_lanjut__siklus') }}
),

lapor as (
    select * from {{ ref('int_realisasi__lapor') }}
),

periode as (
    select * from {{ ref('dim_periode') }}
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

rumus as (
    select * from {{ ref('rumus') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

formula as (
    {{ rumus_berlaku('KEJUJURAN') }}
),

whole_region as (
    select capaian.*
    from capaian
    inner join region
        on capaian.kode_wilayah = region.kode_wilayah
    where capaian.dimensi = ''
),

-- It stands in the report of the figure. One that is complete is enough; a generic text explains
-- nothing, however long.
explained as (
    select
        kunci_opd,
        id_siklus,
        id_indikator,
        periode,
        max(case when is_penjelasan_lengkap then 1 else 0 end) = 1 as is_berpenjelasan,
        min(case when is_generik then 1 else 0 end) = 1 as is_hanya_generik
    from hambatan
    group by kunci_opd, id_siklus, id_indikator, periode
),

-- A row that is held for having no obstacle is missed all the same: holds never raise the index.
-- One that is held counts as held, not as a target that was reached, whatever its status says.
owed as (
    select
        kewajiban.kode_opd,
        kewajiban.id_siklus,
        kewajiban.is_jatuh_tempo,
        coalesce(whole_region.is_meleset, false) as is_meleset,
        coalesce(
            whole_region.is_periode_tutup
            and (
                whole_region.status_capaian = 'TIDAK_TERCAPAI'
                or (
                    whole_region.status_capaian = 'TERCAPAI'
                    and kewajiban.status_kewajiban <> 'DITAHAN'
                )
            ),
            false
        ) as is_berputusan,
        kewajiban.status_kewajiban = 'TIDAK_DIUKUR' as is_tidak_diukur,
        coalesce(explained.is_berpenjelasan, false) as is_berpenjelasan,
        coalesce(explained.is_hanya_generik, false) as is_hanya_generik
    from kewajiban
    left join whole_region
        on
            kewajiban.kode_opd = whole_region.kunci_opd
            and kewajiban.id_indikator = whole_region.id_indikator
            and kewajiban.tahun = whole_region.tahun
            and kewajiban.periode = whole_region.periode
    left join explained
        on
            whole_region.kunci_opd = explained.kunci_opd
            and whole_region.id_siklus = explained.id_siklus
            and whole_region.id_indikator = explained.id_indikator
            and whole_region.periode = explained.periode
    -- A shared indicator is its leader's to explain.
    where kewajiban.status_kewajiban <> 'MILIK_OPD_LAIN'
),

counted as (
    select
        kode_opd,
        id_siklus,
        count(case when is_jatuh_tempo then 1 end) as jumlah_wajib,
        count(case when is_berputusan then 1 end) as jumlah_berputusan,
        count(case when is_meleset then 1 end) as meleset,
        count(case when is_meleset and is_berpenjelasan then 1 end) as meleset_berpenjelasan,
        count(case when is_meleset and is_hanya_generik then 1 end) as meleset_generik,
        count(case when is_jatuh_tempo and is_tidak_diukur then 1 end) as tidak_diukur
    from owed
    group by kode_opd, id_siklus
),

followed as (
    select
        kode_opd,
        id_siklus,
        count(case when is_terbuka then 1 end) as tl_terbuka,
        count(case when posisi = 'LEWAT_TENGGAT' then 1 end) as tl_lewat_tenggat
    from tindak_lanjut
    group by kode_opd, id_siklus
),

-- A figure that was said before and that this report changes.
revised as (
    select
        kunci_opd,
        id_siklus,
        count(*) as revisi_terlambat
    from lapor
    where is_revisi_terlambat and urutan_kembar = 1
    group by kunci_opd, id_siklus
),

-- What a held or missing report says stays inside; promises of the reports before it stand on.
judged as (
    select
        kunci_opd,
        id_siklus,
        not is_karantina as is_terbaca
    from opd_status
),

final as (
    select
        cast(opd_uji.kode_opd as string) as kode_opd,
        cast(opd_uji.nama_opd as string) as nama_opd,
        cast(opd_uji.id_siklus as string) as id_siklus,
        cast(opd_uji.tahun as integer) as tahun,
        cast(opd_uji.periode as string) as periode,
        cast(periode.id_periode as string) as id_periode,
        cast(periode.tahun_pemerintahan as integer) as tahun_pemerintahan,
        {% for kolom in [
            'jumlah_wajib', 'jumlah_berputusan', 'meleset', 'meleset_berpenjelasan',
            'meleset_generik',
        ] -%}
            cast(
                case
                    when coalesce(judged.is_terbaca, false) then coalesce(counted.{{ kolom }}, 0)
                end as bigint
            ) as {{ kolom }},
        {% endfor -%}
        case
            when coalesce(judged.is_terbaca, false)
                then
                    100 * cast(counted.meleset_berpenjelasan as double)
                    / nullif(cast(counted.meleset as double), 0)
        end as indeks_kejujuran,
        case
            when coalesce(judged.is_terbaca, false)
                then
                    100 * cast(counted.meleset as double)
                    / nullif(cast(counted.jumlah_berputusan as double), 0)
        end as porsi_meleset,
        cast(
            case
                when coalesce(judged.is_terbaca, false) then coalesce(counted.tidak_diukur, 0)
            end as bigint
        ) as tidak_diukur,
        case
            when coalesce(judged.is_terbaca, false)
                then
                    100 * cast(counted.tidak_diukur as double)
                    / nullif(cast(counted.jumlah_wajib as double), 0)
        end as porsi_tidak_diukur,
        cast(coalesce(followed.tl_terbuka, 0) as bigint) as tl_terbuka,
        cast(coalesce(followed.tl_lewat_tenggat, 0) as bigint) as tl_lewat_tenggat,
        cast(
            case
                when coalesce(judged.is_terbaca, false) then coalesce(revised.revisi_terlambat, 0)
            end as bigint
        ) as revisi_terlambat,
        cast(case
            when coalesce(opd_uji.jumlah_diterima, 0) = 0 then 'Belum ada laporan.'
            when not coalesce(judged.is_terbaca, false)
                then 'Laporan ditahan; isinya tidak dihitung.'
            when counted.meleset > 0 then null
            when coalesce(counted.jumlah_berputusan, 0) = 0
                then 'Belum ada target yang dapat dinilai.'
            when counted.meleset = 0 then 'Tidak ada yang meleset.'
        end as string) as alasan_tanpa_indeks,
        not coalesce(judged.is_terbaca, false) as is_ditahan,
        cast(formula.rumus_id as string) as rumus_id,
        cast(formula.versi_rumus as string) as versi_rumus,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan,
        cast(label_berkas.label_data as string) as label_data,
        cast(opd_uji.sha256_berkas as string) as sha256_berkas
    from opd_uji
    cross join lingkup
    left join formula
        on true
    left join counted
        on
            opd_uji.kode_opd = counted.kode_opd
            and opd_uji.id_siklus = counted.id_siklus
    left join followed
        on
            opd_uji.kode_opd = followed.kode_opd
            and opd_uji.id_siklus = followed.id_siklus
    left join revised
        on
            opd_uji.kode_opd = revised.kunci_opd
            and opd_uji.id_siklus = revised.id_siklus
    left join judged
        on
            opd_uji.kode_opd = judged.kunci_opd
            and opd_uji.id_siklus = judged.id_siklus
    left join label_berkas
        on opd_uji.sha256_berkas = label_berkas.sha256_berkas
    left join periode
        on
            opd_uji.tahun = periode.tahun
            and opd_uji.periode = periode.periode
)

select * from final
