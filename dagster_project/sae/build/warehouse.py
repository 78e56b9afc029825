"""The build warehouse: run dbt on it, read from it.

Belongs here: the environment dbt needs, dbt called in this process over a project that is parsed
once.
Stays out: SQL (dbt models), checks, publishing, where it is built and how it is read (`site`).
Nothing but dbt writes the warehouse.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, cast

from dagster_project.sae.build.result import BuildResult, Node
from dagster_project.sae.build.site import construction, held, own_copy, read_only
from dagster_project.sae.build.spark.place import MADE, uri_of
from dagster_project.sae.installation.errors import DiskError, SaeError, WarehouseError
from dagster_project.sae.installation.held import is_lock
from dagster_project.sae.installation.settings import DUCKDB, SPARK, Settings

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

Selector = Literal["stage", "mart"]


# dbt says how it went in its result; log lines and JSON that nobody reads were a good part of a
# small build. Relations are still listed first: looked up by need (--no-populate-cache), two
# threads now and then disagree about what is there, and a run breaks.
_SILENT = ("--quiet", "--log-level", "none", "--log-level-file", "none")
# The test of our own that says which column of a table is wrong (dbt/tests/generic/bentuk.sql).
SHAPE_TEST = "bentuk"
# What dbt-duckdb reads a source from, in its `meta`.
_PLACE = "external_location"
# What dbt writes for its own makers, also when told to write nothing.
_WRITTEN_ALL_THE_SAME = ("perf_info.json", "graph_summary.json")
_last: dict[str, _Project] = {}  # what this process parsed last, for each engine
# Outputs of profiles.yml.
_TARGETS = {DUCKDB: "build", SPARK: "spark"}
# Resource types of dbt that judge what was built.
_JUDGING = ("test", "unit_test")
_TARGET_FOLDERS = {DUCKDB: "target", SPARK: "target-spark"}


def dbt_environment(settings: Settings) -> dict[str, str]:
    """Environment variables that `dbt_project.yml`, `profiles.yml`, macros and sources read."""
    return {
        "SAE_SPARK_TABEL": f"{uri_of(settings)}/{MADE}",
        "SAE_HOME": str(settings.home),
        "SAE_PROFIL": settings.profile,
        "SAE_PROFIL_SEEDS": os.path.relpath(settings.profile_dir, settings.dbt_dir),
        "SAE_WORK": str(settings.work),
        "SAE_WAREHOUSE": str(settings.warehouse),
        "SAE_MEMORY_LIMIT": settings.memory_limit,
        "SAE_THREADS": str(settings.threads),
        # What dbt remembers of its parsing is another thing for another engine.
        "DBT_TARGET_PATH": str(settings.dbt_target / _TARGET_FOLDERS[settings.engine]),
        "DBT_LOG_PATH": str(settings.dbt_target / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def dbt_process_environment(settings: Settings, **other: str) -> dict[str, str]:
    """The environment of a dbt process of its own, with some of our variables set otherwise."""
    return {**os.environ, **dbt_environment(settings), **other}


def parsed_fingerprint(settings: Settings) -> str:
    """Hash over names and contents of what dbt parses, and where it was told to look."""
    place = repr(sorted(dbt_environment(settings).items()))
    return sha256(f"{place}{_files_fingerprint(settings)}".encode()).hexdigest()


def engine_named(settings: Settings) -> str:
    """The engine that builds the models, with its version, as a manifest names it."""
    if settings.engine == SPARK:
        from dagster_project.sae.build.spark.session import version

        return f"{SPARK} {version()}"
    import duckdb

    return f"{DUCKDB} {duckdb.__version__}"


def _files_fingerprint(settings: Settings) -> str:
    """The same without where this installation's work lies."""
    hasher = sha256(f"{settings.dbt_dir} {settings.profile_dir}".encode())
    for folder in (settings.dbt_dir, settings.profile_dir):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".sql", ".yml", ".csv"} and "target" not in path.parts:
                hasher.update(path.relative_to(folder).as_posix().encode())
                hasher.update(path.read_bytes())
    return hasher.hexdigest()


def parsed(settings: Settings) -> Manifest:
    """The dbt project as dbt understands it, parsed once for each state of its files.

    Installations of one process share it: only its sources name a place, that of the asking one.

    Raises:
        WarehouseError: the project is not one.
    """
    fingerprint = _files_fingerprint(settings)
    last = _last.get(settings.engine)
    if last is None or last.fingerprint != fingerprint:
        last = _parse(settings, fingerprint, "--no-write-json")
    last.look_at(settings.work)
    return last.manifest


@dataclass
class _Project:
    """What was parsed of files in that state, and the work folder that its sources read now."""

    fingerprint: str
    manifest: Manifest
    work: Path

    def look_at(self, work: Path) -> None:
        """Let the sources read another work folder."""
        for source in self.manifest.sources.values():
            for meta in (source.meta, source.config.meta):
                if _PLACE in meta:
                    meta[_PLACE] = meta[_PLACE].replace(str(self.work), str(work))
        self.work = work


def _parse(settings: Settings, fingerprint: str, *flags: str) -> _Project:
    manifest = cast("Manifest", call_dbt(settings, *flags, "parse").result)
    project = _last[settings.engine] = _Project(fingerprint, manifest, settings.work)
    return project


def write_manifest(settings: Settings) -> Path:
    """Write what dbt parses as `manifest.json`, for who reads it as a file, and say where it is.

    Raises:
        WarehouseError: the project cannot be parsed.
    """
    # As a run parses it, or each would undo what dbt remembers of the other's parsing; and a build
    # of this process needs no other.
    _parse(replace(settings, is_building=True), _files_fingerprint(settings))
    return settings.dbt_target / "target" / "manifest.json"


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
    if settings.engine == SPARK:
        return _build_on_spark(settings, selector, chosen, skipping=skipping, tolerant=tolerant)
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
        raise _failure(settings, f"dbt {selector}: {result.failure}")
    if not result.failed and not outcome.success:
        raise _failure(settings, f"dbt {selector}: {outcome.exception}")
    return result


def _build_on_spark(
    settings: Settings,
    selector: Selector,
    chosen: Sequence[str],
    *,
    skipping: Sequence[str],
    tolerant: bool,
) -> BuildResult:
    """The same on Spark: DuckDB loads the seeds, and what the product reads comes back to it."""
    from dagster_project.sae.build.spark.engine import Work

    started = perf_counter()
    manifest = parsed(settings)
    seeds = [node.name for node in manifest.nodes.values() if node.resource_type == "seed"]
    loaded: tuple[Node, ...] = ()
    if selector == "stage":
        on_duckdb = replace(settings, engine=DUCKDB)
        is_seed = ("--select", "resource_type:seed")
        loaded = _built(on_duckdb, selector, is_seed, skipping=_JUDGING, tolerant=tolerant).nodes
    with Work(settings, manifest) as work:
        work.give(selector, seeds)
        if missing := work.missing(selector):
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
    if settings.engine != SPARK:
        return
    if not settings.is_building:
        with construction(settings, on_top=True) as site:
            look_again(site, source)
        return
    from dagster_project.sae.build.spark.engine import Work

    with Work(settings, parsed(settings)) as work:
        views = work.views_after(source)
        if not work.sees(views):  # another process built them
            build(settings, "mart")
            return
        work.give_control()
        work.take_back({view.unique_id for view in views})


def call_dbt(
    settings: Settings,
    *words: str,
    manifest: Manifest | None = None,
    is_judged: bool = True,
    apart: Mapping[str, str] | None = None,
) -> dbtRunnerResult:
    """Call dbt in this process, silent but for its result.

    Args:
        settings: the installation.
        words: flags, the command and its options.
        manifest: what was parsed before; parsed now when None.
        is_judged: whether a failure is an error here.
        apart: variables of ours set otherwise, to work beside a run.

    Raises:
        WarehouseError, DiskError: it failed and is judged here.
    """
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    place = ("--project-dir", str(settings.dbt_dir), "--profiles-dir", str(settings.dbt_dir))
    target = ("--target", _TARGETS[settings.engine])
    try:
        with _variables({**dbt_environment(settings), **(apart or {})}):
            outcome = dbtRunner(manifest=manifest).invoke([*_SILENT, *words, *place, *target])
    finally:
        # dbt keeps the file open otherwise, and the check could not read it.
        DuckDBConnectionManager.close_all_connections()
        for name in _WRITTEN_ALL_THE_SAME:
            (settings.dbt_target / _TARGET_FOLDERS[settings.engine] / name).unlink(missing_ok=True)
    if is_judged and not outcome.success:
        command = next(word for word in words if not word.startswith("-"))
        raise _failure(settings, f"dbt {command}: {outcome.exception or outcome.result}")
    return outcome


@contextmanager
def _variables(named: Mapping[str, str]) -> Iterator[None]:
    """The environment of this process with those variables, which are not left to what follows."""
    before = {name: os.environ.get(name) for name in named}
    os.environ.update(named)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


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
    if settings.engine == SPARK:
        from dagster_project.sae.build.spark.session import session

        return [tuple(row) for row in session(settings).sql(query).collect()]
    with read_only(settings) as connection:
        return list(connection.execute(query).fetchall())


def _failure(settings: Settings, said: str) -> SaeError:
    """What dbt said as an error; of a full disk or a lock it leaves nothing but the words."""
    if settings.engine == SPARK:
        from dagster_project.sae.build.spark.failures import failure_of

        return failure_of(said)
    if is_lock(said):
        return held(settings.warehouse, said)
    if os.strerror(errno.ENOSPC) not in said:
        return WarehouseError(said)
    return DiskError(
        f"{said}. Disknya penuh: kosongkan (sae doctor), lalu jalankan lagi. Yang sudah diterima "
        "tidak hilang, dan rilis terakhir tetap melayani."
    )


@contextmanager
def described(settings: Settings) -> Iterator[Path]:
    """Let dbt describe the models: a folder with `manifest.json` and `catalog.json`, gone after it.

    Dbt opens for writing what it describes. It is given a copy, and a folder of its own to work in,
    so that a run is neither stopped nor waited for. Without a built warehouse the catalog, which
    holds types and sizes, is empty.

    Raises:
        WarehouseError: dbt could not.
    """
    with own_copy(settings) as folder:
        copy, target = folder / settings.warehouse.name, folder / "dbt"
        empty = [] if copy.is_file() else ["--empty-catalog"]
        apart = {"SAE_WAREHOUSE": copy, "DBT_TARGET_PATH": target, "DBT_LOG_PATH": folder / "logs"}
        call_dbt(settings, "docs", "generate", *empty, apart={k: str(v) for k, v in apart.items()})
        yield target
