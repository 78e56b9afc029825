{%- set medians = "'Di antara ' || cast(bermedian as string) || ' kelompok yang menyebutnya.'" %}
{%- set givers = "cast(jumlah as string) || ' sumbangan bernilai rupiah.'" %}
{%- set spenders = "cast(jumlah_opd as string) || ' OPD dengan belanja lengkap.'" %}
{%- set measures = [
    ('aduan_diterima', 'diterima', none, 'heard', none),
    ('aduan_dijawab', 'dijawab', 'diterima', 'heard', none),
    ('aduan_selesai', 'selesai', 'diterima', 'heard', none),
    ('aduan_median_terlama', 'median_terlama', none, 'heard', medians),
    ('aduan_berindikator', 'berindikator', 'kelompok', 'heard', none),
    ('belanja', 'realisasi', 'pagu', 'money', spenders),
    ('serapan', '100 * realisasi / pagu', none, 'money', spenders),
    ('swadaya', 'nilai_rupiah', none, 'gifts', givers),
    (
        'meleset', 'case when jumlah_berputusan > 0 then meleset end',
        'jumlah_berputusan', 'honest', none,
    ),
    (
        'meleset_berpenjelasan', 'case when meleset > 0 then meleset_berpenjelasan end',
        'meleset', 'honest', none,
    ),
    (
        'indeks_kejujuran',
        'case when meleset > 0 then 100.0 * cast(meleset_berpenjelasan as double) / meleset end',
        none, 'honest', none,
    ),
    (
        'tidak_diukur', 'case when jumlah_wajib > 0 then tidak_diukur end',
        'jumlah_wajib', 'honest', none,
    ),
    (
        'tindak_lanjut_terlambat', 'case when tl_terbuka > 0 then tl_lewat_tenggat end',
        'tl_terbuka', 'honest', none,
    ),
    ('opd_belum_lapor', 'diharapkan - diterima', 'diharapkan', 'complete', none),
    ('opd_ditahan', 'case when diterima > 0 then ditahan end', 'diterima', 'complete', none),
    ('opd_berpelajaran', 'berpelajaran', 'jumlah', 'lessons', none),
    ('dipercepat', 'case when berstatus > 0 then dipercepat end', 'berstatus', 'paced', none),
    ('tetap', 'case when berstatus > 0 then tetap end', 'berstatus', 'paced', none),
    ('melambat', 'case when berstatus > 0 then melambat end', 'berstatus', 'paced', none),
    ('mundur', 'case when berstatus > 0 then mundur_arah end', 'berstatus', 'paced', none),
    ('belum_cukup_data', 'jumlah - berstatus', 'jumlah', 'paced', none),
    ('perlu_lebih_cepat', 'case when berindeks > 0 then kurang end', 'berindeks', 'paced', none),
] %}
{%- set sources = [
    'int_siklus__lingkup', 'kpi_aduan', 'kpi_indikator', 'kpi_anggaran', 'kpi_swadaya',
    'kpi_kejujuran', 'kpi_kelengkapan', 'kpi_opd', 'kpi_akselerasi',
] -%}

with

{% for source in sources %}
    {{ source }} as (
        select * from {{ ref(source) }}
    ),

{% endfor %}
region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

-- The cycle of the release, and the one before it to compare with.
moments as (
    select
        id_siklus,
        tahun,
        periode,
        row_number() over (order by dibuka desc) as mundur
    from int_siklus__lingkup
),

last_year as (
    select max(tahun) as tahun
    from kpi_akselerasi
),

-- Groups whose counts contradict each other, or that two agencies report, stay out of the sums.
complaints as (
    select
        moments.mundur,
        aduan.kategori,
        aduan.diterima,
        aduan.dijawab,
        aduan.selesai,
        aduan.median_hari,
        aduan.indikator_terkait
    from kpi_aduan as aduan
    inner join moments
        on aduan.id_siklus = moments.id_siklus
    where not aduan.is_janggal and aduan.jumlah_pelapor = 1
),

topics as (
    select
        mundur,
        kategori,
        sum(diterima) as diterima,
        row_number() over (
            partition by mundur
            order by sum(diterima) desc, kategori
        ) as urutan
    from complaints
    where kategori is not null and diterima is not null
    group by mundur, kategori
),

outputs as (
    select
        moments.mundur,
        indikator.status_capaian
    from kpi_indikator as indikator
    inner join moments
        on
            indikator.tahun = moments.tahun
            and indikator.periode = moments.periode
    inner join region
        on indikator.kode_wilayah = region.kode_wilayah
    where
        indikator.dimensi = ''
        and indikator.level_hasil in ('OUTPUT', 'AKTIVITAS')
        and indikator.realisasi is not null
),

-- Who fell silent keeps its promises here; its counts of figures are empty.
honest as (
    select
        moments.mundur,
        sum(kejujuran.meleset) as meleset,
        sum(kejujuran.meleset_berpenjelasan) as meleset_berpenjelasan,
        sum(kejujuran.jumlah_berputusan) as jumlah_berputusan,
        sum(kejujuran.tidak_diukur) as tidak_diukur,
        sum(kejujuran.jumlah_wajib) as jumlah_wajib,
        sum(kejujuran.tl_terbuka) as tl_terbuka,
        sum(kejujuran.tl_lewat_tenggat) as tl_lewat_tenggat
    from kpi_kejujuran as kejujuran
    inner join moments
        on kejujuran.id_siklus = moments.id_siklus
    group by moments.mundur
),

complete as (
    select
        moments.mundur,
        sum(kelengkapan.diharapkan) as diharapkan,
        sum(kelengkapan.diterima) as diterima,
        count(case when kelengkapan.is_ditahan and kelengkapan.diterima = 1 then 1 end) as ditahan
    from kpi_kelengkapan as kelengkapan
    inner join moments
        on kelengkapan.id_siklus = moments.id_siklus
    group by moments.mundur
),

lessons as (
    select
        moments.mundur,
        count(*) as jumlah,
        count(opd.pelajaran) as berpelajaran
    from kpi_opd as opd
    inner join moments
        on opd.id_siklus = moments.id_siklus
    where not opd.is_ditahan
    group by moments.mundur
),

money as (
    select
        moments.mundur,
        cast(sum(cast(anggaran.realisasi_anggaran as decimal(38, 2))) as double) as realisasi,
        cast(sum(cast(anggaran.pagu as decimal(38, 2))) as double) as pagu,
        count(*) as jumlah_opd
    from kpi_anggaran as anggaran
    inner join moments
        on
            anggaran.tahun = moments.tahun
            and anggaran.periode = moments.periode
    where anggaran.serapan is not null
    group by moments.mundur
),

gifts as (
    select
        moments.mundur,
        cast(sum(cast(swadaya.nilai_rupiah as decimal(38, 2))) as double) as nilai_rupiah,
        count(*) as jumlah
    from kpi_swadaya as swadaya
    inner join moments
        on swadaya.id_siklus = moments.id_siklus
    where swadaya.nilai_rupiah is not null
    group by moments.mundur
),

-- Acceleration is a matter of years: the latest one, and the year before it.
paces as (
    select
        last_year.tahun - akselerasi.tahun + 1 as mundur,
        akselerasi.*
    from kpi_akselerasi as akselerasi
    cross join last_year
),

slowest as (
    select
        mundur,
        nama_indikator,
        row_number() over (
            partition by mundur
            order by indeks_akselerasi, id_indikator
        ) as urutan
    from paces
    where indeks_akselerasi is not null and is_layak_publik
),

paced as (
    select
        mundur,
        count(*) as jumlah,
        count(case when status_akselerasi <> 'BELUM_CUKUP_DATA' then 1 end) as berstatus,
        count(case when status_akselerasi = 'DIPERCEPAT' then 1 end) as dipercepat,
        count(case when status_akselerasi = 'TETAP' then 1 end) as tetap,
        count(case when status_akselerasi = 'MELAMBAT' then 1 end) as melambat,
        count(case when status_akselerasi = 'MUNDUR' then 1 end) as mundur_arah,
        count(indeks_akselerasi) as berindeks,
        count(case when indeks_akselerasi < 1 then 1 end) as kurang,
        min(case when is_layak_publik then indeks_akselerasi end) as indeks_terendah
    from paces
    group by mundur
),

heard as (
    select
        mundur,
        count(*) as kelompok,
        case when count(diterima) = count(*) then sum(diterima) end as diterima,
        case when count(dijawab) = count(*) then sum(dijawab) end as dijawab,
        case when count(selesai) = count(*) then sum(selesai) end as selesai,
        max(median_hari) as median_terlama,
        count(median_hari) as bermedian,
        count(indikator_terkait) as berindikator
    from complaints
    group by mundur
),

final as (
    {% for name, value, whole, relation, note in measures %}
        select
            '{{ name }}' as ukuran,
            cast(mundur as integer) as mundur,
            cast({{ value }} as double) as nilai,
            cast({{ whole or 'null' }} as double) as penyebut,
            cast({{ note or 'null' }} as string) as keterangan
        from {{ relation }}
        union all
    {% endfor %}
    select
        'aduan_topik_teratas' as ukuran,
        cast(topics.mundur as integer) as mundur,
        cast(topics.diterima as double) as nilai,
        cast(heard.diterima as double) as penyebut,
        topics.kategori as keterangan
    from topics
    inner join heard
        on topics.mundur = heard.mundur
    where topics.urutan = 1
    union all
    select
        'keluaran_rilis' as ukuran,
        cast(mundur as integer) as mundur,
        cast(count(*) as double) as nilai,
        cast(null as double) as penyebut,
        cast(null as string) as keterangan
    from outputs
    group by mundur
    union all
    select
        'keluaran_tercapai' as ukuran,
        cast(mundur as integer) as mundur,
        cast(count(case when status_capaian = 'TERCAPAI' then 1 end) as double) as nilai,
        cast(count(*) as double) as penyebut,
        cast(null as string) as keterangan
    from outputs
    where status_capaian in ('TERCAPAI', 'TIDAK_TERCAPAI')
    group by mundur
    union all
    select
        'indeks_terendah' as ukuran,
        cast(paced.mundur as integer) as mundur,
        cast(paced.indeks_terendah as double) as nilai,
        cast(null as double) as penyebut,
        slowest.nama_indikator as keterangan
    from paced
    inner join slowest
        on
            paced.mundur = slowest.mundur
            and slowest.urutan = 1
)

select * from final
