{#
    A published table as the declaration `terbit` in dbt_project.yml says it: the rows of its mart, of
    reported ones those that the gate releases, in the columns of the contract of the mart. Nothing
    reported goes out but through a decision: a declaration without `putusan` does not compile.
#}
{% macro terbitkan(tabel) -%}
{%- set terbit = var('terbit')[tabel] -%}
{%- if not terbit -%}
    {{ exceptions.raise_compiler_error(tabel ~ " is not declared under vars: terbit in dbt_project.yml") }}
{%- endif -%}
{%- if terbit.putusan not in ('baris', 'opd', 'mart', 'tanpa') -%}
    {{ exceptions.raise_compiler_error(
        "terbit." ~ tabel ~ ".putusan in dbt_project.yml is " ~ terbit.putusan
        ~ "; for whom the gate decides is baris, opd, mart or tanpa"
    ) }}
{%- endif -%}
{{ config(meta={'mart': terbit.mart, 'kecuali': terbit.kecuali or []}) }}
{%- set mart = ref(terbit.mart) -%}
select
    {%- for kolom in kolom_terbit(terbit) %}
    {%- if kolom in (terbit.bila_rilis or []) %}
    case when mart.is_rilis then mart.{{ kolom }} end as {{ kolom }}
    {%- else %}
    mart.{{ kolom }}
    {%- endif -%}
    {{ "," if not loop.last }}
    {%- endfor %}
from {{ mart }} as mart
{%- if terbit.putusan in ('baris', 'opd') %}
inner join {{ ref('gate_decisions') }} as putusan
    on
    {%- if terbit.putusan == 'baris' %}
        mart.kunci = putusan.kunci
        and putusan.entitas = 'BARIS'
    {%- else %}
        mart.{{ terbit.opd or 'kode_opd' }} = putusan.kunci_opd
        and mart.{{ terbit.siklus or 'id_siklus' }} = putusan.id_siklus
        and putusan.entitas = 'OPD'
    {%- endif %}
        and putusan.keputusan = 'rilis'
{%- if terbit.putusan == 'baris' %}
where mart.is_rilis
{%- endif %}
{%- endif %}
{%- endmacro %}

{# Columns of a published table: those of the contract of its mart, in their order. A unit test has no
   graph to find the contract in; there the mart stands built. #}
{% macro kolom_terbit(terbit) -%}
    {%- if not execute -%}
        {{ return([]) }}
    {%- elif graph.nodes -%}
        {%- set columns = graph.nodes['model.' ~ project_name ~ '.' ~ terbit.mart].columns | list -%}
    {%- else -%}
        {%- set built = api.Relation.create(target.database, target.schema, terbit.mart) -%}
        {%- set columns = adapter.get_columns_in_relation(built) | map(attribute='name') | list -%}
    {%- endif -%}
    {{ return(columns | reject('in', terbit.kecuali or []) | list) }}
{%- endmacro %}
