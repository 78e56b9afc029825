{# The direct parts of the whole region and how many there are, a fact of the profile; a desa inside a
   kecamatan would be counted twice. The calling model has the CTEs `wilayah` and `profil`. #}
{% macro bagian_wilayah() -%}
    select
        wilayah.kode_wilayah,
        count(*) over () as jumlah_wilayah
    from wilayah
    inner join profil
        on profil.kunci = 'kode_wilayah' and wilayah.kode_induk = profil.nilai
{%- endmacro %}
