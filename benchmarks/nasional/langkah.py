"""One side of the national bench, as a process of its own: `model HOME` or `tangan HOME`.

Belongs here: building the models as a run does, without tests; running the script by hand.
Stays out: measuring from outside (`ukur`). Each writes `HOME/<step>.json` about itself.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.nasional.dunia import settings_of

SCRIPT = Path(__file__).parent / "tangan"
_MADE = re.compile(r"create (?:temp )?table (\w+)")
JUDGED = "int_realisasi__uji"
START, SAME_BEFORE, OF_CHECKS, SAME_AFTER, OTHERS = (
    "dbt's start and seeds",
    "same tables, before the check",
    "facts for the checks",
    "same tables, after the check",
    "tables the script has not",
)
SAME = (START, SAME_BEFORE, SAME_AFTER)


def model(home: Path) -> dict[str, Any]:
    """Build the models part by part; seconds of each model, processor seconds of each part."""
    from dagster_project.sae import warehouse

    settings = replace(
        settings_of(home),
        memory_limit=os.environ["SAE_MEMORY_LIMIT"],
        threads=int(os.environ["SAE_THREADS"]),
    )
    settings.warehouse.unlink(missing_ok=True)
    folder = settings.dbt_target / "target"
    nodes: list[tuple[str, float]] = []
    parts: dict[str, dict[str, float]] = {}

    def build(part: str, only: Sequence[str]) -> None:
        before = os.times()
        warehouse.build(settings, "stage", skipping=("unit_test", "test"), only=only)
        after = os.times()
        parts[part] = {
            "models": len(only),
            "processor": round(after.user + after.system - before.user - before.system, 2),
            "wall": round(after.elapsed - before.elapsed, 2),
        }
        found = json.loads((folder / "run_results.json").read_text(encoding="utf-8"))
        nodes.extend(
            (result["unique_id"].split(".")[2], round(result["execution_time"], 2))
            for result in found["results"]
        )

    build(START, ["resource_type:seed"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for part, only in in_parts(manifest, made_by_hand()).items():
        build(part, only)
    return {"parts": parts, "nodes": sorted(nodes, key=lambda node: -node[1])}


def made_by_hand() -> set[str]:
    """The published tables that the script by hand computes."""
    return {
        name
        for file in SCRIPT.glob("*.sql")
        for name in _MADE.findall(file.read_text(encoding="utf-8"))
        if name.startswith("pub_")
    }


def in_parts(manifest: Mapping[str, Any], by_hand: Collection[str]) -> dict[str, list[str]]:
    """Every model in the part that it is built for, in an order in which they can be built.

    Args:
        manifest: what dbt wrote about the project.
        by_hand: the published tables that the script by hand computes too.

    Returns:
        Names of models by part: what those tables need before the check and after it, the test
        table of the check with what only it and other test tables need, and everything else.
    """
    models = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    wanted, seen = [f"model.sae.{name}" for name in by_hand], set()
    while wanted:
        key = wanted.pop()
        if key in models and key not in seen and models[key]["name"] != JUDGED:
            seen.add(key)
            wanted += manifest["parent_map"].get(key, [])
    parts: dict[str, list[str]] = {SAME_BEFORE: [], OF_CHECKS: [], SAME_AFTER: [], OTHERS: []}
    for key, node in models.items():
        is_before = node["fqn"][1] in {"staging", "intermediate"} and "bukti" not in node["tags"]
        same, other = (SAME_BEFORE, OF_CHECKS) if is_before else (SAME_AFTER, OTHERS)
        parts[same if key in seen else other].append(node["name"])
    return parts


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
