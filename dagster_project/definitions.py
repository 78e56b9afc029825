"""The entry point of Dagster: everything below `defs/`, run by one executor.

Belongs here: nothing else. What exists is in `defs/`, how such things are made in `dbt_layers` and
`components/`.
"""

from pathlib import Path

import dagster as dg


@dg.definitions
def defs() -> dg.Definitions:
    """All definitions of the project."""
    return dg.Definitions.merge(
        dg.load_from_defs_folder(path_within_project=Path(__file__).parent),
        # In process: there is one write lane, so steps cannot run side by side, and a process for
        # each step would import dagster, dbt and pandas again for every one of them.
        dg.Definitions(executor=dg.in_process_executor),
    )
