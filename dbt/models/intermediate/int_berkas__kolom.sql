{# Fields a foreign form may lack; a rule asks for one only where a cell for it exists. #}
{% set fields = [
    'id_indikator_induk', 'kelompok_sasaran', 'ukuran_warga_id', 'jumlah_penerima_manfaat',
    'perubahan_dirasakan', 'level_hasil', 'kode_pilar',
] %}

with

peta as (
    select * from {{ ref('stg_intake__peta') }}
),

kiriman as (
    select * from {{ ref('int_kiriman__versi') }}
),

final as (
    select
        kiriman.sha256_berkas,
        {% for field in fields -%}
            max(case when peta.kolom = '{{ field }}' then 1 else 0 end) = 1 as punya_{{ field }},
        {% endfor -%}
        max(case when peta.kolom in ('bukti_tautan', 'bukti_sha256') then 1 else 0 end) = 1
            as punya_bukti
    from kiriman
    left join peta
        on
            kiriman.sha256_berkas = peta.sha256_berkas
            and peta.tabel in ('indikator', 'realisasi')
    group by kiriman.sha256_berkas
)

select * from final
