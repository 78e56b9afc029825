{# Fails with the row count when the relation does not hold exactly one row. #}
{% test satu_baris(model) %}

select count(*) as jumlah_baris
from {{ model }}
having count(*) <> 1

{% endtest %}
