{# What identifies a row of each sheet, and the fields whose loss would be a loss: sheets that
   complete each other must not erase each other unseen. #}
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
{% set isian = {
    'INDIKATOR': [
        'level_hasil', 'kode_pilar', 'satuan', 'polaritas', 'jenis_agregasi', 'baseline_nilai',
        'target_akhir_rpjmd', 'sumber_data',
    ],
    'REALISASI': [
        'target_tahun', 'target_periode', 'target_bawah', 'target_atas', 'realisasi', 'pembilang',
        'penyebut', 'status_data', 'bukti_tautan', 'jumlah_penerima_manfaat', 'alasan_revisi',
    ],
    'HAMBATAN_TL': ['uraian_hambatan', 'rencana_tindak_lanjut', 'tenggat'],
    'ANGGARAN': ['pagu', 'realisasi_anggaran'],
} %}

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
        {%- for bagian in ['baris'] + isian.get(nama, []) %}
            select
                sha256_berkas,
                '{{ nama }}' as lembar,
                '{{ bagian if bagian == 'baris' else 'isian ' ~ bagian }}' as bagian,
                concat_ws(
                    ' ',
                    {%- for kolom in kunci %}
                        cast({{ kolom }} as string){{ ',' if not loop.last }}
                    {%- endfor %}
                ) as kunci
            from {{ ref('stg_intake__' ~ nama | lower) }}
            where
                sha256_berkas in (select bersaing.sha256_berkas from bersaing)
                {{ 'and ' ~ bagian ~ ' is not null' if bagian != 'baris' }}
            {{ 'union all' if not loop.last }}
        {% endfor -%}
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select distinct
        sha256_berkas,
        lembar,
        bagian,
        kunci
    from isi
)

select * from final
