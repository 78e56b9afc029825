with

terbit as (
    select * from {{ ref('angka_terbit') }}
),

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

satuan as (
    select * from {{ ref('satuan') }}
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

-- What agencies say, their own hold or not: two that contradict each other are held for just that.
-- A report that is held as a whole says nothing.
dilaporkan as (
    select
        'OPD' as asal,
        nilai.kunci as kunci_asal,
        capaian.kode_opd,
        cast(null as {{ dbt.type_string() }}) as id_seri,
        capaian.id_indikator,
        capaian.nama_indikator,
        capaian.kode_wilayah,
        'REALISASI' as jenis_angka,
        capaian.tahun,
        capaian.periode,
        capaian.tanggal_referensi_data as tanggal_referensi,
        capaian.nilai,
        capaian.satuan,
        berlaku.sumber_data as kode_sumber,
        berlaku.metode,
        coalesce(capaian.layak_publik = 'YA', false) as is_layak_publik,
        nilai.is_lolos as is_rilis,
        capaian.id_baris,
        capaian.sha256_berkas,
        cast(null as {{ dbt.type_string() }}) as penerbit,
        cast(null as {{ dbt.type_string() }}) as halaman,
        cast(null as {{ dbt.type_string() }}) as status_verifikasi,
        cast(null as {{ dbt.type_string() }}) as catatan
    from capaian
    inner join nilai
        on
            capaian.kunci_opd = nilai.kunci_opd
            and capaian.id_indikator = nilai.id_indikator
            and capaian.tahun = nilai.tahun
            and capaian.periode = nilai.periode
            and capaian.kode_wilayah = nilai.kode_wilayah
            and capaian.dimensi = nilai.dimensi
    left join berlaku
        on
            capaian.kunci_opd = berlaku.kunci_opd
            and capaian.id_indikator = berlaku.id_indikator
            and capaian.id_siklus = berlaku.id_siklus
    where
        capaian.dimensi = ''
        and capaian.nilai is not null
        and capaian.kunci_opd = capaian.kode_opd
        and not nilai.is_karantina
),

diterbitkan as (
    select
        'TERBITAN' as asal,
        concat_ws(
            ':', id_seri, jenis_angka, coalesce(cast(tahun as string), '-'),
            coalesce(periode, '-'), coalesce(cast(tanggal_referensi as string), '-')
        ) as kunci_asal,
        cast(null as {{ dbt.type_string() }}) as kode_opd,
        id_seri,
        id_indikator,
        nama_indikator,
        kode_wilayah,
        jenis_angka,
        tahun,
        periode,
        tanggal_referensi,
        nilai,
        satuan,
        kode_sumber,
        metode,
        true as is_layak_publik,
        true as is_rilis,
        cast(null as {{ dbt.type_string() }}) as id_baris,
        cast(null as {{ dbt.type_string() }}) as sha256_berkas,
        penerbit,
        sumber as halaman,
        status_verifikasi,
        catatan
    from terbit
),

semua as (
    select * from dilaporkan
    union all
    select * from diterbitkan
),

-- One name for an indicator that several report: its owner's latest one. Few names are written many
-- times: each is looked at once.
nama as (
    select distinct
        id_indikator,
        kode_opd,
        tahun,
        {{ teks_normal('nama_indikator') }} as nama_normal
    from dilaporkan
),

bernama as (
    select
        id_indikator,
        nama_normal,
        row_number() over (
            partition by id_indikator
            order by
                case when id_indikator like kode_opd || '-%' then 0 else 1 end asc,
                tahun desc,
                nama_normal asc
        ) as urutan
    from nama
),

berkelompok as (
    select
        semua.*,
        concat_ws(
            '|',
            coalesce(bernama.nama_normal, {{ teks_normal('semua.nama_indikator') }}),
            semua.kode_wilayah,
            lower(trim(semua.satuan)),
            semua.jenis_angka,
            cast(semua.tahun as string),
            coalesce(semua.periode, cast(semua.tanggal_referensi as string), '-')
        ) as kunci_kelompok,
        -- Figures that agree as far as they are printed do not contradict each other.
        0.5 * power(10.0, -coalesce(satuan.desimal, 0)) + toleransi.nilai as batas_beda
    from semua
    cross join toleransi
    left join bernama
        on
            semua.id_indikator = bernama.id_indikator
            and bernama.urutan = 1
    left join satuan
        on lower(trim(semua.satuan)) = satuan.satuan
),

-- Most figures meet no other one; only those that do are compared.
sekelompok as (
    select
        kunci_kelompok,
        max(nilai) - min(nilai) as rentang
    from berkelompok
    group by kunci_kelompok
    having count(*) > 1
),

sesumber as (
    select
        berkelompok.kunci_kelompok,
        berkelompok.kode_sumber,
        max(berkelompok.nilai) - min(berkelompok.nilai) as rentang
    from berkelompok
    inner join sekelompok
        on berkelompok.kunci_kelompok = sekelompok.kunci_kelompok
    where berkelompok.kode_sumber is not null
    group by berkelompok.kunci_kelompok, berkelompok.kode_sumber
),

dibandingkan as (
    select
        berkelompok.*,
        sekelompok.kunci_kelompok is not null as is_bertemu,
        sekelompok.rentang,
        sesumber.rentang as rentang_sesumber
    from berkelompok
    left join sekelompok
        on berkelompok.kunci_kelompok = sekelompok.kunci_kelompok
    left join sesumber
        on
            berkelompok.kunci_kelompok = sesumber.kunci_kelompok
            and berkelompok.kode_sumber = sesumber.kode_sumber
),

final as (
    select
        ---------- keys and origin
        asal,
        kunci_asal,
        md5(kunci_kelompok) as id_konflik,
        kode_opd,
        id_seri,
        id_indikator,
        ---------- what it is about
        nama_indikator,
        kode_wilayah,
        jenis_angka,
        tahun,
        periode,
        tanggal_referensi,
        satuan,
        ---------- what it says
        nilai,
        kode_sumber,
        metode,
        penerbit,
        halaman,
        status_verifikasi,
        catatan,
        is_layak_publik,
        is_rilis,
        id_baris,
        sha256_berkas,
        ---------- how it stands to the others
        batas_beda,
        case
            when tahun is null then 'TANPA_TAHUN'
            when not is_bertemu then 'TUNGGAL'
            when rentang > batas_beda then 'BERBEDA'
            else 'SEPAKAT'
        end as status_banding,
        coalesce(rentang_sesumber > batas_beda, false) as is_sesumber_berbeda
    from dibandingkan
)

select * from final
