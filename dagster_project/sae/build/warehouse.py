"""The build warehouse: run dbt on it, read from it.

Belongs here: the environment dbt needs, one in-process dbt call, read-only connections.
Stays out: SQL (dbt models), checks, publishing. Nothing but dbt writes the warehouse.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from dagster_project.sae.installation.errors import DiskError, SaeError, WarehouseError
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb

Selector = Literal["stage", "mart"]


@dataclass(frozen=True)
class BuildResult:
    """What one dbt build did: node counts by status."""

    counts: Mapping[str, int]
    seconds: float


def dbt_environment(settings: Settings) -> dict[str, str]:
    """Environment variables that `dbt_project.yml`, `profiles.yml` and the sources read."""
    return {
        "SAE_HOME": str(settings.home),
        "SAE_PROFIL": settings.profile,
        "SAE_PROFIL_SEEDS": os.path.relpath(settings.profile_dir, settings.dbt_dir),
        "SAE_WORK": str(settings.work),
        "SAE_WAREHOUSE": str(settings.warehouse),
        "SAE_MEMORY_LIMIT": settings.memory_limit,
        "SAE_THREADS": str(settings.threads),
        "DBT_TARGET_PATH": str(settings.dbt_target / "target"),
        "DBT_LOG_PATH": str(settings.dbt_target / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
    }


def build(
    settings: Settings,
    selector: Selector,
    *,
    skipping: Sequence[str] = ("unit_test",),
    only: Sequence[str] = (),
) -> BuildResult:
    """Run `dbt build` for one selector in this process and close its connections.

    Args:
        settings: the installation.
        selector: which half of the models.
        skipping: dbt resource types left out. Unit tests judge the SQL, not the data: they belong
            to `make test`, not to every run.
        only: words of dbt's node selection that take the selector's place, for measuring parts.

    Raises:
        WarehouseError: a node failed; the message names the first one and its error.
        DiskError: the disk is full.
    """
    from time import perf_counter

    started = perf_counter()
    settings.work.mkdir(parents=True, exist_ok=True)
    os.environ.update(dbt_environment(settings))
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    arguments = [
        "--quiet",
        # A good part of a small build went into the debug log; a node that fails says so in its
        # error. Relations are still listed first: looked up by need (--no-populate-cache), two
        # threads now and then disagree about what is there, and a run breaks.
        "--log-level-file",
        "error",
        "build",
        *(("--select", *only) if only else ("--selector", selector)),
        *(word for kind in skipping for word in ("--exclude-resource-type", kind)),
        "--project-dir",
        str(settings.dbt_dir),
        "--profiles-dir",
        str(settings.dbt_dir),
    ]
    try:
        outcome = dbtRunner().invoke(arguments)
    finally:
        # dbt keeps the file open otherwise, and the check could not read it.
        DuckDBConnectionManager.close_all_connections()
    nodes = list(getattr(outcome.result, "results", None) or [])
    failed = [node for node in nodes if str(node.status) in {"error", "fail", "runtime error"}]
    if failed:
        first = failed[0]
        raise _failure(
            f"dbt {selector}: {len(failed)} of {len(nodes)} nodes failed, "
            f"first {first.node.unique_id}: {first.message}"
        )
    if not outcome.success:
        raise _failure(f"dbt {selector}: {outcome.exception}")
    counts: dict[str, int] = {}
    for node in nodes:
        counts[str(node.status)] = counts.get(str(node.status), 0) + 1
    return BuildResult(counts=counts, seconds=perf_counter() - started)


def _failure(said: str) -> SaeError:
    """What dbt said as an error; of a full disk it and DuckDB leave nothing but the words."""
    if os.strerror(errno.ENOSPC) not in said:
        return WarehouseError(said)
    return DiskError(
        f"{said}. The disk is full: make space (sae doctor), then run again. Nothing received is "
        "lost, and the last release keeps serving."
    )


def describe(settings: Settings) -> Path:
    """Let dbt describe the models and return the folder with `manifest.json` and `catalog.json`.

    Without a built warehouse the catalog, which holds types and sizes, is empty.

    Raises:
        WarehouseError: dbt could not.
    """
    settings.work.mkdir(parents=True, exist_ok=True)
    os.environ.update(dbt_environment(settings))
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    place = ["--project-dir", str(settings.dbt_dir), "--profiles-dir", str(settings.dbt_dir)]
    empty = [] if settings.warehouse.is_file() else ["--empty-catalog"]
    try:
        outcome = dbtRunner().invoke(["--quiet", "docs", "generate", *empty, *place])
    finally:
        DuckDBConnectionManager.close_all_connections()
    if not outcome.success:
        raise WarehouseError(f"dbt docs generate: {outcome.exception or outcome.result}")
    return settings.dbt_target / "target"


@contextmanager
def read_only(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the build warehouse, closed at the end.

    Raises:
        WarehouseError: there is no warehouse yet.
    """
    import duckdb

    if not settings.warehouse.is_file():
        raise WarehouseError(f"no warehouse at {settings.warehouse}; run `sae run` first")
    connection = duckdb.connect(str(settings.warehouse), read_only=True)
    try:
        yield connection
    finally:
        connection.close()
