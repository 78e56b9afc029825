"""One step as a process of its own, watched from outside: time, memory and disk of its whole tree.

Belongs here: running it, its limits, ending it when its time is over, keeping what it said.
Stays out: what a step does (`langkah`), in which order (`ukur`).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lab.bench.measure import ROOT, tree_memory_mib, tree_processor_seconds

CHILD = "lab.bench.nasional.langkah"
POLL_SECONDS, DISK_EVERY = 0.2, 10
GIB = 1024.0**3
_TOLD = 1500
_ERROR = re.compile(r"^[\w.]+(?:Error|Exception|Exit|Killed)\b", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """What a step took.

    Attributes:
        wall, processor: seconds; of the processor those of all processes of the step.
        peak_mib: most resident memory of all of them together.
        disk_gib: most that lay in the folder of the nation while it ran.
        said: what it wrote about itself; empty when it failed.
        error: the last error of a step that failed or was ended, or None.
    """

    wall: float
    processor: float
    peak_mib: float
    disk_gib: float
    said: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


def run(name: str, home: Path, *, env: Mapping[str, str], at_most: float) -> Measured:
    """Run one step of `langkah` to its end, or for so many seconds.

    Args:
        name: of the step.
        home: the folder of the nation.
        env: variables beside those of this process.
        at_most: seconds after which it is ended; that is its error then.
    """
    log, said = home.with_name(f"{home.name}.{name}.log"), home / f"{name}.json"
    said.unlink(missing_ok=True)
    started = time.perf_counter()
    watched = _Watched(home)
    with log.open("w", encoding="utf-8") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", CHILD, name, str(home)],
            env={**os.environ, "PYTHONPATH": str(ROOT), **env},
            cwd=ROOT,
            stdout=sink,
            stderr=sink,
            start_new_session=True,  # its own children end with it
        )
        is_ended = False
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if not is_ended and time.perf_counter() - started > at_most:
                os.killpg(process.pid, signal.SIGKILL)
                is_ended = True
            watched.look(process.pid)
            time.sleep(POLL_SECONDS)
    process.returncode = os.waitstatus_to_exitcode(status)
    error = f"ended after {at_most:.0f} s" if is_ended else None
    if process.returncode and not is_ended:
        error = _what_it_said(log) or f"exit {process.returncode}"
    return Measured(
        wall=time.perf_counter() - started,
        processor=max(usage.ru_utime + usage.ru_stime, watched.processor),
        peak_mib=watched.peak_mib,
        disk_gib=watched.disk_gib,
        said={} if error else json.loads(said.read_text(encoding="utf-8")),
        error=error,
    )


def _what_it_said(log: Path) -> str:
    """The last error of a log, without its trace: the paths there are those of one machine."""
    text = log.read_text(encoding="utf-8").strip()
    errors = [found.start() for found in _ERROR.finditer(text)]
    return (text[errors[-1] :] if errors else text.rpartition("\n")[2])[:_TOLD]


class _Watched:
    """Peaks of a process tree and of a folder, looked at from time to time."""

    def __init__(self, home: Path) -> None:
        self._home, self._looks, self._seconds = home, 0, dict[int, float]()
        self.peak_mib = self.disk_gib = 0.0

    @property
    def processor(self) -> float:
        """Seconds of all processes that were seen, also of those nobody waited for."""
        return sum(self._seconds.values())

    def look(self, pid: int) -> None:
        self.peak_mib = max(self.peak_mib, tree_memory_mib(pid))
        self._seconds.update(tree_processor_seconds(pid))
        if self._looks % DISK_EVERY == 0:
            self.disk_gib = max(self.disk_gib, size_of(self._home) / GIB)
        self._looks += 1


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder; what goes while it is counted is not."""
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                total += (Path(path) / name).stat().st_blocks * 512
            except OSError:
                continue
    return total


class SmallDisk:
    """A folder that holds only so much: a file system in memory, mounted there while it is used.

    Raises:
        OSError: it cannot be mounted; only root can.
    """

    def __init__(self, folder: Path, size: str) -> None:
        self._folder, self._size = folder, size

    def __enter__(self) -> SmallDisk:
        self._folder.mkdir(parents=True, exist_ok=True)
        mount = shutil.which("mount")
        if os.geteuid() != 0 or mount is None:
            raise OSError("only root can mount a small disk")
        command = [mount, "-t", "tmpfs", "-o", f"size={self._size}", "tmpfs", str(self._folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise OSError(done.stderr.strip())
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["umount", str(self._folder)], check=True)
