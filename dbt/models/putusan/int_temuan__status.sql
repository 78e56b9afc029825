with

-- What is found, and what follows from it for a pillar (int_temuan__pilar).
final as (
    select * from {{ ref('int_temuan__dinilai') }}
    union all
    select * from {{ ref('int_temuan__pilar') }}
)

select * from final
