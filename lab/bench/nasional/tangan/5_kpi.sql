-- By hand: honesty, completeness, acceleration and the sheets beside the indicators.

create temp table rilis_berkas as
select k.* from kiriman as k
anti join karantina as q on k.kode_opd = q.kode_opd and k.id_siklus = q.id_siklus;

create table pub_kpi_kejujuran as
with dijelaskan as (
    select fid, id_indikator, periode, bool_or(is_penjelasan_lengkap) as lengkap,
        bool_and(is_generik) as generik
    from hambatan group by all
),
dihitung as (
    select
        w.kode_opd, w.id_siklus, count(*) filter (where is_jatuh_tempo) as jumlah_wajib,
        count(*) filter (
            where c.status_capaian = 'TIDAK_TERCAPAI'
            or (c.status_capaian = 'TERCAPAI' and w.status_kewajiban <> 'DITAHAN')
        ) as jumlah_berputusan,
        count(*) filter (where c.status_capaian = 'TIDAK_TERCAPAI') as meleset,
        count(*) filter (where c.status_capaian = 'TIDAK_TERCAPAI' and e.lengkap)
            as meleset_berpenjelasan,
        count(*) filter (where c.status_capaian = 'TIDAK_TERCAPAI' and e.generik)
            as meleset_generik,
        count(*) filter (where is_jatuh_tempo and w.status_kewajiban = 'TIDAK_DIUKUR')
            as tidak_diukur
    from kewajiban as w
    left join capaian as c
        on
            w.kode_opd = c.kode_opd and w.id_indikator = c.id_indikator and w.tahun = c.tahun
            and w.periode = c.periode and c.dimensi = '' and c.kode_wilayah = '35.13'
    left join dijelaskan as e
        on c.fid = e.fid and c.id_indikator = e.id_indikator and c.periode = e.periode
    where w.status_kewajiban <> 'MILIK_OPD_LAIN'
    group by all
),
diikuti as (
    select t.kode_opd, s.id_siklus, count(*) filter (where is_terbuka) as tl_terbuka,
        count(*) filter (where is_terbuka and t.tenggat < s.batas_data) as tl_lewat_tenggat
    from tindak_lanjut as t
    inner join siklus as s on t.mulai <= s.no and t.sampai > s.no
    group by all
),
direvisi as (
    select kode_opd, no, count(*) as revisi_terlambat from baris where is_revisi group by all
)
select
    o.kode_opd, o.nama_opd, s.id_siklus, s.tahun, s.periode, t.id_periode, t.tahun_pemerintahan,
    d.* exclude (kode_opd, id_siklus),
    100.0 * meleset_berpenjelasan / nullif(meleset, 0) as indeks_kejujuran,
    100.0 * meleset / nullif(jumlah_berputusan, 0) as porsi_meleset,
    100.0 * tidak_diukur / jumlah_wajib as porsi_tidak_diukur,
    coalesce(tl_terbuka, 0) as tl_terbuka, coalesce(tl_lewat_tenggat, 0) as tl_lewat_tenggat,
    case when q.is_karantina is null then coalesce(revisi_terlambat, 0) end as revisi_terlambat,
    case
        when k.fid is null then 'Belum ada laporan.'
        when q.is_karantina then 'Laporan ditahan; isinya tidak dihitung.'
        when meleset > 0 then null
        when coalesce(jumlah_berputusan, 0) = 0 then 'Belum ada target yang dapat dinilai.'
        else 'Tidak ada yang meleset.'
    end as alasan_tanpa_indeks,
    q.is_karantina is not null as is_ditahan, 'INDEKS-KEJUJURAN' as rumus_id,
    '1.0' as versi_rumus, l.versi_kebijakan, k.label_data, k.sha256_berkas
from opd as o
cross join siklus as s
cross join lingkup as l
left join kiriman as k on o.kode_opd = k.kode_opd and s.no = k.no
left join karantina as q on o.kode_opd = q.kode_opd and s.id_siklus = q.id_siklus
left join dihitung as d
    on o.kode_opd = d.kode_opd and s.id_siklus = d.id_siklus and q.is_karantina is null
left join diikuti as i on o.kode_opd = i.kode_opd and s.id_siklus = i.id_siklus
left join direvisi as v on o.kode_opd = v.kode_opd and s.no = v.no
left join dim_tanggal as t on s.tahun = t.tahun and s.periode = t.periode
order by s.id_siklus, o.kode_opd;

create table pub_kpi_kelengkapan as
with jumlah as (
    select kode_opd, id_siklus, count(*) as jumlah_wajib,
        count(*) filter (where is_dilaporkan and not is_blokir) as jumlah_bicara_angka,
        count(*) filter (where not is_dilaporkan) as jumlah_tidak_dilaporkan
    from kewajiban where is_jatuh_tempo group by all
)
select
    o.kode_opd, o.nama_opd, s.id_siklus, s.tahun, s.periode, t.id_periode, t.tahun_pemerintahan,
    1 as diharapkan, if(k.fid is null, 0, 1) as diterima,
    if(k.fid is not null and not k.is_terlambat, 1, 0) as tepat_waktu, k.hari_terlambat,
    k.diterima_pada, k.nama_berkas, k.sha256_berkas,
    coalesce(j.jumlah_wajib, 0) as jumlah_wajib,
    coalesce(j.jumlah_bicara_angka, 0) as jumlah_bicara_angka,
    coalesce(j.jumlah_tidak_dilaporkan, 0) as jumlah_tidak_dilaporkan,
    100.0 * j.jumlah_bicara_angka / j.jumlah_wajib as indeks_bicara_angka,
    q.is_karantina is not null as is_ditahan, q.alasan as alasan_ditahan, l.versi_kebijakan
from opd as o
cross join siklus as s
cross join lingkup as l
left join kiriman as k on o.kode_opd = k.kode_opd and s.no = k.no
left join jumlah as j on o.kode_opd = j.kode_opd and s.id_siklus = j.id_siklus
left join karantina as q on o.kode_opd = q.kode_opd and s.id_siklus = q.id_siklus
left join dim_tanggal as t on s.tahun = t.tahun and s.periode = t.periode
order by s.id_siklus, o.kode_opd;

create table pub_kpi_akselerasi as
with tahunan as (
    select
        r.*, d.target_akhir_rpjmd, d.tahun_akhir,
        case r.polaritas when 'NAIK' then 1.0 when 'TURUN' then -1.0 end as arah,
        concat_ws('|', trim(regexp_replace(lower(r.sumber_data), '[^a-z0-9]+', ' ', 'g')),
            trim(regexp_replace(lower(r.metode), '[^a-z0-9]+', ' ', 'g')), lower(r.satuan),
            r.jenis_agregasi, r.polaritas) as seri,
        case
            when r.realisasi is null then 'TANPA_ANGKA'
            when coalesce(r.sumber_data, '') = '' then 'TANPA_SUMBER'
            when r.is_parsial and r.jenis_agregasi <> 'POSISI_AKHIR' then 'BELUM_SETAHUN'
            else 'TITIK'
        end as jenis
    from pub_kpi_indikator as r
    inner join siklus as s on r.id_siklus = s.id_siklus
    left join definisi as d
        on
            r.kode_opd = d.kode_opd and r.id_indikator = d.id_indikator
            and s.no >= d.mulai and s.no < d.sampai
    where r.periode = 'THN' and r.dimensi = '' and r.kode_wilayah = '35.13'
),
berseri as (
    select *, sum(baru) over (partition by id_indikator order by tahun) as nomor_seri
    from (
        select *, if(lag(seri) over (partition by id_indikator order by tahun) = seri, 0, 1) as baru
        from tahunan where jenis = 'TITIK'
    )
),
berlaju as (
    select
        kunci, nomor_seri, row_number() over titik as jumlah_titik,
        lag(tahun) over titik as tahun_sebelumnya, lag(realisasi) over titik as nilai_sebelumnya,
        case
            when tanggal_referensi_data is null or lag(tanggal_referensi_data) over titik is null
                then tahun - lag(tahun) over titik
            else date_diff(
                'month', lag(tanggal_referensi_data) over titik, tanggal_referensi_data
            ) / 12.0
        end as selang_tahun,
        case
            when selang_tahun > 0
                then arah * (realisasi - lag(realisasi) over titik) / selang_tahun
        end as laju, id_indikator, tahun
    from berseri
    window titik as (partition by id_indikator, nomor_seri order by tahun)
),
berubah as (
    select *, lag(laju) over (partition by id_indikator, nomor_seri order by tahun)
        as laju_sebelumnya
    from berlaju
)
select
    t.id_indikator, t.tahun, t.id_siklus, t.kode_opd, t.nama_opd, t.kode_pilar, t.nama_indikator,
    t.level_hasil, t.satuan, t.polaritas, t.sumber_data, t.metode, b.nomor_seri, b.jumlah_titik,
    t.tanggal_referensi_data as tanggal_acuan, j.tahun_pemerintahan, t.realisasi,
    b.tahun_sebelumnya, b.nilai_sebelumnya as realisasi_sebelumnya, b.selang_tahun, b.laju,
    b.laju_sebelumnya, b.laju - b.laju_sebelumnya as percepatan,
    case
        when b.laju_sebelumnya is not null then greatest(0.05 * abs(b.laju_sebelumnya), 0.01)
    end as ambang_tetap,
    t.target_akhir_rpjmd,
    t.tahun_akhir,
    case
        when t.jenis = 'TITIK' and t.tahun_akhir > t.tahun
            then t.arah * (t.target_akhir_rpjmd - t.realisasi) / (t.tahun_akhir - t.tahun)
    end as laju_perlu,
    case when laju_perlu > 1e-9 then b.laju / laju_perlu end as indeks_akselerasi,
    case
        when percepatan is null then 'BELUM_CUKUP_DATA'
        when b.laju < -1e-9 then 'MUNDUR'
        when percepatan > ambang_tetap + 1e-9 then 'DIPERCEPAT'
        when percepatan < -ambang_tetap - 1e-9 then 'MELAMBAT'
        else 'TETAP'
    end as status_akselerasi,
    'AKSELERASI' as rumus_id, '1.0' as versi_rumus, t.versi_kebijakan, t.is_layak_publik, true
        as is_rilis, t.label_data, t.kunci
from tahunan as t
left join berubah as b on t.kunci = b.kunci
left join jam as j on t.tanggal_referensi_data between j.mulai and j.selesai
order by t.id_indikator, t.tahun;

create table pub_kpi_anggaran as
with pos as (
    select k.fid, k.kode_opd, k.nama_opd, k.id_siklus, k.tahun, k.periode, a.kode_sub_kegiatan,
        sum(a.pagu) as pagu, sum(a.realisasi_anggaran) as realisasi_anggaran
    from read_parquet('{work}/landing/[!.]*/anggaran.parquet') as a
    inner join rilis_berkas as k on a.sha256_berkas = k.sha256_berkas
    group by all
),
hasil as (
    select kode_opd, tahun, periode, count(*) as jumlah_hasil,
        sum(cast(capaian_tampil as decimal(18, 9))) / count(*) as rata_capaian
    from pub_kpi_indikator
    where
        dimensi = '' and kode_wilayah = '35.13' and level_hasil in ('OUTCOME', 'DAMPAK')
        and capaian_tampil is not null
    group by all
)
select
    p.kode_opd, p.nama_opd, p.tahun, p.periode, p.id_siklus, 'SUB_KEGIATAN' as tingkat_anggaran,
    count(*) as jumlah_pos, count(*) filter (where p.pagu is null or p.realisasi_anggaran is null)
        as jumlah_pos_tanpa_angka,
    sum(p.pagu) as pagu, sum(p.realisasi_anggaran) as realisasi_anggaran,
    case when jumlah_pos_tanpa_angka = 0 then 100 * sum(p.realisasi_anggaran) / sum(p.pagu) end
        as serapan,
    coalesce(any_value(h.jumlah_hasil), 0) as jumlah_hasil,
    any_value(h.rata_capaian) as rata_capaian, serapan - any_value(h.rata_capaian) as celah
from pos as p
left join hasil as h on p.kode_opd = h.kode_opd and p.tahun = h.tahun and p.periode = h.periode
group by p.fid, p.kode_opd, p.nama_opd, p.tahun, p.periode, p.id_siklus
order by p.tahun, p.periode, p.kode_opd;
