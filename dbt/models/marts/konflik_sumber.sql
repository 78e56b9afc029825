with

angka as (
    select * from {{ ref('int_angka__bersumber') }}
    where status_banding = 'BERBEDA'
),

label_berkas as (
    select * from {{ ref('int_berkas__label') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

named as (
    select
        angka.*,
        label_berkas.label_data,
        {{ angka_indonesia('angka.nilai', 2) }} || ' ' || angka.satuan || ' ('
        || coalesce(angka.kode_sumber, 'sumber tidak disebut') || ', '
        || coalesce(angka.kode_opd, angka.penerbit) || ')' as nilai_bersumber
    from angka
    left join label_berkas
        on angka.sha256_berkas = label_berkas.sha256_berkas
),

-- A published name is the same in every series; of reports the owner's comes first by its code.
grouped as (
    select
        id_konflik,
        coalesce(
            min(case when asal = 'TERBITAN' then nama_indikator end), min(nama_indikator)
        ) as nama_indikator,
        min(id_indikator) as id_indikator,
        min(kode_wilayah) as kode_wilayah,
        min(jenis_angka) as jenis_angka,
        min(tahun) as tahun,
        min(periode) as periode,
        min(satuan) as satuan,
        min(batas_beda) as batas_beda,
        count(*) as jumlah_angka,
        count(distinct kode_sumber) as jumlah_sumber,
        count(distinct kode_opd) as jumlah_opd,
        count(distinct id_seri) as jumlah_terbitan,
        min(nilai) as nilai_terendah,
        max(nilai) as nilai_tertinggi,
        min(case when asal = 'OPD' then nilai end) as opd_terendah,
        max(case when asal = 'OPD' then nilai end) as opd_tertinggi,
        min(case when asal = 'TERBITAN' then nilai end) as terbitan_terendah,
        max(case when asal = 'TERBITAN' then nilai end) as terbitan_tertinggi,
        max(case when is_sesumber_berbeda then 1 else 0 end) = 1 as is_sumber_sama,
        min(case when is_layak_publik then 1 else 0 end) = 1 as is_layak_publik,
        max(label_data) as label_data,
        {{ dbt.listagg(
            "nilai_bersumber", "'; '", "order by nilai, nilai_bersumber"
        ) }} as daftar_nilai
    from named
    group by id_konflik
),

final as (
    select
        ---------- keys
        cast(grouped.id_konflik as string) as id_konflik,
        cast(grouped.id_indikator as string) as id_indikator,
        cast(grouped.nama_indikator as string) as nama_indikator,
        cast(grouped.kode_wilayah as string) as kode_wilayah,
        cast(grouped.tahun as integer) as tahun,
        cast(grouped.periode as string) as periode,
        cast(grouped.jenis_angka as string) as jenis_angka,
        cast(grouped.satuan as string) as satuan,
        ---------- what stands against what
        cast(grouped.jumlah_angka as bigint) as jumlah_angka,
        cast(grouped.jumlah_sumber as bigint) as jumlah_sumber,
        cast(grouped.jumlah_opd as bigint) as jumlah_opd,
        cast(grouped.jumlah_terbitan as bigint) as jumlah_terbitan,
        cast(grouped.nilai_terendah as double) as nilai_terendah,
        cast(grouped.nilai_tertinggi as double) as nilai_tertinggi,
        cast(grouped.nilai_tertinggi - grouped.nilai_terendah as double) as selisih,
        cast(grouped.daftar_nilai as string) as daftar_nilai,
        ---------- what kind of conflict
        coalesce(grouped.opd_tertinggi - grouped.opd_terendah > grouped.batas_beda, false)
            as is_antar_opd,
        coalesce(grouped.terbitan_tertinggi - grouped.terbitan_terendah > grouped.batas_beda, false)
            as is_antar_terbitan,
        coalesce(
            grouped.opd_tertinggi - grouped.terbitan_terendah > grouped.batas_beda
            or grouped.terbitan_tertinggi - grouped.opd_terendah > grouped.batas_beda,
            false
        ) as is_opd_lawan_terbitan,
        grouped.is_sumber_sama,
        cast(case
            when grouped.is_sumber_sama
                then
                    'Sumber yang sama dikutip dengan angka berbeda: sepakati satu angka, atau '
                    || 'catat revisinya.'
            else
                'Sumber dan metodenya berbeda: ini dua ukuran, jangan disambung dalam satu deret.'
        end as string) as penjelasan,
        ---------- how far to trust it
        grouped.is_layak_publik,
        cast(grouped.label_data as string) as label_data,
        cast(lingkup.versi_kebijakan as string) as versi_kebijakan
    from grouped
    cross join lingkup
)

select * from final
