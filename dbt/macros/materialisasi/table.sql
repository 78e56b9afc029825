{#
    A table or a view in one statement. dbt builds beside the old relation, renames twice and drops:
    six statements and a transaction more for each of 150 models, which is most of what a small build
    costs. DuckDB replaces a relation whole or not at all, and nobody else reads the build warehouse.
    Grants, indexes and partitions are left out: none of them means anything in it.
#}
{% materialization table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {% do buang_jenis_lain(target_relation) %}
    {% call statement('main') -%}
        {%- if config.get('contract').enforced -%}
            {{ get_assert_columns_equivalent(sql) }}
            create or replace table {{ target_relation }} {{ get_table_columns_and_constraints() }};
            insert into {{ target_relation }} {{ get_column_names() }} ({{ get_select_subquery(sql) }})
        {%- else -%}
            create or replace table {{ target_relation }} as ({{ sql }})
        {%- endif -%}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {% do buang_jenis_lain(target_relation) %}
    {% call statement('main') -%}
        {%- if config.get('contract').enforced -%}{{ get_assert_columns_equivalent(sql) }}{%- endif -%}
        create or replace view {{ target_relation }} as ({{ sql }})
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{# What was a view and is a table now, or the other way, cannot be replaced: it is dropped first. #}
{% macro buang_jenis_lain(target_relation) %}
    {%- set existing = load_cached_relation(target_relation) -%}
    {%- if existing is not none and existing.type != target_relation.type -%}
        {% do adapter.drop_relation(existing) %}
    {%- endif -%}
{% endmacro %}
