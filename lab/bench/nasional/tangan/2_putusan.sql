-- By hand: what was found, what is held, the released figures and every decision.

create temp table peta as
select k.fid, p.tabel, p.kolom, min(p.huruf) as huruf, min(p.lembar) as lembar
from read_parquet('{work}/landing/[!.]*/peta.parquet') as p
inner join kiriman as k on p.sha256_berkas = k.sha256_berkas
group by all;

create temp table temuan as
with periksa as (
    select
        v.suite, v.id_aturan, v.tingkat, v.entitas, coalesce(b.fid, k.fid) as fid, b.bid, d.did,
        v.kode_opd, v.id_siklus, b.id_indikator, b.tahun, b.periode, v.kode_pilar, v.id_baris,
        v.pesan, v.isi, a.cara_memperbaiki, coalesce(v.kolom, a.kolom) as kolom,
        lower(a.lembar) as tabel, a.lembar,
        case lower(a.lembar) when 'indikator' then d.baris when 'realisasi' then b.baris end as brs,
        case lower(a.lembar) when 'indikator' then coalesce(d.fid_definisi, k.fid)
            else coalesce(b.fid, k.fid) end as fid_sel
    from read_parquet('{work}/bukti/dq_pelanggaran.parquet') as v
    left join baris as b on v.id_baris = b.id_baris
    left join definisi as d
        on
            b.kode_opd = d.kode_opd and b.id_indikator = d.id_indikator
            and b.no >= d.mulai and b.no < d.sampai
    left join kiriman as k on v.kunci_opd = k.kode_opd and v.id_siklus = k.id_siklus
    left join aturan as a on v.id_aturan = a.id_aturan
)
select
    p.suite, p.id_aturan, p.tingkat, p.entitas, p.fid, p.bid, p.kode_opd, p.id_siklus,
    p.id_indikator, p.tahun, p.periode, p.kode_pilar, p.id_baris, k.nama_berkas, k.sha256_berkas,
    case
        when p.brs is null then coalesce(m.lembar, p.lembar)
        when m.huruf is null then coalesce(m.lembar, p.lembar) || '!' || p.brs || ':' || p.brs
        else coalesce(m.lembar, p.lembar) || '!' || m.huruf || p.brs
    end as sel,
    case when sel is null then p.pesan else sel || ': ' || p.pesan end as pesan, p.isi,
    p.cara_memperbaiki
from periksa as p
left join kiriman as k on p.fid_sel = k.fid
left join peta as m on p.fid_sel = m.fid and p.tabel = m.tabel and p.kolom = m.kolom
union all by name
select
    'ingest' as suite, t.id_aturan, t.tingkat, coalesce(a.entitas, 'berkas') as entitas, k.fid,
    b.bid, b.id_baris, k.kode_opd, k.id_siklus, b.id_indikator, b.tahun, t.periode, k.nama_berkas,
    k.sha256_berkas,
    case
        when t.sel is null then t.lembar || '!' || t.baris || ':' || t.baris
        when t.lembar is null or t.sel like '%!%' then t.sel
        else t.lembar || '!' || t.sel
    end as sel,
    t.pesan, t.isi, coalesce(t.cara_memperbaiki, a.cara_memperbaiki) as cara_memperbaiki
from read_parquet('{work}/landing/[!.]*/temuan.parquet') as t
inner join kiriman as k on t.sha256_berkas = k.sha256_berkas
left join aturan as a on t.id_aturan = a.id_aturan
left join baris as b
    on
        k.fid = b.fid and case when t.tabel = 'realisasi' then t.baris end = b.baris
        and t.periode is not distinct from b.periode;

create table pub_mutu_temuan as
select
    min(left(md5(concat_ws('|', suite, id_aturan, sha256_berkas, id_siklus, id_baris, sel, pesan)), 16))
        as id_temuan,
    id_aturan, tingkat, entitas, kode_opd, id_siklus, id_indikator,
    case when count(distinct tahun) = 1 then min(tahun) end as tahun,
    case when count(distinct periode) = 1 then min(periode) end as periode,
    count(distinct id_baris) as jumlah_baris, kode_pilar, nama_berkas as berkas, sha256_berkas, sel,
    pesan, cara_memperbaiki, 'gagal' as status
from temuan
group by
    id_aturan, tingkat, entitas, kode_opd, id_siklus, id_indikator, kode_pilar, nama_berkas,
    sha256_berkas, sel, pesan, cara_memperbaiki
order by id_siklus, kode_opd, berkas, id_aturan, sel;

create temp table alasan as
select
    bid, bool_or(tingkat = 'B') as is_blokir, count(*) filter (where tingkat = 'P') as peringatan_n,
    array_to_string(list_sort(list(distinct id_aturan || ': ' || pesan)
        filter (where tingkat = 'B'))[1:5], ' | ') as alasan,
    array_to_string(list_sort(list(distinct id_aturan || ': ' || pesan)
        filter (where tingkat = 'P'))[1:5], ' | ') as peringatan
from temuan
where bid is not null
group by bid;

create temp table karantina as
select
    kode_opd, id_siklus, true as is_karantina,
    array_to_string(list_sort(list(distinct id_aturan || ': ' || pesan))[1:5], ' | ') as alasan
from temuan
where tingkat = 'K'
group by all;

create temp table pemimpin as
select c.id_indikator, min(c.kode_opd) as kode_opd
from read_parquet('{work}/landing/[!.]*/kolaborasi.parquet') as c
inner join kiriman as k on c.sha256_berkas = k.sha256_berkas
where c.peran = 'PEMIMPIN' and c.id_indikator is not null
group by c.id_indikator
having count(distinct c.kode_opd) = 1;

-- A sum from the start of the year rests on its parts, a derived year on all of its figures.
create temp table nilai_status as
with dasar as (
    select
        n.bid, n.fid, n.did, n.no, n.is_turunan, n.kode_opd, n.id_indikator, n.tahun, n.periode, n.kode_wilayah,
        n.dimensi, coalesce(a.is_blokir, false) as b, coalesce(q.is_karantina, false) as k,
        coalesce(a.peringatan_n, 0) as p, a.peringatan, n.jenis_periode, n.urutan_periode,
        n.is_kumulatif and n.realisasi_periode is not null as is_sejak_awal
    from nilai as n
    inner join siklus as s on n.no = s.no
    left join alasan as a on case when not n.is_turunan then n.bid end = a.bid
    left join karantina as q on n.kode_opd = q.kode_opd and s.id_siklus = q.id_siklus
),
jendela as (
    select
        *,
        bool_or(b) over sd as b_sd, bool_or(k) over sd as k_sd,
        bool_or(b) over th as b_th, bool_or(k) over th as k_th, sum(p) over th as p_th
    from dasar
    window
        th as (partition by kode_opd, id_indikator, tahun, kode_wilayah, dimensi),
        sd as (
            partition by kode_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode
            order by urutan_periode rows unbounded preceding
        )
)
select
    j.bid, j.fid, j.did, j.no, j.is_turunan, j.kode_opd, j.id_indikator, j.tahun, j.periode, j.kode_wilayah,
    j.dimensi,
    case when is_turunan then b_th when is_sejak_awal then b_sd else b end as is_blokir,
    case when is_turunan then k_th when is_sejak_awal then k_sd else k end as is_karantina,
    case when is_turunan then p_th else p end as jumlah_peringatan,
    case when not is_turunan then j.peringatan end as peringatan,
    row_number() over (
        partition by j.id_indikator, j.tahun, j.periode, j.kode_wilayah, j.dimensi
        order by
            case when m.id_indikator is null then 1 else 0 end,
            case when starts_with(j.id_indikator, j.kode_opd || '-') then 0 else 1 end, j.kode_opd
    ) = 1 as is_pemilik,
    is_pemilik and not is_blokir and not is_karantina as is_lolos
from jendela as j
left join pemimpin as m on j.id_indikator = m.id_indikator and j.kode_opd = m.kode_opd;

create table pub_mutu_keputusan as
with semua as (
    select
        'BARIS' as entitas, b.id_baris as kunci, b.kode_opd, s.id_siklus, b.id_indikator, b.tahun,
        b.periode, b.kode_wilayah, b.dimensi,
        case
            when b.is_digantikan then 'tidak_berlaku'
            when a.is_blokir or q.is_karantina then 'gagal'
            when n.bid is null then 'error'
            when not n.is_pemilik then 'tidak_berlaku'
            when not n.is_lolos then 'gagal'
            else 'lulus'
        end as status,
        case
            when b.is_digantikan then 'Digantikan oleh laporan siklus berikutnya.'
            when a.is_blokir and q.is_karantina then a.alasan || ' | OPD ditahan: ' || q.alasan
            when a.is_blokir then a.alasan
            when q.is_karantina then 'OPD ditahan: ' || q.alasan
            when n.bid is null then 'Baris tidak sampai ke perhitungan: kuncinya tidak lengkap.'
            when not n.is_pemilik then 'Indikator bersama: angka dari OPD pemimpinnya yang dipakai.'
            when not n.is_lolos then 'Angka sejak awal tahun: ada triwulan sebelumnya yang ditahan.'
        end as alasan
    from baris as b
    inner join siklus as s on b.no = s.no
    left join nilai_status as n on b.bid = n.bid and not n.is_turunan
    left join alasan as a on b.bid = a.bid
    left join karantina as q on b.kode_opd = q.kode_opd and s.id_siklus = q.id_siklus
    union all
    select
        'BARIS', concat_ws(
            ':', 'TURUNAN', kode_opd, id_indikator, n.tahun, n.periode, kode_wilayah, dimensi
        ), kode_opd, s.id_siklus, id_indikator, n.tahun, n.periode, kode_wilayah, dimensi,
        case
            when is_blokir or is_karantina then 'gagal' when not is_pemilik then 'tidak_berlaku'
            else 'lulus'
        end,
        case
            when is_blokir or is_karantina
                then 'Nilai turunan: ada baris pada tahun yang sama yang ditahan.'
            when not is_pemilik then 'Indikator bersama: angka dari OPD pemimpinnya yang dipakai.'
        end
    from nilai_status as n
    inner join siklus as s on n.no = s.no
    where is_turunan
    union all
    select
        'OPD', o.kode_opd || ':' || s.id_siklus, o.kode_opd, s.id_siklus, null, null, null, null, null,
        case
            when q.is_karantina then 'gagal' when k.fid is null then 'tidak_berlaku' else 'lulus'
        end,
        case when q.is_karantina then q.alasan when k.fid is null then 'Belum ada laporan.' end
    from opd as o
    cross join siklus as s
    left join kiriman as k on o.kode_opd = k.kode_opd and s.no = k.no
    left join karantina as q on o.kode_opd = q.kode_opd and s.id_siklus = q.id_siklus
    union all
    select
        'SWADAYA', left(w.sha256_berkas, 12) || ':' || w.baris, k.kode_opd, k.id_siklus,
        w.id_indikator, null, null, null, null,
        case when q.is_karantina then 'gagal' else 'lulus' end,
        case when q.is_karantina then 'OPD ditahan: ' || q.alasan end
    from read_parquet('{work}/landing/[!.]*/swadaya.parquet') as w
    inner join kiriman as k on w.sha256_berkas = k.sha256_berkas
    left join karantina as q on k.kode_opd = q.kode_opd and k.id_siklus = q.id_siklus
    union all
    select
        'RILIS', id_rilis, null, id_siklus, null, null, null, null, null, 'lulus', null
    from lingkup
)
select
    * exclude (alasan), case when status = 'lulus' then 'rilis' else 'tahan' end as keputusan,
    alasan, true as is_bukti_lengkap
from semua
order by entitas, kunci;
