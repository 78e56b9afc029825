"""dbt, called in this process over a project that is parsed once for each state of its files.

Belongs here: the environment dbt needs, the engine it is told to use, its errors as ours.
Stays out: what is built of it (`warehouse`), SQL (dbt models).
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dagster_project.sae.build.site import held
from dagster_project.sae.build.spark.place import tables_uri_of
from dagster_project.sae.installation import room
from dagster_project.sae.installation.engine import DUCKDB, SPARK, Engine
from dagster_project.sae.installation.errors import SaeError, WarehouseError
from dagster_project.sae.installation.held import is_lock
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    from dbt.cli.main import dbtRunnerResult
    from dbt.contracts.graph.manifest import Manifest

# dbt says how it went in its result; log lines and JSON that nobody reads were a good part of a
# small build. Relations are still listed first: looked up by need (--no-populate-cache), two
# threads now and then disagree about what is there, and a run breaks.
_SILENT = ("--quiet", "--log-level", "none", "--log-level-file", "none")
# What dbt-duckdb reads a source from, in its `meta`.
_PLACE = "external_location"
# What dbt writes for its own makers, also when told to write nothing.
_WRITTEN_ALL_THE_SAME = ("perf_info.json", "graph_summary.json")
_last: dict[str, _Project] = {}  # what this process parsed last, for each engine
# Outputs of profiles.yml, and where dbt keeps what it parsed for each: for another it starts anew.
_OUTPUTS = {DUCKDB: "build", SPARK: "spark"}
_TARGETS = {DUCKDB: "target", SPARK: "target-spark"}


def dbt_environment(settings: Settings) -> dict[str, str]:
    """Environment variables that `dbt_project.yml`, `profiles.yml`, macros and sources read."""
    return {
        "SAE_SPARK_TABEL": tables_uri_of(settings),
        "SAE_HOME": str(settings.home),
        "SAE_PROFIL": settings.profile,
        "SAE_PROFIL_SEEDS": os.path.relpath(settings.profile_dir, settings.dbt_dir),
        "SAE_WORK": str(settings.work),
        "SAE_WAREHOUSE": str(settings.warehouse),
        "SAE_MEMORY_LIMIT": settings.memory_limit,
        "SAE_THREADS": str(settings.threads),
        "DBT_TARGET_PATH": str(settings.dbt_target / _TARGETS[settings.engine.name]),
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
    last = _last.get(settings.engine.name)
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
    project = _last[settings.engine.name] = _Project(fingerprint, manifest, settings.work)
    return project


def write_manifest(settings: Settings) -> Path:
    """Write what dbt parses as `manifest.json`, for who reads it as a file, and say where it is.

    Raises:
        WarehouseError: the project cannot be parsed.
    """
    # As a run parses it, or each would undo what dbt remembers of the other's parsing; and a build
    # of this process needs no other.
    # Who reads it is told of DuckDB's: the models are the same, and Spark need not be here.
    _parse(replace(settings, is_building=True, engine=Engine()), _files_fingerprint(settings))
    return settings.dbt_target / "target" / "manifest.json"


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
    target = ("--target", _OUTPUTS[settings.engine.name])
    try:
        with _variables({**dbt_environment(settings), **(apart or {})}):
            outcome = dbtRunner(manifest=manifest).invoke([*_SILENT, *words, *place, *target])
    finally:
        # dbt keeps the file open otherwise, and the check could not read it.
        DuckDBConnectionManager.close_all_connections()
        for name in _WRITTEN_ALL_THE_SAME:
            (settings.dbt_target / _TARGETS[settings.engine.name] / name).unlink(missing_ok=True)
    if is_judged and not outcome.success:
        command = next(word for word in words if not word.startswith("-"))
        raise failure(settings, f"dbt {command}: {outcome.exception or outcome.result}")
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


def failure(settings: Settings, said: str) -> SaeError:
    """What dbt said as an error; of a full disk or a lock it leaves nothing but the words.

    The disk is asked here, while what was written still stands on it.
    """
    if settings.engine.name == SPARK:
        from dagster_project.sae.build.spark.failures import failure_of
        from dagster_project.sae.build.spark.session import log_of

        return failure_of(said, log_of(settings))
    if is_lock(said):
        return held(settings.warehouse, said)
    is_full = room.is_full(said, settings.warehouse.parent)
    return room.full(said) if is_full else WarehouseError(said)
