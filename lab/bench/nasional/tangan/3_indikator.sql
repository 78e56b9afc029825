-- By hand: the released figures, with what they say and where they stand.

create temp table dim_tanggal as
select
    t.tahun, p.periode, t.tahun || '-' || p.periode as id_periode,
    make_date(cast(t.tahun as integer), cast((p.triwulan_awal - 1) * 3 + 1 as integer), 1) as mulai,
    last_day(make_date(cast(t.tahun as integer), cast(p.bulan_akhir as integer), 1)) as selesai,
    jam.tahun_pemerintahan, s.id_siklus, s.nama_siklus, p.nama_periode, p.jenis_periode,
    p.triwulan_akhir
from (select distinct tahun from siklus union select distinct tahun from nilai) as t
cross join periode as p
left join jam
    on last_day(make_date(cast(t.tahun as integer), cast(p.bulan_akhir as integer), 1))
    between jam.mulai and jam.selesai
left join siklus as s on t.tahun = s.tahun and p.periode = s.periode;

create table pub_dim_periode as from dim_tanggal order by mulai, selesai;

create temp table capaian as
with dinilai as (
    select
        *,
        case
            when polaritas = 'RENTANG'
                then case
                    when nilai between target_bawah - 1e-9 and target_atas + 1e-9 then 100.0
                    when nilai < target_bawah and target_bawah > 1e-9
                        then 100.0 * nilai / target_bawah
                    when nilai > target_atas and target_atas > 1e-9
                        then 100.0 * (2 * target_atas - nilai) / target_atas
                end
            when polaritas = 'TURUN' and abs(target) <= 1e-9
                then case when abs(nilai) <= 1e-9 then 100.0 end
            when target > 1e-9 and polaritas = 'NAIK' then 100.0 * nilai / target
            when target > 1e-9 and polaritas = 'TURUN' then 100.0 * (2 * target - nilai) / target
        end as capaian_mentah,
        case
            when nilai is null
                then case
                    when status_data in ('BELUM_RILIS', 'TIDAK_DIUKUR', 'TIDAK_BERLAKU')
                        then status_data
                    else 'TIDAK_ADA_DATA'
                end
            when polaritas = 'RENTANG'
                then case
                    when target_bawah is null or target_atas is null then 'TANPA_TARGET'
                    when nilai between target_bawah - 1e-9 and target_atas + 1e-9 then 'TERCAPAI'
                    else 'TIDAK_TERCAPAI'
                end
            when target is null then 'TANPA_TARGET'
            when polaritas is null then 'TIDAK_TERDEFINISI'
            when polaritas = 'NAIK' and abs(target) <= 1e-9 then 'TIDAK_TERDEFINISI'
            when polaritas = 'NAIK' and nilai >= target - 1e-9 then 'TERCAPAI'
            when polaritas = 'TURUN' and nilai <= target + 1e-9 then 'TERCAPAI'
            else 'TIDAK_TERCAPAI'
        end as status_capaian
    from nilai
)
select
    * exclude (is_kumulatif, jenis_periode, urutan_periode),
    case
        when capaian_mentah is not null then least(greatest(capaian_mentah, 0.0), 100.0)
        when polaritas = 'TURUN' and abs(target) <= 1e-9 and status_capaian = 'TIDAK_TERCAPAI'
            then 0.0
    end as capaian_tampil,
    coalesce(polaritas = 'NAIK' and abs(target) <= 1e-9, false) as is_target_nol
from dinilai;
drop table nilai;

create table pub_kpi_indikator as
select
    n.id_indikator, n.tahun, n.periode, n.kode_wilayah, n.dimensi, t.id_periode,
    t.tahun_pemerintahan, s.id_siklus, n.kode_opd, k.nama_opd, d.kode_pilar, d.nama_indikator,
    d.level_hasil, d.jenis_indikator, d.satuan, d.polaritas, d.jenis_agregasi, d.sumber_data,
    d.metode, c.baseline_nilai, d.baseline_tahun, c.target_tahun, c.target, c.target_bawah,
    c.target_atas, c.nilai as realisasi, c.realisasi_periode, c.pembilang, c.penyebut,
    c.status_data, c.tanggal_referensi_data,
    case
        when c.polaritas <> 'RENTANG' then c.nilai - c.target
        when c.nilai < c.target_bawah then c.nilai - c.target_bawah
        when c.nilai > c.target_atas then c.nilai - c.target_atas
        when c.nilai is not null and c.polaritas = 'RENTANG' then 0.0
    end as selisih,
    c.capaian_mentah, c.capaian_tampil, c.status_capaian, skala.predikat, skala.versi_skala,
    case
        when
            abs(c.target - c.baseline_nilai) > 1e-9
            and not coalesce(d.jenis_agregasi = 'KUMULATIF' and c.periode <> 'THN', false)
            then 100.0 * (c.nilai - c.baseline_nilai) / (c.target - c.baseline_nilai)
    end as progres,
    case
        when progres is not null then null
        when c.nilai is null then 'Belum ada angka.'
        when c.baseline_nilai is null then 'Belum ada angka awal (baseline).'
        when coalesce(d.jenis_agregasi = 'KUMULATIF' and c.periode <> 'THN', false)
            then
                'Angka awal setahun tidak dibandingkan dengan jumlah sebagian tahun; '
                || 'kemajuannya terlihat pada angka setahun.'
        when c.polaritas = 'RENTANG' then 'Target rentang tidak punya satu titik tuju.'
        when c.target is null then 'Belum ada target.'
        else 'Target sama dengan angka awal.'
    end as alasan_tanpa_progres,
    case
        when
            abs(d.target_akhir_rpjmd - c.baseline_nilai) > 1e-9 and c.polaritas <> 'RENTANG'
            and not coalesce(d.jenis_agregasi = 'KUMULATIF' and c.periode <> 'THN', false)
            then 100.0 * (c.nilai - c.baseline_nilai) / (d.target_akhir_rpjmd - c.baseline_nilai)
    end as progres_rpjmd,
    case
        when
            d.tahun_akhir > d.baseline_tahun
            and d.baseline_tahun between c.tahun - 20 and c.tahun and d.tahun_akhir <= c.tahun + 20
            then
                100.0 * (c.tahun - 1 + t.triwulan_akhir / 4.0 - d.baseline_tahun)
                / (d.tahun_akhir - d.baseline_tahun)
    end as jalur,
    progres_rpjmd >= jalur - 1e-9 as is_di_jalur,
    'CAPAIAN-' || c.polaritas as rumus_id, case when c.polaritas is not null then '1.0' end
        as versi_rumus,
    l.versi_kebijakan, c.is_turunan, c.is_parsial, c.is_target_prorata, c.is_revisi,
    n.jumlah_peringatan, n.peringatan, coalesce(d.layak_publik = 'YA', false) as is_layak_publik,
    true as is_rilis, k.label_data,
    case
        when n.is_turunan
            then concat_ws(
                ':', 'TURUNAN', n.kode_opd, n.id_indikator, n.tahun, n.periode, n.kode_wilayah,
                n.dimensi
            )
        else c.id_baris
    end as kunci,
    k.sha256_berkas, p.lembar, p.huruf || c.baris as sel
from nilai_status as n
inner join capaian as c on n.bid = c.bid and n.is_turunan = c.is_turunan
inner join siklus as s on n.no = s.no
inner join kiriman as k on n.fid = k.fid
cross join lingkup as l
left join definisi as d on n.did = d.did
left join dim_tanggal as t on n.tahun = t.tahun and n.periode = t.periode
left join peta as p on n.fid = p.fid and p.tabel = 'realisasi' and p.kolom = 'realisasi'
left join skala
    on floor(c.capaian_tampil + 0.5 + 1e-9) between skala.batas_bawah and skala.batas_atas
where n.is_lolos
order by n.id_indikator, n.tahun, t.id_periode, n.kode_wilayah, n.dimensi;
