"""The single write lane: one run at a time on one installation.

Belongs here: taking the lane, waiting for it, saying who holds it.
Stays out: what a run does while it holds the lane (`pipeline`), locks inside DuckDB.
The lock is the operating system's, so the lane of a killed run is free at once; the note beside it
(`jalur.json`) only tells the next one who it is waiting for and is never trusted as a lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import LaneBusyError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import number


@dataclass(frozen=True)
class Holder:
    """Who holds the lane: a name for people, the process, and since when (local time)."""

    owner: str
    pid: int
    since: datetime

    def __str__(self) -> str:
        """The same in every language: 'sae run (pid 12, 2026-11-23 08:00:00)'."""
        return f"{self.owner} (pid {self.pid}, {self.since:%Y-%m-%d %H:%M:%S})"


@contextmanager
def lane(
    settings: Settings,
    *,
    wait_seconds: float,
    owner: str,
    waiting: Callable[[str], None] | None = None,
) -> Iterator[Holder]:
    """Hold the write lane for the length of a `with` block.

    Args:
        settings: gives the lock file and the clock.
        wait_seconds: how long to wait for another run; 0 asks once.
        owner: what the next run is told about this one, like `sae run` or `dagster`.
        waiting: told once who holds the lane and since when, as the wait begins.

    Yields:
        What the others are told about us.

    Raises:
        LaneBusyError: another run still holds the lane after the wait; names it and since when.
        OSError: the folder cannot be written, or its file system knows no locks (a network mount).
    """
    settings.lane_lock.parent.mkdir(parents=True, exist_ok=True)
    # A lock that exists only as a file would outlive a killed run: refuse that fallback.
    lock = FileLock(settings.lane_lock, fallback_to_soft=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _wait(lock, settings, wait_seconds=wait_seconds, waiting=waiting)
    holder = Holder(owner=owner, pid=os.getpid(), since=settings.now())
    try:
        _write_note(_note(settings), holder)
        yield holder
    finally:
        _note(settings).unlink(missing_ok=True)
        lock.release()


@contextmanager
def lane_if_free(settings: Settings, *, owner: str) -> Iterator[bool]:
    """Hold the write lane if no other process does; whether one may write in the `with` block.

    For readers that make up for what a killed run left: while another run is at it, it is not left.

    Raises:
        OSError: as `lane`.
    """
    with ExitStack() as held:
        try:
            held.enter_context(lane(settings, wait_seconds=0, owner=owner))
        except LaneBusyError:
            holder = lane_holder(settings)
            yield holder is not None and holder.pid == os.getpid()  # a step of a run asks
        else:
            yield True


def lane_holder(settings: Settings) -> Holder | None:
    """Who the note says holds the lane, or None; a killed run may have left its note behind."""
    try:
        note = json.loads(_note(settings).read_text(encoding="utf-8"))
        return Holder(
            owner=str(note["owner"]),
            pid=int(note["pid"]),
            since=datetime.fromisoformat(note["since"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None  # the note is being written, or was cut: it is courtesy, not truth


def _wait(
    lock: FileLock,
    settings: Settings,
    *,
    wait_seconds: float,
    waiting: Callable[[str], None] | None,
) -> None:
    """Wait for a busy lane, or raise LaneBusyError."""
    if wait_seconds > 0 and waiting is not None:
        waiting(_named(settings))
    try:
        lock.acquire(timeout=max(wait_seconds, 0), poll_interval=0.1)
    except Timeout as error:
        raise LaneBusyError(
            f"Jalur tulis sedang dipegang {_named(settings)}; ditunggu {number(wait_seconds, 1)} "
            "detik. Coba lagi setelah proses itu selesai."
        ) from error


def _named(settings: Settings) -> str:
    holder = lane_holder(settings)
    return str(holder) if holder else "? (pid ?)"


def _note(settings: Settings) -> Path:
    return settings.lane_lock.with_suffix(".json")


def _write_note(path: Path, holder: Holder) -> None:
    note = {"owner": holder.owner, "pid": holder.pid, "since": holder.since.isoformat()}
    disk.write_whole(path, json.dumps(note).encode())
