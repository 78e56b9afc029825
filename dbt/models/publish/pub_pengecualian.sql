with

gate_pengecualian as (
    select * from {{ ref('gate_pengecualian') }}
),

final as (
    select
        nomor,
        id_aturan,
        judul_aturan,
        kunci,
        pemilik,
        alasan,
        berlaku_dari,
        berlaku_sampai,
        keadaan,
        jumlah_temuan
    from gate_pengecualian
)

select * from final
order by nomor
