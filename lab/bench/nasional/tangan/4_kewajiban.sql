-- By hand: what every agency owes and what that makes of pillars, honesty and completeness.

create temp table kewajiban as
with wajib as (
    select o.kode_opd, s.no, s.id_siklus, s.tahun, s.periode, d.did, d.id_indikator, d.level_hasil,
        d.kode_pilar, d.jenis_indikator, d.bobot
    from opd as o
    cross join siklus as s
    inner join definisi as d on o.kode_opd = d.kode_opd and s.no >= d.mulai and s.no < d.sampai
    where s.periode = 'THN' or d.jenis_agregasi <> 'TAHUNAN_SAJA'
),
dilaporkan as (
    select c.kode_opd, c.id_indikator, s.id_siklus, s.tahun, s.periode, c.status_data,
        c.status_capaian, c.capaian_tampil, c.is_target_nol, n.is_lolos, n.is_pemilik, n.is_blokir,
        d.level_hasil, d.kode_pilar, d.jenis_indikator, d.bobot
    from capaian as c
    inner join nilai_status as n on c.bid = n.bid and c.is_turunan = n.is_turunan
    inner join siklus as s on c.tahun = s.tahun and c.periode = s.periode
    left join definisi as d on c.did = d.did
    where c.dimensi = '' and c.kode_wilayah = '35.13'
),
semua as (
    select
        coalesce(w.kode_opd, r.kode_opd) as kode_opd,
        coalesce(w.id_indikator, r.id_indikator) as id_indikator,
        coalesce(w.id_siklus, r.id_siklus) as id_siklus,
        coalesce(w.tahun, r.tahun) as tahun, coalesce(w.periode, r.periode) as periode,
        if(w.did is null, r.level_hasil, w.level_hasil) as level_hasil,
        if(w.did is null, r.kode_pilar, w.kode_pilar) as kode_pilar,
        if(w.did is null, r.jenis_indikator, w.jenis_indikator) as jenis_indikator,
        if(w.did is null, r.bobot, w.bobot) as bobot,
        r.kode_opd is not null as is_dilaporkan, coalesce(r.is_blokir, false) as is_blokir,
        case
            when r.kode_opd is null then 'TIDAK_DILAPORKAN'
            when not r.is_lolos and r.is_pemilik then 'DITAHAN'
            when not r.is_lolos then 'MILIK_OPD_LAIN'
            when r.status_data = 'TIDAK_DIUKUR' then 'TIDAK_DIUKUR'
            when r.status_capaian = 'TIDAK_ADA_DATA' then 'TIDAK_DILAPORKAN'
            when r.status_data in ('BELUM_RILIS', 'TIDAK_BERLAKU') then r.status_data
            when r.is_target_nol and r.periode <> 'THN' then 'BELUM_JATUH_TEMPO'
            when r.capaian_tampil is not null then 'DINILAI'
            else 'TANPA_PERSENTASE'
        end as status_kewajiban,
        r.capaian_tampil
    from wajib as w
    full outer join dilaporkan as r
        on w.kode_opd = r.kode_opd and w.id_indikator = r.id_indikator and w.id_siklus = r.id_siklus
)
select
    s.* exclude (bobot, capaian_tampil), if(s.bobot > 0, s.bobot, 1) as bobot,
    case when status_kewajiban = 'DINILAI' then s.capaian_tampil end as capaian_tampil,
    status_kewajiban not in ('BELUM_RILIS', 'TIDAK_BERLAKU', 'BELUM_JATUH_TEMPO') as is_jatuh_tempo,
    case
        when level_hasil is null then coalesce(jenis_indikator = 'IKU', false)
        else level_hasil in ('OUTCOME', 'DAMPAK')
    end as is_skor,
    row_number() over (
        partition by s.id_indikator, id_siklus
        order by
            case when m.id_indikator is null then 1 else 0 end,
            case when starts_with(s.id_indikator, s.kode_opd || '-') then 0 else 1 end, s.kode_opd
    ) = 1 as is_sekali
from semua as s
left join pemimpin as m on s.id_indikator = m.id_indikator and s.kode_opd = m.kode_opd;

create table pub_kpi_pilar as
with jumlah as (
    select
        kode_pilar, id_siklus, count(*) as semua,
        count(*) filter (where level_hasil in ('OUTCOME', 'DAMPAK')) as hasil,
        count(*) filter (where is_skor and is_jatuh_tempo) as jumlah_indikator,
        count(*) filter (where is_skor and status_kewajiban = 'DINILAI') as jumlah_dinilai,
        count(*) filter (where is_skor and status_kewajiban = 'DITAHAN') as jumlah_ditahan,
        count(*) filter (where is_skor and status_kewajiban = 'TIDAK_DIUKUR') as jumlah_tidak_diukur,
        count(*) filter (where is_skor and status_kewajiban = 'TIDAK_DILAPORKAN')
            as jumlah_tidak_dilaporkan,
        count(*) filter (where is_skor and status_kewajiban = 'TANPA_PERSENTASE')
            as jumlah_tanpa_persentase,
        count(*) filter (where is_skor and not is_jatuh_tempo) as jumlah_belum_jatuh_tempo,
        sum(bobot) filter (where is_skor and is_jatuh_tempo) as b_tempo,
        sum(bobot) filter (where is_skor and status_kewajiban = 'DINILAI') as b_dinilai,
        sum(bobot) filter (where is_skor and status_kewajiban in
            ('DINILAI', 'DITAHAN', 'TIDAK_DIUKUR', 'TIDAK_DILAPORKAN')) as b_ketat,
        sum(cast(bobot * capaian_tampil as decimal(38, 10))) filter (where is_skor) as tertimbang
    from kewajiban
    where is_sekali
    group by all
)
select
    p.kode_pilar, p.nama_pilar, s.tahun, s.periode, t.id_periode, t.tahun_pemerintahan, s.id_siklus,
    100 * coalesce(b_dinilai, 0) / b_tempo as cakupan,
    case when cakupan >= 80 - 1e-9 then tertimbang / b_dinilai end as skor_tersedia,
    case when cakupan >= 80 - 1e-9 then coalesce(tertimbang, 0) / b_ketat end as skor_ketat,
    80.0 as cakupan_min, j.* exclude (kode_pilar, id_siklus, semua, hasil, b_tempo, b_dinilai,
        b_ketat, tertimbang),
    100 * j.hasil / j.semua as rasio_dampak,
    case
        when cakupan >= 80 - 1e-9 then null
        when coalesce(jumlah_indikator, 0) = 0
            then 'Tidak ada indikator hasil atau dampak yang jatuh tempo pada periode ini.'
        else 'Cakupan ' || round(cakupan, 1) || '% di bawah batas 80,0%: ' || jumlah_dinilai
            || ' dari ' || jumlah_indikator || ' indikator bernilai.'
    end as alasan_tanpa_skor,
    l.versi_kebijakan
from read_csv('{profil}/pilar.csv') as p
cross join siklus as s
cross join lingkup as l
left join jumlah as j on p.kode_pilar = j.kode_pilar and s.id_siklus = j.id_siklus
left join dim_tanggal as t on s.tahun = t.tahun and s.periode = t.periode
order by p.kode_pilar, s.tahun, s.periode;

-- Few texts are written many times: each is judged once.
create temp table uraian as
select
    t.uraian_hambatan,
    coalesce(t.normal, '') = '' or bool_or(g.kata is not null) as is_generik
from (
    select distinct
        uraian_hambatan,
        trim(regexp_replace(lower(uraian_hambatan), '[^a-z0-9]+', ' ', 'g')) as normal
    from read_parquet('{work}/landing/[!.]*/hambatan_tl.parquet')
) as t
left join read_csv('{policy}/kata_generik.csv') as g
    on
        (g.cocok = 'SELURUH' and t.normal = g.kata)
        or (g.cocok = 'AWAL' and starts_with(t.normal, g.kata))
group by t.uraian_hambatan, t.normal;

create temp table hambatan as
select
    left(h.sha256_berkas, 12) || ':TL:' || h.baris as id_baris_tl, h.* exclude (sha256_berkas),
    k.fid, k.kode_opd, k.no, k.id_siklus, k.sha256_berkas, u.is_generik,
    case when p.bulan_akhir > q.bulan_akhir then k.tahun - 1 else k.tahun end as tahun,
    concat_ws(
        ':', k.kode_opd, h.id_indikator,
        case when p.bulan_akhir > q.bulan_akhir then k.tahun - 1 else k.tahun end, h.periode,
        coalesce(h.kategori_hambatan, '-'),
        row_number() over (
            partition by k.fid, h.id_indikator, h.periode, h.kategori_hambatan order by h.baris
        )
    ) as id_tindak_lanjut,
    coalesce(
        h.kategori_hambatan is not null and not u.is_generik
        and length(trim(h.uraian_hambatan)) >= 30 and length(trim(h.rencana_tindak_lanjut)) >= 20
        and trim(h.penanggung_jawab) <> '' and h.tenggat is not null, false
    ) as is_penjelasan_lengkap
from read_parquet('{work}/landing/[!.]*/hambatan_tl.parquet') as h
inner join kiriman as k on h.sha256_berkas = k.sha256_berkas
left join uraian as u on h.uraian_hambatan is not distinct from u.uraian_hambatan
left join periode as p on h.periode = p.periode
left join periode as q on k.periode = q.periode;

-- A mention speaks from its own cycle until the next one of the same follow-up.
create temp table tindak_lanjut as
select
    h.id_tindak_lanjut, h.id_baris_tl, h.kode_opd, h.no as mulai,
    coalesce(lead(h.no) over urut, 1000000) as sampai, row_number() over urut as jumlah_laporan,
    first_value(h.no) over urut as pertama, first_value(h.tenggat) over urut as tenggat_awal,
    h.tenggat, h.status_tl,
    coalesce(h.status_tl not in ('SELESAI', 'BATAL'), true) as is_terbuka
from hambatan as h
left join karantina as q on h.kode_opd = q.kode_opd and h.id_siklus = q.id_siklus
where q.is_karantina is null and h.id_indikator is not null and h.periode is not null
window urut as (partition by h.id_tindak_lanjut order by h.no);

create table pub_kpi_tindak_lanjut as
select
    t.id_tindak_lanjut, s.id_siklus, t.kode_opd, k.nama_opd, h.id_indikator, d.nama_indikator,
    d.kode_pilar, h.tahun, h.periode, h.tahun || '-' || h.periode as id_periode,
    h.kategori_hambatan, h.uraian_hambatan, h.rencana_tindak_lanjut, h.penanggung_jawab,
    h.opd_pendukung, h.dukungan_diminta_ke_bupati, t.tenggat_awal, t.tenggat,
    coalesce(t.tenggat > t.tenggat_awal, false) as is_tenggat_mundur, t.status_tl,
    case
        when t.status_tl in ('SELESAI', 'BATAL') then t.status_tl
        when t.tenggat < s.batas_data then 'LEWAT_TENGGAT'
        else 'BERJALAN'
    end as posisi,
    t.is_terbuka,
    case when posisi = 'LEWAT_TENGGAT' then date_diff('day', t.tenggat, s.batas_data) end
        as hari_lewat_tenggat,
    coalesce(trim(h.bukti_tl), '') <> '' as has_bukti, h.is_generik, h.is_penjelasan_lengkap,
    (select id_siklus from siklus where no = t.pertama) as id_siklus_pertama,
    h.id_siklus as id_siklus_terakhir, t.jumlah_laporan, s.no - t.pertama as jumlah_siklus_dibawa,
    t.is_terbuka and s.no > t.pertama as is_dibawa,
    t.is_terbuka and t.mulai <> s.no as is_tidak_dilaporkan_lagi, l.versi_kebijakan,
    coalesce(d.layak_publik = 'YA', false) as is_layak_publik, k.label_data, k.sha256_berkas,
    h.baris
from tindak_lanjut as t
inner join siklus as s on s.is_lingkup and t.mulai <= s.no and t.sampai > s.no
inner join hambatan as h on t.id_baris_tl = h.id_baris_tl
inner join kiriman as k on h.fid = k.fid
cross join lingkup as l
left join definisi as d
    on
        h.kode_opd = d.kode_opd and h.id_indikator = d.id_indikator
        and h.no >= d.mulai and h.no < d.sampai
order by t.id_tindak_lanjut;
