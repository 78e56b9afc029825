"""What assets are handed: the installation with its write lane.

Belongs here: the names by which assets ask for resources.
Stays out: the resources themselves (`orchestrator`), what is done with them (the room folders).
"""

import dagster as dg

from dagster_project.orchestrator.installation import Installation


@dg.definitions
def resources() -> dg.Definitions:
    """The resources by the names assets ask for."""
    return dg.Definitions(resources={"sae": Installation()})
