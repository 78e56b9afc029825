-- One row for each released change that deserves telling by the rules of the release, with its
-- state and whether it gets a card. Asked of the public subset; nothing else is read.
with

here as (
    select id_rilis, id_siklus, tahun, periode, tanggal_batas from rilis
),

rules as (
    select pantas_dikabarkan.*
    from pantas_dikabarkan
    cross join here
    where pantas_dikabarkan.berlaku_dari <= here.tanggal_batas
    qualify row_number() over (partition by aturan order by berlaku_dari desc, versi desc) = 1
),

whole_area as (
    select kode_wilayah from dim_wilayah
    where coalesce(kode_induk, '') not in (select kode_wilayah from dim_wilayah)
    union all
    select ''
),

-- The cycle of the release and the one before it, whose cards a later report may close.
cycles as (
    select
        dim_periode.id_siklus,
        dim_periode.tahun,
        dim_periode.periode,
        dim_periode.id_siklus = here.id_siklus as is_kini
    from dim_periode
    cross join here
    where
        dim_periode.id_siklus is not null
        and dim_periode.selesai <= (
            select max(selesai) from dim_periode where id_siklus = (select id_siklus from here)
        )
    qualify dense_rank() over (order by dim_periode.selesai desc) <= 2
),

figures as (
    select
        angka.*,
        dim_periode.selesai,
        min(dim_periode.selesai) over (
            partition by angka.id_indikator order by dim_periode.selesai asc
            range between interval 1 day following and unbounded following
        ) as selesai_berikut
    from kpi_indikator as angka
    inner join dim_periode
        on angka.tahun = dim_periode.tahun and angka.periode = dim_periode.periode
    where
        coalesce(angka.dimensi, '') = ''
        and coalesce(angka.kode_wilayah, '') in (select kode_wilayah from whole_area)
        and angka.realisasi is not null
),

results as (
    select figures.*, cycles.is_kini
    from figures
    inner join cycles on figures.tahun = cycles.tahun and figures.periode = cycles.periode
    where figures.level_hasil in ('OUTCOME', 'DAMPAK')
),

pace as (
    select *
    from kpi_akselerasi
    where level_hasil in ('OUTCOME', 'DAMPAK') and realisasi is not null
    qualify tahun = max(tahun) over ()
),

-- What is no longer what the release before said. Values there are texts.
moved as (
    select
        id_indikator,
        nama,
        kode_opd,
        kode_pilar,
        jenis,
        sebab,
        try_cast(regexp_extract(kunci, '(?:^|; )tahun=([^;]*)', 1) as integer) as tahun,
        regexp_extract(kunci, '(?:^|; )periode=([^;]*)', 1) as periode,
        try_cast(lama as double) as lama,
        try_cast(baru as double) as baru
    from perubahan
    where
        tabel = 'kpi_indikator'
        and (jenis = 'HILANG' or (jenis = 'BERUBAH' and kolom = 'realisasi'))
        and regexp_extract(kunci, '(?:^|; )dimensi=([^;]*)', 1) = ''
        and regexp_extract(kunci, '(?:^|; )kode_wilayah=([^;]*)', 1) in (
            select kode_wilayah from whole_area
        )
),

found as (
    select
        'DITARIK' as aturan, id_indikator, nama, kode_opd, kode_pilar, tahun, periode,
        true as is_kini, 0.0 as besar, cast(null as double) as nilai,
        cast(null as double) as pembanding, '' as nama_pembanding, sebab, '' as kunci_asal
    from moved
    where jenis = 'HILANG' or baru is null
    union all
    select
        'DIPERBAIKI', figures.id_indikator, figures.nama_indikator, figures.kode_opd,
        figures.kode_pilar, figures.tahun, figures.periode, true,
        100 * abs(moved.baru - moved.lama) / greatest(abs(moved.baru), abs(moved.lama)),
        figures.realisasi, moved.lama, 'terbit sebelumnya', moved.sebab, figures.kunci
    from moved
    inner join figures
        on
            moved.id_indikator = figures.id_indikator
            and moved.tahun = figures.tahun
            and moved.periode = figures.periode
    where moved.jenis = 'BERUBAH' and moved.lama is not null and moved.baru <> moved.lama
    union all
    select
        'MELESET', id_indikator, nama_indikator, kode_opd, kode_pilar, tahun, periode, is_kini,
        capaian_tampil, realisasi, cast(target as double), 'target', '', kunci
    from results
    where status_capaian = 'TIDAK_TERCAPAI'
    union all
    select
        'TERCAPAI', id_indikator, nama_indikator, kode_opd, kode_pilar, tahun, periode, is_kini,
        coalesce(capaian_mentah, capaian_tampil), realisasi, cast(baseline_nilai as double),
        cast(baseline_tahun as varchar), '', kunci
    from results
    where status_capaian = 'TERCAPAI' and progres_rpjmd > 0
    union all
    select
        case status_akselerasi when 'MUNDUR' then 'MUNDUR' else 'DIPERCEPAT' end, id_indikator,
        nama_indikator, kode_opd, kode_pilar, tahun, 'THN', true,
        case status_akselerasi when 'MUNDUR' then 1 else cast(indeks_akselerasi as double) end,
        cast(realisasi as double), cast(realisasi_sebelumnya as double), cast(tahun_sebelumnya as varchar), '',
        kunci
    from pace
    where status_akselerasi in ('MUNDUR', 'DIPERCEPAT') and realisasi_sebelumnya is not null
    union all
    select
        'SWADAYA', kpi_swadaya.id_indikator, kpi_swadaya.uraian, kpi_swadaya.kode_opd, '',
        kpi_swadaya.tahun, kpi_swadaya.periode, cycles.is_kini,
        cast(kpi_swadaya.nilai_rupiah as double), cast(kpi_swadaya.nilai_rupiah as double),
        cast(null as double),
        kpi_swadaya.nama_wilayah, '', kpi_swadaya.kunci
    from kpi_swadaya
    inner join cycles on kpi_swadaya.id_siklus = cycles.id_siklus
    where kpi_swadaya.is_layak_apresiasi and not coalesce(kpi_swadaya.is_mungkin_kembar, false)
),

deserving as (
    select
        found.*,
        rules.arah,
        rules.kuota,
        rules.urutan,
        -- Of what missed the furthest comes first, of everything else the largest.
        case when found.aturan = 'MELESET' then -found.besar else found.besar end as nomor_besar
    from found
    inner join rules on found.aturan = rules.aturan
    where
        found.aturan = 'DITARIK'
        or (found.aturan = 'MELESET' and found.besar <= rules.ambang)
        or (found.aturan <> 'MELESET' and found.besar >= rules.ambang)
),

-- What a report said of the figure: published after its period and before the next figure of it.
told as (
    select
        figures.id_indikator,
        figures.tahun,
        figures.periode,
        max_by(kabar.status, kabar.urut) as status,
        max_by(kabar.tautan_media, kabar.urut) as tautan_media,
        max_by(kabar.tanggal, kabar.urut) as tanggal_media
    from figures
    inner join (
        select
            *,
            (
                list_position(['DRAF', 'DISETUJUI', 'TERBIT'], status),
                coalesce(cast(tanggal as varchar), ''),
                kunci
            ) as urut
        from kpi_komunikasi
        where status in ('DRAF', 'DISETUJUI', 'TERBIT')
    ) as kabar
        on
            figures.id_indikator = kabar.id_indikator
            and case
                when kabar.tanggal is null
                    then figures.tahun = kabar.tahun_angka and figures.periode = kabar.periode_angka
                else
                    kabar.tanggal > figures.selesai
                    and (
                        figures.selesai_berikut is null
                        or kabar.tanggal <= figures.selesai_berikut
                    )
            end
    group by all
),

standing as (
    select
        deserving.*,
        coalesce(told.status, 'DRAF') as status,
        told.tautan_media,
        told.tanggal_media,
        case
            when not deserving.is_kini then 'RILIS LALU'
            when told.status = 'TERBIT' then 'SUDAH TERBIT'
        end as tanpa_kartu
    from deserving
    left join told
        on
            deserving.id_indikator = told.id_indikator
            and deserving.tahun = told.tahun
            and deserving.periode = told.periode
            and deserving.aturan not in ('DITARIK', 'DIPERBAIKI', 'SWADAYA')
),

-- One card for one indicator, by the rule that comes first.
single as (
    select
        *,
        case
            when tanpa_kartu is null and coalesce(id_indikator, '') <> ''
                then row_number() over (
                    partition by id_indikator, tanpa_kartu is null
                    order by urutan asc, nomor_besar desc, tahun desc, periode desc, kunci_asal asc
                )
            else 1
        end as ke_indikator
    from standing
),

within_quota as (
    select
        *,
        case
            when tanpa_kartu is null and ke_indikator = 1
                then row_number() over (
                    partition by aturan, tanpa_kartu is null and ke_indikator = 1
                    order by nomor_besar desc, tahun desc, id_indikator asc, periode desc,
                    kunci_asal asc
                )
        end as ke_aturan
    from single
),

chosen as (
    select *, ke_aturan <= kuota as is_terpilih from within_quota
),

-- Never only good news: so many good cards for each bad one or correction.
balanced as (
    select
        *,
        sum(case when arah = 'BAIK' and is_terpilih then 1 else 0 end) over (
            order by urutan asc, ke_aturan asc nulls last, kunci_asal asc, tahun asc, periode asc
            rows between unbounded preceding and current row
        ) as ke_baik,
        floor(
            sum(case when arah in ('BURUK', 'KOREKSI') and is_terpilih then 1 else 0 end) over ()
            * coalesce((select ambang from rules where aturan = 'IMBANG'), 0)
        ) as paling_banyak_baik
    from chosen
),

final as (
    select
        balanced.aturan,
        balanced.arah,
        balanced.status,
        balanced.tautan_media,
        balanced.tanggal_media,
        balanced.id_indikator,
        balanced.nama,
        balanced.kode_opd,
        balanced.kode_pilar,
        balanced.tahun,
        balanced.periode,
        balanced.nilai,
        balanced.pembanding,
        balanced.nama_pembanding,
        balanced.sebab,
        balanced.kunci_asal,
        case
            when balanced.tanpa_kartu is not null then balanced.tanpa_kartu
            when balanced.ke_indikator > 1 then 'INDIKATOR SUDAH BERKARTU'
            when not balanced.is_terpilih then 'MELEBIHI KUOTA'
            when balanced.arah = 'BAIK' and balanced.ke_baik > balanced.paling_banyak_baik
                then 'MENUNGGU IMBANGAN'
            else 'KARTU'
        end as keterangan
    from balanced
    order by
        keterangan <> 'KARTU', not balanced.is_kini, balanced.urutan, balanced.nomor_besar desc,
        balanced.id_indikator, balanced.tahun desc, balanced.periode, balanced.kunci_asal
)

select * from final
