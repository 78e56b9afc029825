-- Held is visible: no decision to hold without words that its reader can act on.
select
    entitas,
    kunci
from {{ ref('gate_decisions') }}
where keputusan = 'tahan' and coalesce(trim(alasan), '') = ''
