"""Everything before the check: seeds, typed tables, the facts the suites look at.

Belongs here: the dbt layer `stage`, one op.
Stays out: which models it holds (`dbt/selectors.yml`) and how they are named (`dbt_layers`).
"""

import dagster as dg

from dagster_project.orchestrator.dbt_layers import dbt_layer
from dagster_project.sae.installation.settings import Settings


@dg.definitions
def stage() -> dg.Definitions:
    """The layer as assets, one for each seed and model."""
    return dg.Definitions(assets=[dbt_layer("stage", settings=Settings.from_env())])
