-- By hand: collaboration, contributions, publications, complaints and the definitions.

create table pub_kpi_kolaborasi as
with disebut as (
    select k.kode_opd as pelapor, k.no, c.id_indikator, c.kode_opd, c.id_satgas,
        case c.peran when 'PEMIMPIN' then 1 when 'KONTRIBUTOR' then 2 when 'PENDUKUNG' then 3
            else 4 end as peran
    from read_parquet('{work}/landing/[!.]*/kolaborasi.parquet') as c
    inner join rilis_berkas as k on c.sha256_berkas = k.sha256_berkas
),
anggota as (
    select no, id_indikator, kode_opd, min(pelapor) as pelapor, min(peran) as peran
    from (
        select no, id_indikator, kode_opd, pelapor, peran from disebut
        where id_indikator is not null and kode_opd is not null
        union all
        select distinct e.no, e.id_indikator, e.pelapor, e.pelapor, 4
        from disebut as e
        inner join definisi as d
            on
                e.pelapor = d.kode_opd and e.id_indikator = d.id_indikator
                and e.no >= d.mulai and e.no < d.sampai
    )
    group by all
),
dipimpin as (
    select no, id_indikator, count(*) filter (where peran = 1) as n from anggota group by all
),
berangka as (
    select distinct s.no, r.id_indikator
    from pub_kpi_indikator as r
    inner join siklus as s on r.tahun = s.tahun and r.periode = s.periode
    where r.realisasi is not null
),
pasangan as (
    select a.no, a.id_indikator, a.kode_opd, b.kode_opd as mitra, a.peran, b.peran as peran_mitra,
        least(a.pelapor, b.pelapor) as pelapor
    from anggota as a
    inner join anggota as b
        on a.no = b.no and a.id_indikator = b.id_indikator and a.kode_opd <> b.kode_opd
),
bersama as (
    select
        p.no, p.kode_opd, p.mitra, min(p.pelapor) as pelapor, count(*) as jumlah_indikator,
        count(r.id_indikator) as jumlah_berangka_rilis,
        array_to_string(list_sort(list(p.id_indikator)), ', ') as daftar_indikator,
        count(*) filter (where p.peran = 1) as jumlah_memimpin,
        count(*) filter (where p.peran_mitra = 1) as jumlah_dipimpin_mitra,
        count(*) filter (where d.n <> 1) as jumlah_tanpa_satu_pemimpin
    from pasangan as p
    inner join dipimpin as d on p.no = d.no and p.id_indikator = d.id_indikator
    left join berangka as r on p.no = r.no and p.id_indikator = r.id_indikator
    group by p.no, p.kode_opd, p.mitra
),
sendiri as (
    select
        k.no, k.kode_opd, k.kode_opd as mitra, k.kode_opd as pelapor,
        count(d.id_indikator) as jumlah_indikator, count(r.id_indikator) as jumlah_berangka_rilis,
        array_to_string(
            list_sort(list(d.id_indikator) filter (where d.id_indikator is not null)), ', '
        ) as daftar_indikator
    from rilis_berkas as k
    left join (
        definisi as d
        cross join siklus as s
    ) on k.kode_opd = d.kode_opd and s.no = k.no and k.no >= d.mulai and k.no < d.sampai
        and not exists (
            from pasangan as p
            where p.no = s.no and p.kode_opd = d.kode_opd and p.id_indikator = d.id_indikator
        )
    left join berangka as r on s.no = r.no and d.id_indikator = r.id_indikator
    group by all
),
matriks as (select * from bersama union all by name select * from sendiri)
select
    m.kode_opd, a.nama_opd, m.mitra as kode_opd_mitra, b.nama_opd as nama_opd_mitra, s.id_siklus,
    s.tahun, s.periode, m.kode_opd = m.mitra as is_sendiri, m.jumlah_indikator,
    m.jumlah_berangka_rilis, m.daftar_indikator, m.jumlah_memimpin, m.jumlah_dipimpin_mitra,
    m.jumlah_tanpa_satu_pemimpin, m.pelapor as kode_opd_pelapor
from matriks as m
inner join siklus as s on m.no = s.no
left join opd as a on m.kode_opd = a.kode_opd
left join opd as b on m.mitra = b.kode_opd
order by s.id_siklus, m.kode_opd, m.mitra;

create table pub_kpi_swadaya as
select
    left(k.sha256_berkas, 12) || ':' || w.baris as kunci, k.kode_opd, k.nama_opd, k.id_siklus,
    k.tahun, k.periode, w.tanggal, w.kode_desa as kode_wilayah, v.nama_wilayah,
    v.tingkat_wilayah, w.uraian, w.jenis, w.nilai_rupiah, w.jumlah_orang, w.peran_pemerintah,
    w.dana_pemerintah,
    case
        when w.dana_pemerintah > 0 and w.nilai_rupiah >= 0
            then w.nilai_rupiah / w.dana_pemerintah
    end as daya_ungkit,
    coalesce(w.dana_pemerintah = 0, false) as is_murni_swadaya,
    nullif(trim(w.bukti), '') is not null as has_bukti, w.id_indikator,
    w.id_indikator in (select id_indikator from pub_kpi_indikator where realisasi is not null)
        as is_indikator_rilis
from read_parquet('{work}/landing/[!.]*/swadaya.parquet') as w
inner join rilis_berkas as k on w.sha256_berkas = k.sha256_berkas
left join wilayah as v on w.kode_desa = v.kode_wilayah
order by k.id_siklus, k.kode_opd, kunci;

create table pub_kpi_komunikasi as
with berita as (
    select left(k.sha256_berkas, 12) || ':' || c.baris as kunci, k.kode_opd, k.nama_opd,
        k.id_siklus, k.tahun, k.periode, t.selesai, c.tanggal, c.judul, c.kanal, c.status,
        c.tautan_media, c.id_indikator
    from read_parquet('{work}/landing/[!.]*/komunikasi.parquet') as c
    inner join rilis_berkas as k on c.sha256_berkas = k.sha256_berkas
    left join dim_tanggal as t on k.tahun = t.tahun and k.periode = t.periode
),
angka as (
    select r.kunci, r.id_indikator, r.nama_indikator, r.tahun, r.periode, r.realisasi, r.satuan,
        t.selesai
    from pub_kpi_indikator as r
    inner join dim_tanggal as t on r.tahun = t.tahun and r.periode = t.periode
    semi join berita as b on r.id_indikator = b.id_indikator
    where r.dimensi = '' and r.kode_wilayah = '35.13' and r.realisasi is not null
)
select
    b.* exclude (selesai), a.nama_indikator, a.kunci is not null as is_berangka_rilis,
    a.kunci as kunci_angka, a.tahun as tahun_angka, a.periode as periode_angka, a.realisasi,
    a.satuan
from berita as b
left join angka as a on b.id_indikator = a.id_indikator and b.selesai >= a.selesai
qualify row_number() over (
    partition by b.kunci
    order by a.selesai desc nulls last, if(a.periode = b.periode, 0, 1), a.periode, a.kunci
) = 1
order by b.id_siklus, b.kode_opd, b.kunci;

create table pub_kpi_aduan as
with terkait as (
    select r.kode_opd, r.tahun, r.periode, count(*) as jumlah_hasil_rilis,
        count(*) filter (where r.status_capaian = 'TIDAK_TERCAPAI') as jumlah_hasil_meleset
    from pub_kpi_indikator as r
    where
        r.dimensi = '' and r.kode_wilayah = '35.13' and r.realisasi is not null
        and r.level_hasil in ('OUTCOME', 'DAMPAK')
    group by all
),
dihitung as (
    select
        k.kode_opd as kode_opd_pelapor, k.id_siklus, k.tahun, k.periode, a.kode_opd, a.kategori,
        coalesce(a.kode_wilayah, '35.13') as kode_wilayah, count(*) as jumlah_baris,
        if(count(a.diterima) = count(*), sum(a.diterima), null) as diterima,
        if(count(a.dijawab) = count(*), sum(a.dijawab), null) as dijawab,
        if(count(a.selesai) = count(*), sum(a.selesai), null) as selesai,
        if(count(*) = 1, max(a.median_hari), null) as median_hari
    from read_parquet('{work}/landing/[!.]*/aduan.parquet') as a
    inner join rilis_berkas as k on a.sha256_berkas = k.sha256_berkas
    group by all
)
select
    d.*, o.nama_opd,
    coalesce(dijawab > diterima or d.selesai > diterima, false) as is_janggal,
    case when diterima > 0 and not is_janggal then 100.0 * dijawab / diterima end as persen_dijawab,
    case when diterima > 0 and not is_janggal then 100.0 * d.selesai / diterima end
        as persen_selesai,
    coalesce(t.jumlah_hasil_rilis, 0) as jumlah_hasil_rilis,
    coalesce(t.jumlah_hasil_meleset, 0) as jumlah_hasil_meleset
from dihitung as d
left join opd as o on d.kode_opd = o.kode_opd
left join terkait as t on d.kode_opd = t.kode_opd and d.tahun = t.tahun and d.periode = t.periode
order by d.id_siklus, d.kode_opd, d.kategori;

-- The versions of each definition: a new one begins where its words or numbers differ.
create table pub_dim_indikator as
with berversi as (
    select
        d.*, s.dibuka, s.id_siklus,
        lag(hash(nama_indikator, definisi_operasional, level_hasil, kode_pilar, satuan, polaritas,
            jenis_agregasi, rumus, sumber_data, metode, produsen_data, baseline_nilai,
            target_akhir_rpjmd, tahun_akhir, bobot, layak_publik)) over urut
        is distinct from hash(nama_indikator, definisi_operasional, level_hasil, kode_pilar, satuan,
            polaritas, jenis_agregasi, rumus, sumber_data, metode, produsen_data, baseline_nilai,
            target_akhir_rpjmd, tahun_akhir, bobot, layak_publik) as is_baru
    from definisi as d
    inner join siklus as s on d.mulai = s.no
    window urut as (partition by d.kode_opd, d.id_indikator order by d.mulai)
)
select
    kode_opd, id_indikator,
    row_number() over (partition by kode_opd, id_indikator order by mulai) as versi_definisi,
    dibuka as berlaku_dari,
    lead(dibuka) over (partition by kode_opd, id_indikator order by mulai) - 1 as berlaku_sampai,
    id_siklus as id_siklus_mulai, nama_indikator, definisi_operasional, level_hasil, kode_pilar,
    satuan, polaritas, jenis_agregasi, rumus, sumber_data, metode, produsen_data, baseline_nilai,
    baseline_tahun, target_akhir_rpjmd, tahun_akhir, bobot,
    coalesce(layak_publik = 'YA', false) as is_layak_publik
from berversi
where is_baru
order by kode_opd, id_indikator, versi_definisi;
