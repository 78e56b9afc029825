-- By hand: which reports and definitions count, what every figure is worth. {work}, {profil} and
-- {policy} are folders. Integer keys for files and definitions; narrow rows until the end.

create temp table lingkup as
select * replace (cast(tanggal_batas as date) as tanggal_batas)
from read_parquet('{work}/lingkup.parquet');

create temp table siklus as
select
    row_number() over (order by s.dibuka, s.id_siklus) as no, s.id_siklus, s.nama_siklus,
    s.tahun, s.periode, s.dibuka, s.tenggat, s.batas_data, s.id_siklus = l.id_siklus as is_lingkup
from read_csv('{profil}/siklus.csv', types = {{'id_siklus': 'varchar', 'tahun': 'integer'}}) as s
cross join lingkup as l
where s.batas_data <= l.tanggal_batas;

create temp table periode as from read_csv('{policy}/periode.csv');
create temp table aturan as from read_csv('{policy}/aturan.csv');
create temp table rumus as from read_csv('{policy}/rumus.csv', types = {{'versi_rumus': 'varchar'}});
create temp table skala as from read_csv('{policy}/skala.csv');
create temp table jam as from read_csv('{profil}/periode_pemerintahan.csv');
create temp table wilayah as from read_csv('{profil}/wilayah.csv', all_varchar = true);
create temp table opd as
select kode_opd, nama_opd from read_csv('{profil}/opd.csv', types = {{'kode_opd': 'varchar'}});

create temp table kiriman as
select
    row_number() over () as fid, b.sha256_berkas, b.nama_berkas, b.kode_opd, o.nama_opd, s.no,
    s.id_siklus, s.dibuka, cast(b.tahun as integer) as tahun, b.periode, b.diterima_pada, b.id_layout,
    greatest(date_diff('day', s.tenggat, cast(b.diterima_pada as date)), 0) as hari_terlambat,
    cast(b.diterima_pada as date) > s.tenggat as is_terlambat,
    case
        when upper(concat_ws(' ', c.nama_opd, c.nama_kepala_opd, c.pelajaran_periode_ini))
            like '%DATA CONTOH SINTETIS%'
            then 'DATA CONTOH SINTETIS: bukan angka resmi'
    end as label_data
from read_parquet('{work}/landing/[!.]*/berkas.parquet') as b
inner join siklus as s on b.id_siklus = s.id_siklus
left join opd as o on b.kode_opd = o.kode_opd
left join read_parquet('{work}/landing/[!.]*/sampul.parquet') as c
    on b.sha256_berkas = c.sha256_berkas
where b.hasil = 'DITERIMA'
qualify row_number() over (
    partition by b.kode_opd, b.id_siklus
    order by b.versi_kiriman desc nulls last, b.diterima_pada desc, b.sha256_berkas desc
) = 1;

create temp table definisi as
select
    row_number() over () as did, k.fid as fid_definisi, k.no as mulai, k.kode_opd, d.id_indikator,
    coalesce(
        lead(k.no) over (partition by k.kode_opd, d.id_indikator order by k.no), 1000000
    ) as sampai,
    d.* exclude (sha256_berkas, id_indikator),
    lower(trim(d.satuan)) = 'persen' as is_persen
from (
    from read_parquet('{work}/landing/[!.]*/indikator.parquet')
    where id_indikator is not null
    qualify row_number() over (partition by sha256_berkas, id_indikator order by baris) = 1
) as d
inner join kiriman as k on d.sha256_berkas = k.sha256_berkas;

-- One pass over the vintages of each figure, in the order of the cycles.
create temp table baris as
select
    r.*,
    row_number() over () as bid,
    coalesce(max(no) over (
        partition by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi
    ) > no, false) as is_digantikan,
    coalesce(lag(no) over vintase = no, false) as is_kembar,
    lag(no) over vintase is not null
    and (
        realisasi is distinct from lag(realisasi) over vintase
        or status_data is distinct from lag(status_data) over vintase
    ) as is_revisi
from (
    select
        k.fid, k.kode_opd, k.no, r.id_indikator, cast(r.tahun as integer) as tahun, r.periode,
        coalesce(nullif(trim(r.kode_wilayah), ''), '35.13') as kode_wilayah,
        coalesce(trim(r.dimensi), '') as dimensi,
        left(r.sha256_berkas, 12) || ':' || r.baris || ':' || coalesce(r.periode, '-')
        || coalesce(':' || nullif(cast(r.tahun as integer), k.tahun), '') as id_baris,
        cast(r.baris as integer) as baris, r.target_tahun, r.target_periode, r.target_bawah,
        r.target_atas, r.realisasi, r.pembilang, r.penyebut, r.status_data,
        r.tanggal_referensi_data
    from read_parquet('{work}/landing/[!.]*/realisasi.parquet') as r
    inner join kiriman as k on r.sha256_berkas = k.sha256_berkas
) as r
window vintase as (
    partition by kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi order by no, baris
);

create temp table terpakai as
select
    b.* exclude (is_digantikan, is_kembar), d.did, d.polaritas, d.jenis_agregasi, d.is_persen,
    d.baseline_nilai, p.jenis_periode, p.urutan_periode, p.triwulan_akhir,
    coalesce(d.jenis_agregasi = 'KUMULATIF', false) and p.jenis_periode <> 'TAHUN' as is_kumulatif,
    coalesce(d.jenis_agregasi = 'TAHUNAN_SAJA', false) and p.jenis_periode <> 'TAHUN'
        as is_antara
from baris as b
inner join periode as p on b.periode = p.periode
left join definisi as d
    on
        b.kode_opd = d.kode_opd and b.id_indikator = d.id_indikator
        and b.no >= d.mulai and b.no < d.sampai
where not b.is_digantikan and not b.is_kembar and b.tahun is not null;

-- Reported periods, and the years that are over and were not reported themselves.
create temp table nilai as
with dihimpun as (
    select
        *,
        sum(realisasi) over sejak_awal as jumlah_sd,
        count(realisasi) over sejak_awal as isi_sd
    from terpakai
    window sejak_awal as (
        partition by kode_opd, id_indikator, tahun, kode_wilayah, dimensi, jenis_periode
        order by urutan_periode rows unbounded preceding
    )
),
setahun as (
    select
        kode_opd, id_indikator, tahun, kode_wilayah, dimensi,
        arg_max(bid, (case when realisasi is null then 0 else 10 end) + urutan_periode) as bid,
        count(realisasi) as isi, sum(realisasi) as jumlah, max(realisasi) as terbesar,
        avg(realisasi) as rerata,
        sum(pembilang) filter (where realisasi is not null) as pembilang,
        sum(penyebut) filter (where realisasi is not null) as penyebut,
        count(realisasi) filter (where pembilang is not null and penyebut > 0) as isi_rasio,
        bool_or(is_revisi) as is_revisi
    from terpakai
    group by all
    having not bool_or(jenis_periode = 'TAHUN')
)
select
    bid, fid, did, no, kode_opd, id_indikator, tahun, periode, kode_wilayah, dimensi, id_baris, baris,
    polaritas, baseline_nilai, target_tahun, target_bawah, target_atas, realisasi as realisasi_periode,
    case
        when polaritas = 'RENTANG' then null
        when jenis_periode = 'TAHUN' then target_tahun
        when is_antara then null
        when is_kumulatif then coalesce(target_periode, target_tahun * triwulan_akhir / 4)
        else target_periode
    end as target,
    case
        when realisasi is null or is_antara then null
        when is_kumulatif then jumlah_sd
        else realisasi
    end as nilai,
    pembilang, penyebut, status_data, tanggal_referensi_data, false as is_turunan,
    is_kumulatif and realisasi is not null and isi_sd < urutan_periode as is_parsial,
    is_kumulatif and coalesce(polaritas, '-') <> 'RENTANG' and target_periode is null
    and target_tahun is not null as is_target_prorata,
    is_revisi, is_kumulatif, jenis_periode, urutan_periode
from dihimpun
union all by name
select
    t.bid, t.fid, t.did, t.no, t.kode_opd, t.id_indikator, t.tahun, 'THN' as periode,
    t.kode_wilayah, t.dimensi, t.id_baris, t.baris, t.polaritas, t.baseline_nilai, t.target_tahun,
    t.target_bawah, t.target_atas,
    case when t.polaritas = 'RENTANG' then null else t.target_tahun end as target,
    case t.jenis_agregasi
        when 'KUMULATIF' then s.jumlah
        when 'POSISI_AKHIR' then t.realisasi
        when 'MAKSIMUM' then s.terbesar
        when 'RATA_RATA'
            then case
                when s.isi_rasio = s.isi and s.isi > 0
                    then case when t.is_persen then 100.0 else 1.0 end * s.pembilang / s.penyebut
                else s.rerata
            end
    end as nilai,
    nilai as realisasi_periode,
    case when t.jenis_agregasi = 'RATA_RATA' then s.pembilang else t.pembilang end as pembilang,
    case when t.jenis_agregasi = 'RATA_RATA' then s.penyebut else t.penyebut end as penyebut,
    case
        when nilai is null then t.status_data
        when nilai = 0 and t.status_data = 'NOL_TERKONFIRMASI' then t.status_data
        else 'TERSEDIA'
    end as status_data,
    t.tanggal_referensi_data, true as is_turunan,
    case
        when t.jenis_agregasi = 'POSISI_AKHIR' then t.realisasi is null or t.urutan_periode < 4
        else s.isi < 4
    end as is_parsial,
    false as is_target_prorata, s.is_revisi, false as is_kumulatif, 'TAHUN' as jenis_periode,
    1 as urutan_periode
from setahun as s
inner join terpakai as t on s.bid = t.bid
cross join lingkup
where
    t.jenis_agregasi in ('KUMULATIF', 'POSISI_AKHIR', 'RATA_RATA', 'MAKSIMUM')
    and make_date(t.tahun, 12, 31) <= lingkup.tanggal_batas;
drop table terpakai;
