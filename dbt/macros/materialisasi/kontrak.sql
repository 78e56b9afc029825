{#
    Whether a query gives the columns and types of the contract. dbt asks the database twice and
    compares every column with every other; here the types are asked once and looked up by name. What
    differs goes to dbt, which knows other names of a type and says what is wrong.
#}
{% macro duckdb__get_assert_columns_equivalent(sql) %}
    {%- set given = {} -%}
    {%- for kolom in get_column_schema_from_query(sql) -%}
        {%- do given.update({kolom.name: kolom.dtype | upper}) -%}
    {%- endfor -%}
    {%- set agreed = {} -%}
    {%- for kolom in model.columns.values() -%}
        {%- do agreed.update({kolom.name: (kolom.data_type or '') | upper}) -%}
    {%- endfor -%}
    {%- if given != agreed -%}
        {{ return(assert_columns_equivalent(sql)) }}
    {%- endif -%}
{% endmacro %}
