with

pemeriksaan as (
    select * from {{ ref('int_pemeriksaan__status') }}
),

aturan as (
    select * from {{ ref('aturan') }}
),

-- One rule of intake is meant for many files: the worst of them is its status.
summed as (
    select
        id_aturan,
        suite,
        {{ status_terburuk('status') }} as status,
        sum(jumlah_dinilai) as jumlah_dinilai,
        sum(jumlah_gagal) as jumlah_gagal,
        sum(jumlah_dikecualikan) as jumlah_dikecualikan,
        count(case when {{ status_tanpa_bukti('status') }} then 1 end) as jumlah_tanpa_bukti,
        min(case when {{ status_tanpa_bukti('status') }} then nama_berkas end) as contoh_berkas,
        min(galat) as galat
    from pemeriksaan
    group by id_aturan, suite
),

final as (
    select
        cast(summed.id_aturan as string) as id_aturan,
        cast(summed.suite as string) as suite,
        cast(aturan.tempat as string) as tempat,
        cast(aturan.tingkat as string) as tingkat,
        cast(aturan.entitas as string) as entitas,
        cast(case aturan.entitas
            when 'baris' then 'BARIS'
            when 'swadaya' then 'SWADAYA'
            else 'OPD'
        end as string) as jenis_entitas,
        cast(summed.status as string) as status,
        {{ status_berbukti('summed.status') }} as is_bukti_lengkap,
        cast(summed.jumlah_dinilai as bigint) as jumlah_dinilai,
        cast(summed.jumlah_gagal as bigint) as jumlah_gagal,
        cast(summed.jumlah_dikecualikan as bigint) as jumlah_dikecualikan,
        cast(case
            when {{ status_berbukti('summed.status') }} then null
            when summed.galat is not null then 'Pemeriksaan gagal dijalankan: ' || summed.galat
            when summed.contoh_berkas is not null
                then
                    'Tidak ada bukti pada ' || cast(summed.jumlah_tanpa_bukti as string)
                    || ' berkas, misalnya ' || summed.contoh_berkas || '.'
            when summed.status = 'error'
                then 'Jumlah pelanggaran yang tersimpan berbeda dari jumlah yang dilaporkan.'
            else 'Pemeriksaan ini belum dijalankan.'
        end as string) as keterangan
    from summed
    inner join aturan
        on summed.id_aturan = aturan.id_aturan
)

select * from final
