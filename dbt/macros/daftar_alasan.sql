{#
    The reasons of an entity as one text: the first few, then how many more there are. `relasi` holds
    one row per entity and finding, `kunci` the columns of the entity, `saring` which findings count.
    How many are shown is a matter of reading, not of policy.
#}
{% macro daftar_alasan(relasi, kunci, saring, nama) -%}
{%- set shown = 5 -%}
    select
        {{ kunci | join(', ') }},
        {{ dbt.listagg(
            "case when urutan <= " ~ shown ~ " then id_aturan || ': ' || pesan end",
            "' | '",
            "order by urutan"
        ) }}
        || case
            when max(urutan) > {{ shown }}
                then ' | dan ' || cast(max(urutan) - {{ shown }} as string) || ' alasan lain'
            else ''
        end as {{ nama }}
    from (
        select
            {{ kunci | join(', ') }},
            id_aturan,
            pesan,
            row_number() over (
                partition by {{ kunci | join(', ') }}
                order by id_aturan, pesan
            ) as urutan
        from {{ relasi }}
        where {{ saring }}
        group by {{ kunci | join(', ') }}, id_aturan, pesan
    ) as numbered_reasons
    group by {{ kunci | join(', ') }}
{%- endmacro %}
