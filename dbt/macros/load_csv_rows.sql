{#- Dates in a seed are ISO dates. Left to itself DuckDB guesses their form from the first rows and
    takes an agency code such as 1.06.01 for one: then a true date no longer loads. -#}
{% macro duckdb__load_csv_rows(model, agate_table) %}
    {% set sql %}
        copy {{ this.render() }} from '{{ adapter.get_seed_file_path(model) }}'
        (format csv, header true, delimiter '{{ config.get("delimiter", ",") }}', dateformat '%Y-%m-%d')
    {% endset %}
    {% do adapter.add_query(sql, abridge_sql_log=True) %}
    {{ return(sql) }}
{% endmacro %}
