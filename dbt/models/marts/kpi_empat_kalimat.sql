with

kalimat as (
    select * from {{ ref('empat_kalimat') }}
),

ukuran as (
    select * from {{ ref('kpi_empat_kalimat_ukuran') }}
),

siklus as (
    select * from {{ ref('int_siklus__lingkup') }}
),

akselerasi as (
    select * from {{ ref('kpi_akselerasi') }}
),

rilis as (
    select * from {{ ref('dim_rilis') }}
),

former_cycle as (
    select
        id_siklus,
        row_number() over (order by dibuka desc) as mundur
    from siklus
),

last_year as (
    select max(tahun) as tahun
    from akselerasi
),

-- Every measure has its row, whatever is known of it; what is not known says why.
final as (
    select
        ---------- keys
        cast(rilis.id_rilis as string) as id_rilis,
        cast(rilis.id_siklus as string) as id_siklus,
        cast(kalimat.kalimat as string) as kalimat,
        cast(kalimat.teks_kalimat as string) as teks_kalimat,
        cast(kalimat.urutan as integer) as urutan,
        cast(kalimat.ukuran as string) as ukuran,
        cast(kalimat.nama_ukuran as string) as nama_ukuran,
        ---------- the fact and what it is compared with
        cast(now_known.nilai as double) as nilai,
        cast(kalimat.satuan as string) as satuan,
        cast(case when now_known.nilai is not null then now_known.penyebut end as double)
            as penyebut,
        cast(case when now_known.nilai is not null then kalimat.nama_penyebut end as string)
            as nama_penyebut,
        cast(before_known.nilai as double) as pembanding,
        cast(case
            when before_known.nilai is null then null
            when kalimat.kalimat = 'BERAKSELERASI' then cast(last_year.tahun - 1 as string)
            else former_cycle.id_siklus
        end as string) as nama_pembanding,
        cast(now_known.keterangan as string) as keterangan,
        cast(case when now_known.nilai is null then kalimat.alasan_kosong end as string)
            as alasan_tanpa_nilai,
        ---------- where it comes from
        cast(kalimat.sumber as string) as sumber,
        cast(replace(
            replace(
                replace(
                    replace(kalimat.saring, '{siklus}', rilis.id_siklus),
                    '{tahun}', cast(rilis.tahun as string)
                ),
                '{periode}', rilis.periode
            ),
            '{tahun_akselerasi}', coalesce(cast(last_year.tahun as string), 'null')
        ) as string) as saring_baris,
        cast(rilis.versi_kebijakan as string) as versi_kebijakan,
        cast(rilis.label_data as string) as label_data
    from kalimat
    cross join rilis
    cross join last_year
    left join former_cycle
        on former_cycle.mundur = 2
    left join ukuran as now_known
        on
            kalimat.ukuran = now_known.ukuran
            and now_known.mundur = 1
    left join ukuran as before_known
        on
            kalimat.ukuran = before_known.ukuran
            and before_known.mundur = 2
)

select * from final
