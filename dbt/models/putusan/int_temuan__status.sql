{% set kolom = [
    'id_temuan', 'suite', 'id_aturan', 'tingkat', 'entitas', 'sha256_berkas', 'nama_berkas',
    'is_berkas_aktif', 'kunci_opd', 'kode_opd', 'id_siklus', 'id_baris', 'tabel', 'baris',
    'id_indikator', 'tahun', 'periode', 'kode_pilar', 'sel', 'isi', 'pesan', 'cara_memperbaiki',
    'status',
] %}

with

-- What is found, and what follows from it for a pillar (int_temuan__pilar).
final as (
    select
        {{ kolom | join(',\n        ') }}
    from {{ ref('int_temuan__dinilai') }}
    union all
    select
        {{ kolom | join(',\n        ') }}
    from {{ ref('int_temuan__pilar') }}
)

select * from final
