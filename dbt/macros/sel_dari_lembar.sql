{#
    The packed cells of sheets, one row per cell: place, raw type, raw text as the reader writes it,
    number format. The same in Python: sae/intake/packed.py; a test compares the two.
#}
{% macro sel_dari_lembar(relasi) -%}
    {{ return(adapter.dispatch('sel_dari_lembar', 'sae')(relasi)) }}
{%- endmacro %}

{% macro default__sel_dari_lembar(relasi) -%}
    select
        sha256_berkas,
        lembar,
        cast(tempat // lebar + 1 as integer) as baris,
        {{ huruf_kolom('tempat % lebar + 1') }} as huruf,
        case json_type(isi)
            when 'VARCHAR' then 'text'
            when 'BOOLEAN' then 'bool'
            when 'OBJECT' then json_keys(isi)[1]
            else 'number'
        end as tipe_mentah,
        case json_type(isi)
            when 'VARCHAR' then json_extract_string(isi, '$')
            when 'BOOLEAN' then upper(cast(isi as varchar))
            when 'OBJECT' then json_extract_string(isi, '$.*')[1]
            else {{ angka_mentah('cast(isi as double)') }}
        end as mentah,
        json_extract_string(format, '$[' || cast(gaya as varchar) || ']') as format_angka
    from (
        select
            sha256_berkas,
            lembar,
            lebar,
            format,
            unnest(from_json(tempat, '["BIGINT"]')) as tempat,
            unnest(from_json(isi, '["JSON"]')) as isi,
            unnest(from_json(gaya, '["INTEGER"]')) as gaya
        from {{ relasi }}
    ) as bongkaran
{%- endmacro %}

{# Letters of a 1-based column: 1 is A, 27 is AA, 703 is AAA. #}
{% macro huruf_kolom(nomor) -%}
    case when {{ nomor }} > 702 then chr(cast(({{ nomor }} - 703) // 676 + 65 as integer)) else '' end
    || case
        when {{ nomor }} > 26 then chr(cast(({{ nomor }} - 27) // 26 % 26 + 65 as integer)) else ''
    end
    || chr(cast(({{ nomor }} - 1) % 26 + 65 as integer))
{%- endmacro %}

{# A number as text without a needless '.0', as the reader writes raw numbers. #}
{% macro angka_mentah(nilai) -%}
    case
        when {{ nilai }} = trunc({{ nilai }}) and abs({{ nilai }}) < 1e15
            then cast(cast({{ nilai }} as bigint) as varchar)
        else cast({{ nilai }} as varchar)
    end
{%- endmacro %}
