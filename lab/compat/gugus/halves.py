"""Both halves of a build as a process of its own, on the engine that the environment names.

Belongs here: the driver of a check, which may be killed, starved or refused without harm to it.
Stays out: what it builds (`nasional.dunia`), what it is expected to say (`spark_cluster`,
`spark_faults`). Data tests are left out: they ask of tables, and the check compares those whole.
"""

from __future__ import annotations

import sys

from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.installation.settings import Settings

REFUSED = 3
"""Exit code when the product said what is wrong; the sentence is the last line."""


def main() -> int:
    """Build the halves asked for, each announced; 0, or REFUSED with the sentence."""
    settings = Settings.from_env()
    for half in sys.argv[1:]:
        print(half, flush=True)
        try:
            warehouse.build(settings, half, skipping=("unit_test", "test"))  # type: ignore[arg-type]
        except SaeError as error:
            print(f"{type(error).__name__}: {error}", flush=True)
            return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
