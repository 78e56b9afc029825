"""`make compat-spark`: the same inboxes on DuckDB and on Spark, then what befalls a cluster.

Belongs here: the environment with Spark, and the order of the parts. Stays out: what is compared
(tests/spark), the cluster and its mishaps (`gugus`).
Named after what they compare, parts can be asked for alone: `python -m lab.compat.spark paritas -k
kuartal_bersih`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

from lab.compat.environments import ROOT, environment

PARITY = "paritas"


def packages() -> tuple[str, ...]:
    """What the extra `spark` of the project asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return tuple(project["optional-dependencies"]["spark"])


def python() -> Path:
    """The Python of an environment that has Spark."""
    return environment("spark", packages())


def surroundings() -> dict[str, str]:
    """The variables under which that Python finds everything else in this installation."""
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(ROOT), sysconfig.get_paths()["purelib"]]),
    }


def main() -> int:
    """Run the parts that were asked for, or all; 0 when every one is right."""
    words = sys.argv[1:]
    command = [str(python()), "-m", "pytest", "-q", "-n", "0", "-m", "spark", "tests/spark"]
    chosen = words[1:] if words[:1] == [PARITY] else words
    return subprocess.run([*command, *chosen], env=surroundings(), cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
