{#
    Personal data in a free text: an identity number, a mobile number, a bank account, a mail address.
    `dagster_project/sae/contract/personal_data.py` asks the same in Python with the same patterns, built
    of the same parts; there stands what each part means and its source. tests/dbt/test_personal_data.py
    compares the patterns, and what both say of tests/cases/data_pribadi.csv and of any other text.
    Names cannot be recognised.
#}

{# An amount is neither to call nor to pay to: it is taken out before those two are looked for. #}
{% macro pola_nominal() -%}
    {%- set number = "[0-9]{1,18}(?:[.,][0-9]{1,18}){0,6}" -%}
    (?i)(?:(?:rp|idr|saldo|sebesar|senilai|nilai|sejumlah|total|pagu)[ .:=]{0,3}
    {{- "(?:[0-9]{1,3}(?: [0-9]{3}){1,6}|" ~ number ~ ")" -}}
    {{- "|" ~ number ~ " {0,2}(?:rupiah|juta|miliar|milyar|ribu))([^A-Za-z0-9_]|$)" -}}
{%- endmacro %}

{# Asked of the text as it stands. #}
{% macro pola_nik_atau_surel() -%}
    {%- set place = "(?:1[1-9]|21|3[1-6]|5[1-3]|6[1-5]|7[1-6]|8[12]|9[1-7])(?:0[1-9]|[1-7][0-9])" -%}
    {%- set district = "(?:0[1-9]|[1-9][0-9])" -%}
    {%- set day = "(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])" -%}
    {%- set month_year = "(?:0[1-9]|1[0-2])[0-9]{2}" -%}
    {%- set serial = "(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})" -%}
    {%- set mark = "[ .-]?" -%}
    {{- "(?:^|[^A-Za-z0-9_.,/-])" ~ place -}}
    {{- "(?:" ~ mark ~ district ~ day ~ "|" ~ district ~ mark ~ day ~ ")" -}}
    {{- mark ~ month_year ~ mark ~ serial -}}
    {{- "(?:$|[^A-Za-z0-9_.,/-]|[.,/](?:$|[^0-9]))" -}}
    {{- "|[A-Za-z0-9_.%+À-ɏ-]@(?:[A-Za-z0-9-]{1,63}[.]){1,7}[A-Za-z]{2,24}" -}}
{%- endmacro %}

{# Asked of the text without amounts. #}
{% macro pola_telepon_atau_rekening() -%}
    {%- set before, after = "(?:^|[^A-Za-z0-9_.,/-])", "(?:$|[^A-Za-z0-9_.,/-]|[.,/](?:$|[^0-9]))" -%}
    {%- set mobile =
        "(?:(?:[+]62[ .-]?|62-|0)8[1-9](?:[ .-]?[0-9]){7,10}|628[1-9][0-9]{8,10})"
    -%}
    {%- set number = "([0-9](?:[ -]?[0-9]){8,15})" -%}
    {%- set to_number =
        "(?:[^A-Za-z0-9_.,/-]|[^A-Za-z0-9_].{0,40}[^A-Za-z0-9_.,/-])"
    -%}
    {%- set from_number =
        "(?:[^A-Za-z0-9_.,/-]|(?:[^A-Za-z0-9_.,/-]|[.,/][^0-9]).{0,40}[^A-Za-z0-9_])"
    -%}
    {%- set between = "(?:[^A-Za-z0-9_]|[^A-Za-z0-9_].{0,40}[^A-Za-z0-9_])" -%}
    {%- set edge, end = "(?:^|[^A-Za-z0-9_])", "(?:$|[^A-Za-z0-9_])" -%}
    {%- set bank = "(?:bank|bri|bca|bni|btn|bsi|mandiri|jatim)" -%}
    {%- set holder = "(?:a[.]? ?n[.]?|atas {1,2}nama)" -%}
    {{- [
        "(?is)(?:^|wa[.]me/|[^A-Za-z0-9_.,/-])" ~ mobile ~ after,
        edge ~ "(?:no)?rek(?:ening)?" ~ to_number ~ number ~ after,
        edge ~ bank ~ to_number ~ number ~ from_number ~ holder ~ end,
        edge ~ bank ~ between ~ holder ~ to_number ~ number ~ after,
        edge ~ holder ~ between ~ bank ~ to_number ~ number ~ after,
        edge ~ holder ~ to_number ~ number ~ from_number ~ bank ~ end,
        before ~ number ~ from_number ~ bank ~ between ~ holder ~ end,
        before ~ number ~ from_number ~ holder ~ between ~ bank ~ end,
    ] | join("|") -}}
{%- endmacro %}

{% macro memuat_data_pribadi(kolom) -%}
    coalesce(
        {{ cocok(kolom, pola_nik_atau_surel()) }}
        or {{ cocok(
            ganti_semua(kolom, pola_nominal(), "#\\1"), pola_telepon_atau_rekening()
        ) }},
        false
    )
{%- endmacro %}

{# The text, or NULL where it is empty or holds personal data. #}
{% macro tanpa_data_pribadi(kolom) -%}
    case when not {{ memuat_data_pribadi(kolom) }} then nullif(trim({{ kolom }}), '') end
{%- endmacro %}
