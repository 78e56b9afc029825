{#
    The status algebra, written once: error > belum_dinilai > gagal > dikecualikan > lulus, and
    tidak_berlaku only where nothing else was said. A status nobody knows is an error, a missing one
    is belum_dinilai: both hold (fail closed).
#}

{% macro status_peringkat(kolom) -%}
    case
        when {{ kolom }} is null then 2
        when {{ kolom }} = 'belum_dinilai' then 2
        when {{ kolom }} = 'gagal' then 3
        when {{ kolom }} = 'dikecualikan' then 4
        when {{ kolom }} = 'lulus' then 5
        when {{ kolom }} = 'tidak_berlaku' then 6
        else 1
    end
{%- endmacro %}

{% macro status_dari_peringkat(peringkat) -%}
    case {{ peringkat }}
        when 1 then 'error'
        when 2 then 'belum_dinilai'
        when 3 then 'gagal'
        when 4 then 'dikecualikan'
        when 5 then 'lulus'
        when 6 then 'tidak_berlaku'
    end
{%- endmacro %}

{# The worst status of a group of rows; an aggregate. #}
{% macro status_terburuk(kolom) -%}
    {{ status_dari_peringkat("min(" ~ status_peringkat(kolom) ~ ")") }}
{%- endmacro %}

{# The worse of two statuses of one row. #}
{% macro status_terburuk_dari(kolom_a, kolom_b) -%}
    {{ status_dari_peringkat(
        "least(" ~ status_peringkat(kolom_a) ~ ", " ~ status_peringkat(kolom_b) ~ ")"
    ) }}
{%- endmacro %}

{# True where evidence is missing: such a check holds everything it should have judged. #}
{% macro status_tanpa_bukti(kolom) -%}
    {{ status_peringkat(kolom) }} <= 2
{%- endmacro %}

{# The opposite: the check was evaluated, whatever it found. #}
{% macro status_berbukti(kolom) -%}
    {{ status_peringkat(kolom) }} > 2
{%- endmacro %}
