"""The build warehouse: built by dbt in two halves, on the engine of the installation.

Belongs here: building a half, showing what was written after it, describing the models.
Stays out: calling dbt (`dbt_calls`), SQL (dbt models), checks, publishing, where it is built and
how it is read (`site`), what only Spark needs (`spark`).
Nothing but dbt writes the warehouse; on Spark a copy of what dbt built is put there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from dagster_project.sae.build.dbt_calls import call_dbt, failure, parsed
from dagster_project.sae.build.result import BuildResult, Node
from dagster_project.sae.build.site import construction, own_copy, read_only
from dagster_project.sae.installation.engine import DUCKDB, SPARK, Engine
from dagster_project.sae.installation.settings import Settings

Selector = Literal["stage", "mart"]

# The test of our own that says which column of a table is wrong (dbt/tests/generic/bentuk.sql).
SHAPE_TEST = "bentuk"
# Resource types of dbt that judge what was built.
_JUDGING = ("test", "unit_test")


def engine_named(settings: Settings) -> str:
    """The engine that builds the models, with its version, as a manifest names it."""
    if settings.engine.name == SPARK:
        from dagster_project.sae.build.spark.session import version

        return f"{SPARK} {version()}"
    import duckdb

    return f"{DUCKDB} {duckdb.__version__}"


def build(
    settings: Settings,
    selector: Selector,
    *,
    skipping: Sequence[str] = ("unit_test",),
    only: Sequence[str] = (),
    tolerant: bool = False,
) -> BuildResult:
    """Run `dbt build` for one selector in this process and close its connections.

    Args:
        settings: the installation.
        selector: which half of the models.
        skipping: dbt resource types left out. Unit tests judge the SQL, not the data: they belong
            to `make test`, not to every run.
        only: words of dbt's node selection that take the selector's place: parts are measured, and
            built from Dagster's UI.
        tolerant: give the result also when nodes failed; the caller says which.

    Raises:
        WarehouseError: dbt could not, or a node failed; the message names the first one, its error,
            and of a failed test what it found.
        DiskError: the disk is full.
    """
    if not settings.is_building:
        with construction(settings, on_top=True) as site:
            return build(site, selector, skipping=skipping, only=only, tolerant=tolerant)
    chosen = ("--select", *only) if only else ("--selector", selector)
    if settings.engine.name == SPARK:
        afresh = selector == "stage" and not only
        return _build_on_spark(
            settings, selector, chosen, skipping=skipping, tolerant=tolerant, afresh=afresh
        )
    return _built(settings, selector, chosen, skipping=skipping, tolerant=tolerant)


def _built(
    settings: Settings,
    selector: Selector,
    chosen: Sequence[str],
    *,
    skipping: Sequence[str],
    tolerant: bool,
) -> BuildResult:
    """`dbt build` of what is chosen on the engine of the settings."""
    started = perf_counter()
    outcome = call_dbt(
        settings,
        "--no-write-json",
        "build",
        *chosen,
        *(word for kind in skipping for word in ("--exclude-resource-type", kind)),
        manifest=parsed(settings),
        is_judged=False,
    )
    nodes = tuple(_node(settings, r) for r in getattr(outcome.result, "results", None) or ())
    result = BuildResult(nodes, seconds=perf_counter() - started)
    if result.failed and not tolerant:
        raise failure(settings, f"dbt {selector}: {result.failure}")
    if not result.failed and not outcome.success:
        raise failure(settings, f"dbt {selector}: {outcome.exception}")
    return result


def _build_on_spark(
    settings: Settings,
    selector: Selector,
    chosen: Sequence[str],
    *,
    skipping: Sequence[str],
    tolerant: bool,
    afresh: bool,
) -> BuildResult:
    """The same on Spark: DuckDB loads the seeds, and what the product reads comes back to it.

    With `afresh` the first half is built whole, on empty ground.
    """
    from dagster_project.sae.build.spark.engine import half

    started = perf_counter()
    manifest = parsed(settings)
    seeds = [node.name for node in manifest.nodes.values() if node.resource_type == "seed"]
    loaded: tuple[Node, ...] = ()
    if afresh:
        on_duckdb = replace(settings, engine=Engine())
        is_seed = ("--select", "resource_type:seed")
        loaded = _built(on_duckdb, selector, is_seed, skipping=_JUDGING, tolerant=tolerant).nodes
    with half(settings, manifest) as work:
        missing = work.start_afresh(seeds) if afresh else work.go_on(selector)
        if missing:
            _built(settings, selector, ("--select", *missing), skipping=_JUDGING, tolerant=False)
        built = _built(
            settings, selector, chosen, skipping=("seed", *skipping), tolerant=tolerant
        ).nodes
        work.take_back({node.unique_id for node in built if node.status == "success"})
    return BuildResult((*loaded, *built), seconds=perf_counter() - started)


def look_again(settings: Settings, source: str) -> None:
    """Let the build warehouse show a control table that was written after it was built.

    On DuckDB it does: what stands on the table are views. What came from Spark is taken again.

    Args:
        settings: the installation.
        source: unique id of the dbt source.

    Raises:
        EngineError, DiskError, WarehouseError: as `build`.
    """
    if settings.engine.name != SPARK:
        return
    if not settings.is_building:
        with construction(settings, on_top=True) as site:
            look_again(site, source)
        return
    from dagster_project.sae.build.spark.engine import half

    with half(settings, parsed(settings)) as work:
        views = work.views_after(source)
        if not work.sees(views):  # another process built them
            build(settings, "mart")
            return
        work.give_control()
        work.take_back({view.unique_id for view in views})


def _node(settings: Settings, result: Any) -> Node:
    """What became of a node, and of a table of a wrong shape what is wrong; dbt only counts it."""
    node, status, message = result.node, str(result.status), str(result.message or "")
    query = getattr(node, "compiled_code", None)
    kind = getattr(getattr(node, "test_metadata", None), "name", "")
    if status == "fail" and kind == SHAPE_TEST and query:
        # Names of columns and counts only: what stands in a row may not be for everybody.
        message = "; ".join(
            f"{problem}: {count} baris" for problem, count in _asked(settings, query)
        )
    return Node(node.unique_id, status, float(result.execution_time), message)


def _asked(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query on the engine that built what it asks."""
    if settings.engine.name == SPARK:
        from dagster_project.sae.build.spark.session import session

        return [tuple(row) for row in session(settings).sql(query).collect()]
    with read_only(settings) as connection:
        return list(connection.execute(query).fetchall())


@contextmanager
def described(settings: Settings) -> Iterator[Path]:
    """Let dbt describe the models: a folder with `manifest.json` and `catalog.json`, gone after it.

    Dbt opens for writing what it describes. It is given a copy, and a folder of its own to work in,
    so that a run is neither stopped nor waited for. Without a built warehouse the catalog, which
    holds types and sizes, is empty.

    Raises:
        WarehouseError: dbt could not.
    """
    on_duckdb = replace(settings, engine=Engine())
    with own_copy(settings) as folder:
        copy, target = folder / settings.warehouse.name, folder / "dbt"
        empty = [] if copy.is_file() else ["--empty-catalog"]
        apart = {"SAE_WAREHOUSE": copy, "DBT_TARGET_PATH": target, "DBT_LOG_PATH": folder / "logs"}
        call_dbt(on_duckdb, "docs", "generate", *empty, apart={k: str(v) for k, v in apart.items()})
        yield target
