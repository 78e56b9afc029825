{# What identifies a row of each sheet, and the fields of REALISASI whose loss would be a loss. #}
{% set lembar = {
    'INDIKATOR': ['id_indikator'],
    'REALISASI': ['id_indikator', 'tahun', 'periode', 'kode_wilayah', 'dimensi'],
    'HAMBATAN_TL': ['id_indikator', 'periode', 'kategori_hambatan'],
    'ANGGARAN': ['kode_sub_kegiatan', 'id_indikator', 'periode', 'sumber_dana'],
    'KOLABORASI': ['id_indikator', 'kode_opd'],
    'SWADAYA': ['tanggal', 'kode_desa', 'uraian'],
    'KOMUNIKASI': ['tanggal', 'judul'],
    'ADUAN': ['kode_opd', 'kategori', 'kode_wilayah'],
} %}
{% set angka = [
    'target_tahun', 'target_periode', 'target_bawah', 'target_atas', 'realisasi', 'pembilang',
    'penyebut',
] %}

with

urutan as (
    select * from {{ ref('int_kiriman__urutan') }}
),

-- Only files that meet another of their agency and cycle are laid side by side.
bersaing as (
    select sha256_berkas
    from urutan
    where jumlah_kiriman > 1
),

isi as (
    {% for nama, kunci in lembar.items() %}
        select
            sha256_berkas,
            '{{ nama }}' as lembar,
            'baris' as bagian,
            concat_ws(
                ' ',
                {%- for kolom in kunci %}
                    cast({{ kolom }} as varchar){{ ',' if not loop.last }}
                {%- endfor %}
            ) as kunci
        from {{ ref('stg_intake__' ~ nama | lower) }}
        union all
    {% endfor %}
    {% for kolom in angka %}
        select
            sha256_berkas,
            'REALISASI' as lembar,
            'isian {{ kolom }}' as bagian,
            concat_ws(
                ' ',
                {%- for kolom in lembar['REALISASI'] %}
                    cast({{ kolom }} as varchar){{ ',' if not loop.last }}
                {%- endfor %}
            ) as kunci
        from {{ ref('stg_intake__realisasi') }}
        where {{ kolom }} is not null
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select distinct
        isi.sha256_berkas,
        isi.lembar,
        isi.bagian,
        isi.kunci
    from isi
    inner join bersaing
        on isi.sha256_berkas = bersaing.sha256_berkas
)

select * from final
