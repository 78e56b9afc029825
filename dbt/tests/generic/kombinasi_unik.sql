{# Fails with each combination of the columns that occurs more than once; NULL equals NULL. #}
{% test kombinasi_unik(model, kolom) %}

select
    {{ kolom | join(',\n    ') }},
    count(*) as jumlah_baris
from {{ model }}
group by {{ kolom | join(', ') }}
having count(*) > 1

{% endtest %}
