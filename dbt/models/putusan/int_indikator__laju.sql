with

capaian as (
    select * from {{ ref('int_realisasi__capaian') }}
),

nilai as (
    select * from {{ ref('int_nilai__status') }}
),

berlaku as (
    select * from {{ ref('int_indikator__berlaku') }}
),

silsilah as (
    select * from {{ ref('int_indikator__silsilah') }}
),

ambang as (
    select * from {{ ref('ambang') }}
),

lingkup as (
    select * from {{ ref('stg_run__lingkup') }}
),

jarak_min as (
    {{ ambang_berlaku('jarak_acuan_min') }}
),

jarak_maks as (
    {{ ambang_berlaku('jarak_acuan_maks') }}
),

region as (
    select nilai as kode_wilayah
    from {{ ref('profil') }}
    where kunci = 'kode_wilayah'
),

-- Years of the whole region: a quarter has its own season and a breakdown its own story.
annual as (
    select
        nilai.kunci,
        capaian.id_indikator,
        capaian.tahun,
        capaian.nilai,
        capaian.is_parsial,
        capaian.tanggal_referensi_data,
        capaian.polaritas_hitung,
        berlaku.target_akhir_rpjmd,
        berlaku.tahun_akhir,
        case capaian.polaritas_hitung when 'NAIK' then 1.0 when 'TURUN' then -1.0 end as arah,
        coalesce(
            capaian.tanggal_referensi_data, {{ akhir_bulan('capaian.tahun', '12') }}
        ) as tanggal_acuan,
        berlaku.sumber_data,
        berlaku.metode,
        -- Whatever changes here makes the next figure another quantity.
        concat_ws(
            '|',
            {{ teks_normal('berlaku.sumber_data') }},
            coalesce({{ teks_normal('berlaku.metode') }}, ''),
            coalesce(lower(trim(capaian.satuan)), ''),
            coalesce(capaian.jenis_agregasi, ''),
            coalesce(capaian.polaritas_hitung, '')
        ) as kunci_seri,
        case
            when capaian.nilai is null then 'TANPA_ANGKA'
            when coalesce({{ teks_normal('berlaku.sumber_data') }}, '') = '' then 'TANPA_SUMBER'
            -- Half a year of a sum is no year; a position stands at its own date.
            when
                capaian.is_parsial
                and coalesce(capaian.jenis_agregasi <> 'POSISI_AKHIR', true)
                then 'BELUM_SETAHUN'
            else 'TITIK'
        end as jenis_titik
    from capaian
    inner join region
        on capaian.kode_wilayah = region.kode_wilayah
    inner join nilai
        on
            capaian.kunci_opd = nilai.kunci_opd
            and capaian.id_indikator = nilai.id_indikator
            and capaian.tahun = nilai.tahun
            and capaian.periode = nilai.periode
            and capaian.kode_wilayah = nilai.kode_wilayah
            and capaian.dimensi = nilai.dimensi
            and nilai.is_lolos
    left join berlaku
        on
            capaian.kunci_opd = berlaku.kunci_opd
            and capaian.id_indikator = berlaku.id_indikator
            and capaian.id_siklus = berlaku.id_siklus
    where capaian.periode = 'THN' and capaian.dimensi = ''
),

own as (
    select
        id_indikator,
        min(tahun) as tahun_pertama
    from annual
    where jenis_titik = 'TITIK'
    group by id_indikator
),

-- The function goes on: years before its own first one come from the agency it succeeded.
inherited as (
    select
        annual.*,
        silsilah.id_indikator as id_deret,
        false as is_sendiri,
        row_number() over (
            partition by silsilah.id_indikator, annual.tahun
            order by silsilah.langkah, annual.id_indikator
        ) as urutan
    from annual
    inner join silsilah
        on annual.id_indikator = silsilah.id_indikator_asal
    inner join own
        on
            silsilah.id_indikator = own.id_indikator
            and annual.tahun < own.tahun_pertama
    where annual.jenis_titik = 'TITIK'
),

points as (
    select
        *,
        id_indikator as id_deret,
        true as is_sendiri,
        1 as urutan
    from annual
    where jenis_titik = 'TITIK'
    union all
    select * from inherited
    where urutan = 1
),

compared as (
    select
        *,
        lag(kunci_seri) over deret as kunci_seri_sebelumnya,
        lag(sumber_data) over deret as sumber_sebelumnya,
        lag(metode) over deret as metode_sebelumnya,
        case when lag(kunci_seri) over deret = kunci_seri then 0 else 1 end as is_seri_baru
    from points
    window deret as (
        partition by id_deret
        order by tahun
    )
),

series as (
    select
        *,
        sum(is_seri_baru) over (
            partition by id_deret
            order by tahun
            rows between unbounded preceding and current row
        ) as nomor_seri,
        case
            when is_seri_baru = 1 and kunci_seri_sebelumnya is not null
                then
                    'Deret baru sejak ' || cast(tahun as string) || ': '
                    || case
                        when
                            {{ teks_normal('sumber_data') }}
                            <> {{ teks_normal('sumber_sebelumnya') }}
                            then
                                'sumber data berubah dari ' || sumber_sebelumnya || ' ke '
                                || sumber_data
                        when
                            coalesce({{ teks_normal('metode') }}, '')
                            <> coalesce({{ teks_normal('metode_sebelumnya') }}, '')
                            then 'metode berubah'
                        else 'satuan, agregasi, atau arah berubah'
                    end
                    || '; tidak disambung dengan yang sebelumnya.'
        end as alasan_seri_baru
    from compared
),

neighboured as (
    select
        *,
        row_number() over titik as jumlah_titik,
        sum(case when is_sendiri then 0 else 1 end) over titik as jumlah_titik_warisan,
        first_value(alasan_seri_baru) over titik as alasan_seri,
        lag(tahun) over titik as tahun_sebelumnya,
        lag(nilai) over titik as nilai_sebelumnya,
        lag(tanggal_referensi_data) over titik as tanggal_referensi_sebelumnya
    from series
    window titik as (
        partition by id_deret, nomor_seri
        order by tahun
    )
),

berjarak as (
    select
        *,
        tahun - tahun_sebelumnya as jarak_tahun,
        12 * (
            extract(year from tanggal_referensi_data)
            - extract(year from tanggal_referensi_sebelumnya)
        )
        + extract(month from tanggal_referensi_data)
        - extract(month from tanggal_referensi_sebelumnya) as jarak_bulan
    from neighboured
),

-- Months between the dates of reference where both are known and can be (TGL-07), else the years
-- between; a position within its year stands at its own date. Where time does not go on there is no
-- pace.
spaced as (
    select
        berjarak.*,
        case
            when
                berjarak.jarak_bulan is null
                or (
                    not berjarak.is_parsial
                    and berjarak.jarak_bulan > 0
                    and not coalesce(
                        berjarak.jarak_bulan
                        between jarak_min.nilai * berjarak.jarak_tahun
                        and jarak_maks.nilai * berjarak.jarak_tahun,
                        true
                    )
                )
                then berjarak.jarak_tahun
            else cast(berjarak.jarak_bulan as double) / 12
        end as selang_tahun
    from berjarak
    left join jarak_min
        on true
    left join jarak_maks
        on true
),

paced as (
    select
        *,
        case
            when selang_tahun > 0 then arah * (nilai - nilai_sebelumnya) / selang_tahun
        end as laju
    from spaced
),

changed as (
    select
        *,
        lag(laju) over (
            partition by id_deret, nomor_seri
            order by tahun
        ) as laju_sebelumnya
    from paced
),

final as (
    select
        ---------- keys
        annual.kunci,
        annual.id_indikator,
        annual.tahun,
        ---------- the series
        annual.jenis_titik,
        cast(changed.nomor_seri as integer) as nomor_seri,
        cast(coalesce(changed.jumlah_titik, 0) as integer) as jumlah_titik,
        cast(coalesce(changed.jumlah_titik_warisan, 0) as integer) as jumlah_titik_warisan,
        changed.alasan_seri,
        annual.tanggal_acuan,
        annual.polaritas_hitung,
        ---------- what changed
        annual.nilai,
        changed.tahun_sebelumnya,
        changed.nilai_sebelumnya,
        changed.selang_tahun,
        changed.laju,
        changed.laju_sebelumnya,
        changed.laju - changed.laju_sebelumnya as percepatan,
        ---------- what was promised
        annual.target_akhir_rpjmd,
        annual.tahun_akhir,
        case
            when annual.jenis_titik = 'TITIK' and annual.tahun_akhir > annual.tahun
                then
                    annual.arah * (annual.target_akhir_rpjmd - annual.nilai)
                    / (annual.tahun_akhir - annual.tahun)
        end as laju_perlu
    from annual
    left join changed
        on
            annual.kunci = changed.kunci
            and changed.is_sendiri
)

select * from final
