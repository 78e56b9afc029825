"""What assets are handed: the installation with its write lane, and dbt.

Belongs here: the names by which assets ask for resources.
Stays out: the resources themselves (`orchestrator`), what is done with them (the room folders).
"""

import dagster as dg

from dagster_project.orchestrator.dbt_layers import QuietDbt, dbt_project
from dagster_project.orchestrator.installation import Installation
from dagster_project.sae.installation.settings import Settings


@dg.definitions
def resources() -> dg.Definitions:
    """The resources by the names assets ask for."""
    project = dbt_project(Settings.from_env())
    return dg.Definitions(resources={"sae": Installation(), "dbt": QuietDbt(project_dir=project)})
