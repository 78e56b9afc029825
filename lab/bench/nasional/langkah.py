"""One step of the national bench, as a process of its own: its name and HOME.

Belongs here: making the nation; building the models as a run does, without tests; their SQL alone,
without dbt and without writing what lies between; the script by hand.
Stays out: what is asked of the tables (`tanya`), measuring from outside (`proses`), the order
(`ukur`). Each step writes `HOME/<step>.json` about itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from lab.bench.nasional.dunia import settings_of
from lab.bench.nasional.tanya import checks, compare, dashboards

if TYPE_CHECKING:
    import duckdb

    from dagster_project.sae.installation.settings import Settings

SCRIPT = Path(__file__).parent / "tangan"
_MADE = re.compile(r"create (?:temp )?table (\w+)")
TEST_TABLES = "uji"  # the layer of dbt/models whose tables the suites judge
START, SAME_BEFORE, OF_CHECKS, SAME_AFTER, OTHERS = (
    "dbt's start and seeds",
    "same tables, before the check",
    "facts for the checks",
    "same tables, after the check",
    "tables the script has not",
)
SAME = (START, SAME_BEFORE, SAME_AFTER)
_OF_WAREHOUSE = '"warehouse"."main".'


def nation(home: Path) -> dict[str, Any]:
    """Make the nation of `SAE_BENCH_GOVERNMENTS` governments; rows by landing table."""
    import pyarrow.parquet as pq

    from lab.bench.measure import ROOT
    from lab.bench.nasional import bukti, dunia

    made = dunia.generate(home, int(os.environ["SAE_BENCH_GOVERNMENTS"]), root=ROOT)
    bukti.generate(made.settings)
    rows: dict[str, int] = {}
    for file in made.settings.landing.glob("[!.]*/*.parquet"):
        rows[file.stem] = rows.get(file.stem, 0) + pq.ParquetFile(file).metadata.num_rows
    return {"rows": dict(sorted(rows.items()))}


def model(home: Path) -> dict[str, Any]:
    """Build the models part by part; seconds of each model, processor seconds of each part.

    On the engine that `SAE_MESIN` names, as a run would. What it takes from Spark and gives to it
    would be counted for every part, so there the parts are the two halves of a run.
    """
    from dagster_project.sae.build.site import construction
    from dagster_project.sae.build.warehouse import engine_named
    from dagster_project.sae.installation.engine import DUCKDB

    settings = _settings(home)
    settings.warehouse.unlink(missing_ok=True)
    with construction(settings) as site:  # one site for all parts: nothing is copied between them
        built = _built_in_parts(site) if settings.engine.name == DUCKDB else _built_in_halves(site)
    return {"engine": engine_named(settings), **built}


def _built_in_halves(settings: Settings) -> dict[str, Any]:
    from dagster_project.sae.build import warehouse

    nodes: list[tuple[str, float]] = []
    parts: dict[str, dict[str, float]] = {}
    halves: tuple[warehouse.Selector, ...] = ("stage", "mart")
    for half in halves:
        before = os.times()
        built = warehouse.build(settings, half, skipping=("unit_test", "test"))
        wall = round(os.times().elapsed - before.elapsed, 2)
        parts[half] = {"models": len(built.nodes), "wall": wall}
        nodes.extend((node.unique_id.split(".")[2], round(node.seconds, 2)) for node in built.nodes)
    return {"parts": parts, "nodes": sorted(nodes, key=lambda node: -node[1])}


def limited(home: Path) -> dict[str, Any]:
    """Build the models under a limit; what was built is not shown to anybody and removed."""
    site = replace(_settings(home), is_building=True)
    try:
        return _built_in_parts(site)
    finally:
        for file in site.warehouse.parent.glob(f"{site.warehouse.name}*"):
            shutil.rmtree(file) if file.is_dir() else file.unlink()


def _settings(home: Path) -> Settings:
    """The nation's settings with the engine and the limits of this process."""
    from dagster_project.sae.installation.engine import Engine

    return replace(
        settings_of(home),
        memory_limit=os.environ["SAE_MEMORY_LIMIT"],
        threads=int(os.environ["SAE_THREADS"]),
        engine=Engine.from_env(os.environ),
    )


def _built_in_parts(settings: Settings) -> dict[str, Any]:
    from dagster_project.sae.build import dbt_calls, warehouse

    nodes: list[tuple[str, float]] = []
    parts: dict[str, dict[str, float]] = {}

    def build(part: str, only: Sequence[str]) -> None:
        before = os.times()
        built = warehouse.build(settings, "stage", skipping=("unit_test", "test"), only=only)
        after = os.times()
        parts[part] = {
            "models": len(only),
            "processor": round(after.user + after.system - before.user - before.system, 2),
            "wall": round(after.elapsed - before.elapsed, 2),
        }
        nodes.extend((node.unique_id.split(".")[2], round(node.seconds, 2)) for node in built.nodes)

    build(START, ["resource_type:seed"])
    manifest = json.loads(dbt_calls.write_manifest(settings).read_text(encoding="utf-8"))
    for part, only in in_parts(manifest, made_by_hand()).items():
        build(part, only)
    return {"parts": parts, "nodes": sorted(nodes, key=lambda node: -node[1])}


def made_by_hand() -> set[str]:
    """The published tables that the script by hand computes."""
    return {
        name
        for file in SCRIPT.glob("*.sql")
        for name in _MADE.findall(file.read_text(encoding="utf-8"))
        if _is_published(name)
    }


def in_parts(manifest: Mapping[str, Any], by_hand: Collection[str]) -> dict[str, list[str]]:
    """Every model in the part that it is built for, in an order in which they can be built.

    Args:
        manifest: what dbt wrote about the project.
        by_hand: the published tables that the script by hand computes too.

    Returns:
        Names of models by part: what those tables need before the check and after it, the test
        tables of the check with what only they need, and everything else.
    """
    models = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    wanted, seen = [f"model.sae.{name}" for name in by_hand], set()
    while wanted:
        key = wanted.pop()
        if key in models and key not in seen and models[key]["fqn"][1] != TEST_TABLES:
            seen.add(key)
            wanted += manifest["parent_map"].get(key, [])
    parts: dict[str, list[str]] = {SAME_BEFORE: [], OF_CHECKS: [], SAME_AFTER: [], OTHERS: []}
    for key, node in models.items():
        is_before = "stage" in node["tags"]
        same, other = (SAME_BEFORE, OF_CHECKS) if is_before else (SAME_AFTER, OTHERS)
        is_same = key in seen and node["fqn"][1] != TEST_TABLES
        parts[same if is_same else other].append(node["name"])
    return parts


def sql(home: Path) -> dict[str, Any]:
    """Run the models' own SQL for the tables of the script by hand, in one session after `model`.

    What lies between is kept as temporary tables, as in the script; the rest of what `model` takes
    for these tables is dbt itself and writing each of them down.
    """
    from dagster_project.sae.build.dbt_calls import write_manifest

    settings = settings_of(home)
    file = write_manifest(settings)
    folder, manifest = file.parent, json.loads(file.read_text(encoding="utf-8"))
    parts = in_parts(manifest, made_by_hand())
    same = {f"model.sae.{name}" for part in (SAME_BEFORE, SAME_AFTER) for name in parts[part]}
    nodes: list[tuple[str, float]] = []
    with _database(home / "sql.duckdb") as connection:
        # By the name that dbt gives it: its views say where their tables stand.
        connection.execute(f"attach '{settings.warehouse}' as warehouse (read_only)")
        for key in _in_order(same, manifest["parent_map"]):
            node = manifest["nodes"].get(key)
            if node is None:
                continue  # a source: its files are named in the staging models
            name = node["name"]
            if key not in same:
                statement = f"create temp view {name} as from warehouse.main.{name}"
            else:
                compiled = (folder / "compiled" / "sae" / "models" / node["path"]).read_text(
                    "utf-8"
                )
                is_view = node["config"]["materialized"] == "view"
                kind = "temp view" if is_view else "table" if _is_published(name) else "temp table"
                statement = f"create {kind} {name} as {compiled.replace(_OF_WAREHOUSE, '')}"
            started = perf_counter()
            connection.execute(statement)
            nodes.append((name, round(perf_counter() - started, 2)))
    return {"nodes": sorted(nodes, key=lambda node: -node[1])}


def _in_order(wanted: Collection[str], parents: Mapping[str, Sequence[str]]) -> list[str]:
    """The wanted nodes and their parents, each after its own parents."""
    of_wanted = {key: set(parents[key]) for key in wanted}
    return list(TopologicalSorter(of_wanted).static_order())


def _is_published(name: str) -> bool:
    return name.startswith("pub_")


def _database(file: Path) -> duckdb.DuckDBPyConnection:
    """A new database with the limits of the bench and the storage of the build warehouse."""
    import duckdb

    file.unlink(missing_ok=True)
    connection = duckdb.connect(str(file), config={"storage_compatibility_version": "latest"})
    connection.execute(f"set memory_limit = '{os.environ['SAE_MEMORY_LIMIT']}'")
    connection.execute(f"set threads = {int(os.environ['SAE_THREADS'])}")
    connection.execute("set preserve_insertion_order = false")
    return connection


def tangan(home: Path) -> dict[str, Any]:
    """Run the script by hand, statement by statement, into a database of its own."""
    import duckdb

    settings = settings_of(home)
    nodes: list[tuple[str, float]] = []
    with _database(home / "tangan.duckdb") as connection:
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


STEPS: Mapping[str, Callable[[Path], dict[str, Any]]] = {
    step.__name__: step
    for step in (nation, tangan, model, limited, sql, compare, dashboards, checks)
}


def main() -> None:
    """Run the step that was asked for."""
    name, home = sys.argv[1], Path(sys.argv[2])
    said = STEPS[name](home)
    (home / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    main()
