{#
    Macros of dbt whose way of Spark's adapter is not what the models mean.
#}

{# The adapter drops the order. Spark's own aggregate of that name (since 4.0) fails beside a count of
   distinct values, so the values are sorted as a list; what is missing is left out, and a group with
   nothing has none, as on DuckDB. The order is one of columns, rising. #}
{% macro spark__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- set orders = (order_by_clause or '') | replace('order by ', '') -%}
    {%- set fields = [] -%}
    {%- for kolom in orders.split(',') if kolom.strip() -%}
        {%- do fields.append("'u" ~ loop.index ~ "', " ~ kolom.strip()) -%}
    {%- endfor -%}
    {%- do fields.append("'isi', " ~ measure) -%}
    case
        when count({{ measure }}) > 0
            then array_join(transform(array_sort(collect_list(
                case when ({{ measure }}) is not null then named_struct({{ fields | join(', ') }}) end
            )), butir -> butir.isi), {{ delimiter_text }})
    end
{%- endmacro %}

{# Borders crossed, as DuckDB counts them. The adapter counts whole months and then a border more where
   the day falls, which is one too many from 31 January to 28 February. #}
{% macro spark__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'day' -%}
        datediff({{ second_date }}, {{ first_date }})
    {%- elif datepart == 'month' -%}
        (
            12 * (year({{ second_date }}) - year({{ first_date }}))
            + month({{ second_date }}) - month({{ first_date }})
        )
    {%- elif datepart == 'year' -%}
        (year({{ second_date }}) - year({{ first_date }}))
    {%- else -%}
        {{ exceptions.raise_compiler_error("datediff in " ~ datepart ~ " is not written for Spark") }}
    {%- endif -%}
{%- endmacro %}

{# The adapter goes through times with a zone, and gives nothing where times have none. A date stays
   one; the last day of a shorter month stands for a day that it has not, as on DuckDB. #}
{% macro spark__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- if datepart == 'day' -%}
        date_add(cast({{ from_date_or_timestamp }} as date), {{ interval }})
    {%- elif datepart == 'month' -%}
        add_months(cast({{ from_date_or_timestamp }} as date), {{ interval }})
    {%- elif datepart == 'year' -%}
        add_months(cast({{ from_date_or_timestamp }} as date), 12 * {{ interval }})
    {%- else -%}
        {{ exceptions.raise_compiler_error("dateadd in " ~ datepart ~ " is not written for Spark") }}
    {%- endif -%}
{%- endmacro %}
