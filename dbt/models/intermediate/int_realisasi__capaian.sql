with

nilai as (
    select * from {{ ref('int_realisasi__nilai') }}
),

rumus as (
    select * from {{ ref('rumus') }}
),

skala as (
    select * from {{ ref('skala') }}
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

umur_awal as (
    {{ ambang_berlaku('umur_awal_tahun') }}
),

-- For each direction the default formula that came into force last.
rumus_berlaku as (
    select
        rumus.polaritas,
        rumus.rumus_id,
        rumus.versi_rumus,
        row_number() over (
            partition by rumus.polaritas
            order by rumus.berlaku_dari desc
        ) as urutan
    from rumus
    cross join lingkup
    where
        rumus.kelompok = 'CAPAIAN'
        and rumus.is_bawaan
        and rumus.berlaku_dari <= lingkup.tanggal_batas
),

skala_terakhir as (
    select skala.versi_skala
    from skala
    cross join lingkup
    where skala.is_bawaan and skala.berlaku_dari <= lingkup.tanggal_batas
    order by skala.berlaku_dari desc, skala.versi_skala desc
    limit 1
),

persen as ({{ dbt.generate_series(101) }}),

-- One row for every whole percent: a join by equality, where one by range would sort all figures.
skala_berlaku as (
    select
        skala.versi_skala,
        skala.predikat,
        cast(persen.generated_number - 1 as integer) as persen_bulat
    from skala
    inner join skala_terakhir on skala.versi_skala = skala_terakhir.versi_skala
    inner join persen
        on persen.generated_number - 1 between skala.batas_bawah and skala.batas_atas
),

dasar as (
    select
        nilai.*,
        rumus_berlaku.rumus_id,
        rumus_berlaku.versi_rumus,
        toleransi.nilai as toleransi,
        umur_awal.nilai as umur_awal_tahun
    from nilai
    cross join toleransi
    left join umur_awal
        on true
    left join rumus_berlaku
        on nilai.polaritas_hitung = rumus_berlaku.polaritas and rumus_berlaku.urutan = 1
),

dihitung as (
    select
        *,
        {{ capaian_mentah() }} as capaian_mentah,
        {{ status_capaian() }} as status_capaian,
        coalesce(polaritas_hitung = 'NAIK' and abs(target) <= toleransi, false) as is_target_nol,
        coalesce(abs(target - baseline_nilai) <= toleransi, false) as is_target_sama_baseline,
        -- Like with like: what stands at the start of a year is no start of a sum within it.
        coalesce(jenis_agregasi = 'KUMULATIF' and periode <> 'THN', false) as is_belum_setahun,
        coalesce(
            abs(target_akhir_rpjmd - baseline_nilai) <= toleransi, false
        ) as is_akhir_sama_baseline
    from dasar
),

-- Formulas 7.4. The pace: how much of the way has been made against how much of the time is over,
-- from the end of the year of the baseline to the end of the plan. Years that cannot be (TGL-04)
-- tell no pace. No step on a way that leads down is zero by a negative number: a zero with a minus
-- sign, which files would print. Zero added to it takes the sign.
ditempuh as (
    select
        *,
        case
            when not is_belum_setahun and not is_target_sama_baseline
                then 100.0 * (nilai - baseline_nilai) / (target - baseline_nilai) + 0.0
        end as progres,
        case
            when
                not is_belum_setahun
                and not is_akhir_sama_baseline
                and polaritas_hitung <> 'RENTANG'
                then
                    100.0 * (nilai - baseline_nilai) / (target_akhir_rpjmd - baseline_nilai)
                    + 0.0
        end as progres_rpjmd,
        case
            when
                tahun_akhir > baseline_tahun
                and baseline_tahun between tahun - umur_awal_tahun and tahun
                and tahun_akhir <= tahun + umur_awal_tahun
                then
                    100.0
                    * cast(tahun - 1 + triwulan_akhir / 4.0 - baseline_tahun as double)
                    / (tahun_akhir - baseline_tahun)
        end as jalur
    from dihitung
),

-- greatest() skips NULL, so a missing percentage has to be kept out of it or it would become 0.
ditampilkan as (
    select
        *,
        case
            when capaian_mentah is not null
                then least(greatest(capaian_mentah, 0.0), 100.0)
            when
                polaritas_hitung = 'TURUN'
                and abs(target) <= toleransi
                and status_capaian = 'TIDAK_TERCAPAI'
                then 0.0
        end as capaian_tampil
    from ditempuh
),

final as (
    select
        ---------- keys and origin
        d.kunci_opd,
        d.kode_opd,
        d.id_indikator,
        d.tahun,
        d.periode,
        d.kode_wilayah,
        d.dimensi,
        d.id_siklus,
        d.sha256_berkas,
        d.baris,
        d.id_baris,
        d.periode_asal,
        d.sha256_indikator,
        d.baris_indikator,
        ---------- the indicator
        d.nama_indikator,
        d.level_hasil,
        d.kode_pilar,
        d.jenis_indikator,
        d.satuan,
        d.faktor,
        d.polaritas,
        d.polaritas_hitung,
        d.jenis_agregasi,
        d.bobot,
        d.layak_publik,
        d.sumber_data,
        d.metode,
        d.baseline_nilai,
        d.baseline_tahun,
        d.target_akhir_rpjmd,
        d.tahun_akhir,
        ---------- figures
        d.target_tahun,
        d.target_periode,
        d.target,
        d.target_bawah,
        d.target_atas,
        d.realisasi,
        d.nilai,
        d.pembilang,
        d.penyebut,
        d.status_data,
        d.tanggal_referensi_data,
        d.tanggal_rilis_diharapkan,
        ---------- how the value came about
        d.is_turunan,
        d.is_parsial,
        d.is_target_prorata,
        d.is_revisi,
        d.is_siklus_ini,
        d.is_periode_tutup,
        ---------- what it says
        case
            when d.polaritas_hitung <> 'RENTANG' then d.nilai - d.target
            when d.target_bawah is null or d.target_atas is null then null
            when d.nilai < d.target_bawah then d.nilai - d.target_bawah
            when d.nilai > d.target_atas then d.nilai - d.target_atas
            when d.nilai is not null and d.polaritas_hitung = 'RENTANG' then 0.0
        end as selisih,
        d.capaian_mentah,
        d.capaian_tampil,
        d.status_capaian,
        skala_berlaku.predikat,
        skala_berlaku.versi_skala,
        d.progres,
        case
            when d.progres is not null then null
            when d.nilai is null then 'Belum ada angka.'
            when d.baseline_nilai is null then 'Belum ada angka awal (baseline).'
            when d.is_belum_setahun
                then
                    'Angka awal setahun tidak dibandingkan dengan jumlah sebagian tahun; '
                    || 'kemajuannya terlihat pada angka setahun.'
            when d.polaritas_hitung = 'RENTANG' then 'Target rentang tidak punya satu titik tuju.'
            when d.target is null then 'Belum ada target.'
            else 'Target sama dengan angka awal.'
        end as alasan_tanpa_progres,
        d.progres_rpjmd,
        d.jalur,
        case
            when d.progres_rpjmd is not null and d.jalur is not null
                then d.progres_rpjmd >= d.jalur - d.toleransi
        end as is_di_jalur,
        d.rumus_id,
        d.versi_rumus,
        d.status_capaian = 'TIDAK_TERCAPAI' and d.is_periode_tutup as is_meleset,
        d.is_target_nol,
        d.is_target_sama_baseline
    from ditampilkan as d
    -- Half up to a whole percent; the tolerance keeps 90.5 from falling by its binary rest.
    left join skala_berlaku
        on
            cast(floor(d.capaian_tampil + 0.5 + d.toleransi) as integer)
            = skala_berlaku.persen_bulat
)

select * from final
