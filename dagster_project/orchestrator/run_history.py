"""Dagster's own history: old runs with their events and step logs, by age.

Belongs here: choosing and deleting runs through Dagster's instance, giving the space back.
Stays out: everything on disk that is ours (`sae.care.upkeep`), when this runs (`defs/jobs.py`).
The audit trail of the warehouse is in its own tables and manifests: no number is lost with a run.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster._core.storage.dagster_run import RunRecord

from dagster_project.sae.care.upkeep import Ages, Removal
from dagster_project.sae.installation.settings import Settings

KIND = "riwayat jalan Dagster"
_FINISHED = (
    dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED
)  # fmt: skip
_BATCH = 200


def clean_history(
    instance: dg.DagsterInstance, settings: Settings, ages: Ages, *, is_trial: bool
) -> Removal:
    """Delete finished runs that are older than their age and not among the last.

    Args:
        instance: whose runs; its storage may be SQLite or PostgreSQL.
        settings: gives the home of Dagster, to measure and to shrink SQLite files.
        ages: how long runs are kept, and how many always stay.
        is_trial: delete nothing.
    """
    home = settings.orchestrator
    before = _bytes(home)
    old = _old_runs(instance, ages)
    if is_trial or not old:
        return Removal(KIND, len(old), 0)
    for record in old:
        run_id = record.dagster_run.run_id
        instance.compute_log_manager.delete_logs(prefix=[run_id])
        instance.delete_run(run_id)
        # SQLite keeps a database for each run, which Dagster empties and leaves behind.
        for leftover in (home / "history" / "runs").glob(f"{run_id}.db*"):
            leftover.unlink(missing_ok=True)
        _remove_empty(home / "storage" / run_id)
    problem = _shrink(home)
    return Removal(KIND, len(old), max(before - _bytes(home), 0), problem)


def _old_runs(instance: dg.DagsterInstance, ages: Ages) -> list[RunRecord]:
    """Finished runs beyond the last ones and created before the limit, oldest first."""
    limit = datetime.now(UTC) - timedelta(days=ages.jalan_hari)
    latest = instance.get_run_records(limit=ages.jalan_sisa)
    kept = {record.dagster_run.run_id for record in latest}
    found: list[RunRecord] = []
    while True:
        page = instance.get_run_records(
            dg.RunsFilter(statuses=list(_FINISHED), created_before=limit),
            limit=_BATCH,
            ascending=True,
            cursor=found[-1].dagster_run.run_id if found else None,
        )
        found += page
        if len(page) < _BATCH:
            return [record for record in found if record.dagster_run.run_id not in kept]


def _shrink(home: Path) -> str:
    """Give deleted pages of SQLite files back to the disk; a busy file waits for the next time."""
    busy = []
    for file in sorted(home.rglob("*.db")):
        if file.parent.name == "runs" and file.name != "index.db" and file.name != "runs.db":
            continue  # one run each: it goes as a whole
        try:
            with closing(sqlite3.connect(file, timeout=5, isolation_level=None)) as connection:
                connection.execute("vacuum")
                # The vacuumed pages stand in the log beside the file until they are moved over.
                connection.execute("pragma wal_checkpoint(truncate)")
        except sqlite3.Error as error:
            busy.append(f"{file.name}: {error}")
    return "; ".join(busy)


def _remove_empty(folder: Path) -> None:
    if folder.is_dir() and not any(p.is_file() for p in folder.rglob("*")):
        for inner in sorted((p for p in folder.rglob("*") if p.is_dir()), reverse=True):
            inner.rmdir()
        folder.rmdir()


def _bytes(home: Path) -> int:
    return sum(path.lstat().st_size for path in home.rglob("*") if path.is_file())
