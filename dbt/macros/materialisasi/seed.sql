{#
    A seed as DuckDB reads it: dbt first reads the file in Python to guess types, and ours state the
    type of every column. Columns go by their names. Dates are ISO dates: left to itself DuckDB guesses
    their form from the first rows and takes an agency code such as 1.06.01 for one, and then a true
    date no longer loads. A column that the seed's meta lists under `boleh_tiada` may be missing from the
    file and is empty then; the contract's readers of the profile (contract/profile.py) agree.
#}
{% materialization seed, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set types = config.get('column_types') -%}
    {%- if not types -%}
        {{ exceptions.raise_compiler_error("the yml of seed " ~ model.name ~ " must state column_types") }}
    {%- endif -%}
    {%- set optional = config.get('meta', {}).get('boleh_tiada', []) -%}
    {{ run_hooks(pre_hooks) }}
    {% do buang_jenis_lain(target_relation) %}
    {% call statement('main') -%}
        create or replace table {{ target_relation }} as
        select
            {%- for kolom, tipe in types.items() %}
            cast("{{ kolom }}" as {{ tipe }}) as "{{ kolom }}"{{ "," if not loop.last }}
            {%- endfor %}
        from (from read_csv(
            '{{ adapter.get_seed_file_path(model) }}',
            header = true, delim = '{{ config.get("delimiter", ",") }}', quote = '"', escape = '"',
            skip = 0, comment = '', dateformat = '%Y-%m-%d',
            types = {
                {%- for kolom, tipe in types.items() if kolom not in optional %}
                '{{ kolom }}': '{{ tipe }}'{{ "," if not loop.last }}
                {%- endfor %}
            }
        )
        {%- if optional %}
        union all by name
        select
            {%- for kolom in optional %}
            cast(null as {{ types[kolom] }}) as "{{ kolom }}"{{ "," if not loop.last }}
            {%- endfor %}
        where false
        {%- endif %})
    {%- endcall %}
    {% do store_result('agate_table', response='OK') %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}
