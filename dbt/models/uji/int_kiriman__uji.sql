with

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
    where kode_opd is not null and id_siklus is not null
),

aktif as (
    select * from {{ ref('int_kiriman__aktif') }}
),

-- A table is named again where it is read again: an engine keeps whole what two parts read.
-- What a file took the place of: the best of those that were sent before it.
terganti as (
    select
        baru.sha256_berkas as sha256_baru,
        lama.sha256_berkas as sha256_lama,
        lama.nama_berkas as nama_lama,
        row_number() over (partition by baru.sha256_berkas order by lama.urutan) as urutan_lama
    from urutan as baru
    inner join urutan as lama
        on
            baru.kunci_opd = lama.kunci_opd
            and baru.id_siklus = lama.id_siklus
            and baru.sha256_berkas <> lama.sha256_berkas
            and not lama.is_tertahan
            and (
                baru.dikirim_pada > lama.dikirim_pada
                or (baru.dikirim_pada = lama.dikirim_pada and baru.peringkat < lama.peringkat)
            )
    where baru.is_aktif
),

gugur as (
    select
        terganti.sha256_baru,
        lama.lembar,
        lama.bagian,
        count(*) as jumlah,
        min(lama.kunci) as contoh
    from terganti
    inner join {{ ref('int_kiriman__isi') }} as lama
        on terganti.sha256_lama = lama.sha256_berkas
    left join {{ ref('int_kiriman__isi') }} as baru
        on
            terganti.sha256_baru = baru.sha256_berkas
            and lama.lembar = baru.lembar
            and lama.bagian = baru.bagian
            and lama.kunci = baru.kunci
    where terganti.urutan_lama = 1 and baru.sha256_berkas is null
    group by terganti.sha256_baru, lama.lembar, lama.bagian
),

diringkas as (
    select
        sha256_baru,
        sum(jumlah) as jumlah_hilang,
        {{ dbt.listagg(
            "lembar || ' ' || cast(jumlah as string) || ' ' || bagian"
            ~ " || ' (misalnya ' || contoh || ')'",
            "'; '",
            "order by lembar, bagian"
        ) }} as hilang
    from gugur
    group by sha256_baru
),

-- The other files of a tie, by name.
setara as (
    select
        satu.sha256_berkas,
        {{ dbt.listagg("lain.nama_berkas", "', '", "order by lain.nama_berkas") }} as berkas_setara
    from urutan as satu
    inner join urutan as lain
        on
            satu.kunci_opd = lain.kunci_opd
            and satu.id_siklus = lain.id_siklus
            and satu.peringkat = lain.peringkat
            and satu.sha256_berkas <> lain.sha256_berkas
    where satu.is_tertahan and lain.is_tertahan
    group by satu.sha256_berkas
),

-- Rows of KOLABORASI on an indicator whose owner does not name the sender: they count nowhere.
asing as (
    select
        aktif.sha256_berkas,
        trim(kolaborasi.id_indikator) as id_indikator,
        kepemilikan.kode_opd_pemilik,
        count(*) as jumlah,
        min(kolaborasi.baris) as baris
    from {{ ref('stg_intake__kolaborasi') }} as kolaborasi
    inner join {{ ref('int_kiriman__aktif') }} as aktif
        on kolaborasi.sha256_berkas = aktif.sha256_berkas
    inner join {{ ref('int_kepemilikan__lapor') }} as kepemilikan
        on
            aktif.kunci_opd = kepemilikan.kunci_opd
            and trim(kolaborasi.id_indikator) = kepemilikan.id_indikator
    where kepemilikan.is_milik_lain
    group by aktif.sha256_berkas, trim(kolaborasi.id_indikator), kepemilikan.kode_opd_pemilik
),

asing_diringkas as (
    select
        sha256_berkas,
        min(baris) as baris_sel,
        sum(jumlah) as jumlah_asing,
        {{ dbt.listagg(
            "id_indikator || ' milik ' || kode_opd_pemilik",
            "', '",
            "order by id_indikator"
        ) }} as asing
    from asing
    group by sha256_berkas
),

final as (
    select
        ---------- keys
        urutan.sha256_berkas,
        urutan.sha256_berkas as sha256_sel,
        asing_diringkas.baris_sel,
        urutan.kode_opd,
        -- A tie holds its own files, not the report that stays in force.
        case
            when urutan.is_tertahan then 'ASING-' || left(urutan.sha256_berkas, 8)
            else urutan.kunci_opd
        end as kunci_opd,
        urutan.id_siklus,
        urutan.nama_berkas,
        ---------- ties
        urutan.is_tertahan,
        setara.berkas_setara,
        ---------- replacements
        terganti.nama_lama as berkas_lama,
        cast(coalesce(diringkas.jumlah_hilang, 0) as integer) as jumlah_hilang,
        diringkas.hilang,
        terganti.sha256_baru is not null and diringkas.sha256_baru is null as is_mengganti_utuh,
        ---------- files that came later and do not count
        aktif.nama_berkas as berkas_berlaku,
        coalesce(
            not urutan.is_aktif
            and not urutan.is_tertahan
            and urutan.dikirim_pada > aktif.dikirim_pada,
            false
        ) as is_kalah_versi,
        ---------- what it says of the indicators of others
        cast(coalesce(asing_diringkas.jumlah_asing, 0) as integer) as jumlah_asing,
        asing_diringkas.asing
    from urutan
    left join aktif
        on
            urutan.kunci_opd = aktif.kunci_opd
            and urutan.id_siklus = aktif.id_siklus
    left join terganti
        on
            urutan.sha256_berkas = terganti.sha256_baru
            and terganti.urutan_lama = 1
    left join diringkas
        on urutan.sha256_berkas = diringkas.sha256_baru
    left join setara
        on urutan.sha256_berkas = setara.sha256_berkas
    left join asing_diringkas
        on urutan.sha256_berkas = asing_diringkas.sha256_berkas
)

select * from final
