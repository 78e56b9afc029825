{#
    What Spark builds: a table is a folder of Parquet files, which a new one overwrites; a session that
    only declared it can build it anew as well. dbt's own way also asks for grants, documentation and constraints, which files have not.
    Contracts are compared by name and type as on DuckDB (`kontrak.sql`); Spark calls VARCHAR string.
#}
{% materialization table, adapter='spark', supported_languages=['sql'] %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {% do adapter.drop_relation(target_relation) %}
    {% call statement('main') -%}
        {%- if config.get('contract').enforced %}{{ get_assert_columns_equivalent(sql) }}{% endif -%}
        create table {{ target_relation }} using parquet
        location '{{ env_var("SAE_SPARK_TABEL") }}/{{ this.identifier }}'
        as {{ bentuk_kontrak(sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{% materialization view, adapter='spark' -%}
    {%- set target_relation = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {%- if config.get('contract').enforced %}{{ get_assert_columns_equivalent(sql) }}{% endif -%}
        create or replace view {{ target_relation }} as {{ bentuk_kontrak(sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{%- endmaterialization %}


{# The columns of the contract in their order, in the types of the contract. DuckDB gives them so by
   `insert into`; a wider whole number of Spark is cast here. #}
{% macro bentuk_kontrak(sql) -%}
    {%- if not config.get('contract').enforced -%}
        {{ return(sql) }}
    {%- endif -%}
    select
        {%- for kolom in model.columns.values() %}
        cast({{ kolom.name }} as {{ tipe_spark(kolom.data_type) }}) as {{ kolom.name }}
        {{- "," if not loop.last }}
        {%- endfor %}
    from ({{ sql }}) as sebelum_kontrak
{%- endmacro %}

{% macro tipe_spark(tipe) -%}
    {{ return({'varchar': 'string', 'integer': 'int'}.get(tipe | lower, tipe | lower)) }}
{%- endmacro %}


{# Names must be those of the contract; types need only be of one kind, for they are cast. #}
{% macro spark__get_assert_columns_equivalent(sql) %}
    {%- set given = [] -%}
    {%- for kolom in get_column_schema_from_query(sql) -%}
        {%- do given.append(kolom.name) -%}
    {%- endfor -%}
    {%- if given | sort != model.columns.keys() | sort -%}
        {{ exceptions.raise_compiler_error(
            model.name ~ " gives the columns " ~ (given | sort | join(", "))
            ~ "; its contract names " ~ (model.columns.keys() | sort | join(", "))
        ) }}
    {%- endif -%}
{% endmacro %}
