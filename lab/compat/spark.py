"""`make compat-spark`: the same inboxes on DuckDB and on Spark, then what befalls a cluster.

Belongs here: the environment with Spark, and the order of the parts. Stays out: what is compared
(tests/spark), a cluster that loses a worker (`spark_cluster`), what is refused (`spark_faults`).
Parts can be asked for alone: `python -m lab.compat.spark paritas -k kuartal_bersih`, or `gugus`, or
`gangguan`.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from lab.compat import s3_server
from lab.compat.environments import ROOT, environment, its_own_first
from lab.compat.gugus import s3a

PARTS = {
    "paritas": ("pytest", "-q", "-n", "0", "-m", "spark", "tests/spark"),
    "gugus": ("lab.compat.spark_cluster",),
    "gangguan": ("lab.compat.spark_faults",),
}
"""Modules with their words, in the order in which they run."""


def packages() -> tuple[str, ...]:
    """What the extra `spark` of the project asks for, held to the dbt of the project."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    dbt = [asked for asked in project["dependencies"] if asked.startswith("dbt-core")]
    return (*project["optional-dependencies"]["spark"], *dbt)


def python() -> Path:
    """The Python of an environment that has Spark."""
    return environment("spark", packages())


def main() -> int:
    """Run the part that was asked for, or all to the end; 0 when every one is right."""
    name, *words = sys.argv[1:] or [""]
    if name and name not in PARTS:
        raise SystemExit(f"no part is called {name!r}; there are {', '.join(PARTS)}")
    # Made here, where uv is: the environment of Spark finds them made.
    environment("s3", s3_server.PACKAGES)
    s3a.libraries()
    asked = [PARTS[name]] if name in PARTS else list(PARTS.values())
    wrong = 0
    for part in asked:
        command = [str(python()), "-m", *part, *words]
        wrong |= subprocess.run(
            command, env=its_own_first(python()), cwd=ROOT, check=False
        ).returncode
    return int(wrong != 0)


if __name__ == "__main__":
    raise SystemExit(main())
