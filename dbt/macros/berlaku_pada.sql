{# Whether a dated row holds on a day: both of its ends are days on which it holds, and one that has
   not ended has no last day. A condition in brackets, also for a join. #}
{% macro berlaku_pada(baris, hari) -%}
    (
        {{ baris }}.berlaku_dari <= {{ hari }}
        and ({{ baris }}.berlaku_sampai is null or {{ baris }}.berlaku_sampai >= {{ hari }})
    )
{%- endmacro %}
