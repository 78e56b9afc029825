"""Who holds a file: a database that another process has open is busy, not damaged.

Belongs here: reading DuckDB's words about a lock, naming processes that have a file open.
Stays out: what is done about it (`build.site`, `care.doctor`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dagster_project.sae.installation.words import printable

_COMMAND_SHOWN = 80
# DuckDB: 'Could not set lock on file "…": Conflicting lock is held in /usr/bin/duckdb (PID 12)
# by user x.' Where it may not look at the other process, the part after the colon is shorter.
_LOCK = re.compile(r"Could not set lock on file|file is already open in", re.IGNORECASE)
_HELD_IN = re.compile(r"(?:held|already open) in\s+(?P<program>.+?) \(PID (?P<pid>\d+)\)")


@dataclass(frozen=True)
class Process:
    """A process as people find it again: its number and how it was called."""

    pid: int
    command: str

    def __str__(self) -> str:
        """'proses 12 (duckdb warehouse.duckdb)'."""
        return f"proses {self.pid} ({printable(self.command, limit=_COMMAND_SHOWN)})"


def is_lock(said: object) -> bool:
    """Whether an error of DuckDB, or what dbt made of it, speaks of another process's lock."""
    return bool(_LOCK.search(str(said)))


def holder_named(said: object) -> Process | None:
    """The process that such an error names; None where the system did not tell DuckDB."""
    found = _HELD_IN.search(str(said))
    if found is None:
        return None
    pid = int(found["pid"])
    return Process(pid, _command(pid) or found["program"])


def holders(path: Path) -> Iterator[Process]:
    """Processes that have a file open, as far as we may look; ourselves left out."""
    import os

    import psutil

    for process in psutil.process_iter(["pid"]):
        try:
            if process.pid != os.getpid() and any(
                Path(opened.path) == path for opened in process.open_files()
            ):
                yield Process(process.pid, _command(process.pid))
        except (psutil.Error, OSError):
            continue  # ended meanwhile, or somebody else's process


def _command(pid: int) -> str:
    """How a process was called; its name where the rest may not be seen, or nothing."""
    import psutil

    try:
        process = psutil.Process(pid)
        return " ".join(process.cmdline()) or process.name()
    except (psutil.Error, OSError):
        return ""
