"""Everything after the check: status of rows, marts, gate, published tables.

Belongs here: the dbt layer `mart`, one op.
Stays out: which models it holds (`dbt/selectors.yml`) and how they are named (`dbt_layers`).
"""

import dagster as dg

from dagster_project.orchestrator.dbt_layers import dbt_layer
from dagster_project.sae.installation.settings import Settings


@dg.definitions
def mart() -> dg.Definitions:
    """The layer as assets, one for each seed and model."""
    return dg.Definitions(assets=[dbt_layer("mart", settings=Settings.from_env())])
