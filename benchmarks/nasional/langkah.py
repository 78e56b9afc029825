"""One side of the national bench, as a process of its own: `model HOME` or `tangan HOME`.

Belongs here: building the models as a run does, without tests; running the script by hand.
Stays out: measuring from outside (`ukur`). Each writes `HOME/<step>.json` about itself.
"""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.nasional.dunia import settings_of

SCRIPT = Path(__file__).parent / "tangan"
_MADE = re.compile(r"create (?:temp )?table (\w+)")


def model(home: Path) -> dict[str, Any]:
    """Build both halves of the models and say how long each took."""
    from dagster_project.sae import warehouse

    settings = replace(
        settings_of(home),
        memory_limit=os.environ["SAE_MEMORY_LIMIT"],
        threads=int(os.environ["SAE_THREADS"]),
    )
    settings.warehouse.unlink(missing_ok=True)
    nodes: list[tuple[str, float]] = []
    for selector in ("stage", "mart"):
        warehouse.build(settings, selector, skipping=("unit_test", "test"))
        found = json.loads(
            (settings.dbt_target / "target" / "run_results.json").read_text(encoding="utf-8")
        )
        nodes += [
            (result["unique_id"].split(".")[2], round(result["execution_time"], 2))
            for result in found["results"]
        ]
    return {"nodes": sorted(nodes, key=lambda node: -node[1])}


def tangan(home: Path) -> dict[str, Any]:
    """Run the script by hand, statement by statement, into a database of its own."""
    import duckdb

    settings = settings_of(home)
    target = home / "tangan.duckdb"
    target.unlink(missing_ok=True)
    nodes: list[tuple[str, float]] = []
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"set memory_limit = '{os.environ['SAE_MEMORY_LIMIT']}'")
        connection.execute(f"set threads = {int(os.environ['SAE_THREADS'])}")
        connection.execute("set preserve_insertion_order = false")
        for file in sorted(SCRIPT.glob("*.sql")):
            text = file.read_text(encoding="utf-8").format(
                work=settings.work, profil=settings.profile_dir, policy=settings.policy_dir
            )
            for statement in duckdb.extract_statements(text):
                started = perf_counter()
                connection.execute(statement)
                if made := _MADE.search(statement.query):
                    nodes.append((made.group(1), round(perf_counter() - started, 2)))
    return {"nodes": sorted(nodes, key=lambda node: -node[1])}


def main() -> None:
    """Run the step that was asked for."""
    name, home = sys.argv[1], Path(sys.argv[2])
    said = {"model": model, "tangan": tangan}[name](home)
    (home / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main()
