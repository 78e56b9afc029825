{# Whether a dated row holds on a day: both of its ends are days on which it holds, and one that has
   not ended has no last day. A condition in brackets, also for a join: each side of a comparison is
   of one table, so that equal keys beside it still make it a hash join. #}
{% macro berlaku_pada(baris, hari) -%}
    (
        {{ baris }}.berlaku_dari <= {{ hari }}
        and coalesce({{ baris }}.berlaku_sampai, cast('9999-12-31' as date)) >= {{ hari }}
    )
{%- endmacro %}
