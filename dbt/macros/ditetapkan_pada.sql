{# Whether a landed row that the arrivals of its content settle is so on a day: most are from the first
   receipt on and to this day, so both of its ends may be empty. A condition in brackets. #}
{% macro ditetapkan_pada(baris, hari) -%}
    (
        ({{ baris }}.berlaku_dari is null or {{ baris }}.berlaku_dari <= {{ hari }})
        and ({{ baris }}.berlaku_sampai is null or {{ baris }}.berlaku_sampai >= {{ hari }})
    )
{%- endmacro %}
