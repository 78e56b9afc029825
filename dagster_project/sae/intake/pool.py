"""Reading many files on all cores, whatever the files do to the readers.

Belongs here: starting, asking, timing out and replacing reading children.
Stays out: what a child does (`child`), which files are read (`pull`).
A child that dies is a refusal of the file it held; the others go on.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Rows
from dagster_project.sae.installation.errors import LayoutError, SaeError
from dagster_project.sae.intake.child import DONE, FAULT, FRAME, MEMORY, READY
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.guard import SAVE_AS
from dagster_project.sae.intake.patience import Deadline
from dagster_project.sae.intake.submission import Submission, Task, refusal

_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
_START_SECONDS = 60.0
_AHEAD = 16
"""Answers that may wait for the caller: enough to keep the children busy while a batch is written,
few enough that 16 files at the limit of cells stay under 250 MB (measured 15 MB each)."""

TOO_SLOW = (
    f"Berkas tidak selesai dibaca dalam {limits.CHILD_SECONDS:.0f} detik. Hapus lembar, baris, dan "
    "format di luar tabel, atau salin isian ke templat baru, lalu kirim lagi."
)
TOO_LARGE = (
    "Berkas memerlukan terlalu banyak memori untuk dibaca. Hapus lembar, baris, dan format di luar "
    "tabel, atau salin isian ke templat baru, lalu kirim lagi."
)
BROKE_READER = f"Berkas rusak sehingga pembacanya berhenti. {SAVE_AS}"
_KILLED = "killed from outside"


class ReadingPool:
    """Reads files in child processes; use it as a context manager."""

    def __init__(
        self,
        layouts_dir: Path,
        profile: Profile,
        *,
        workers: int | None = None,
        seconds: float = limits.CHILD_SECONDS,
    ) -> None:
        """Make a pool; children start when the first file comes.

        Args:
            layouts_dir: template and layouts.
            profile: the profile, also used for the refusals of files whose reader died.
            workers: how many children at once; one for each usable core when None.
            seconds: time for one file.
        """
        self.command = [
            *(sys.executable, "-m", "dagster_project.sae.intake.child"),
            *(str(layouts_dir), str(profile.folder)),
        ]
        self._profile = profile
        self._seconds = seconds
        self._children: set[_Child] = set()
        self._mine = threading.local()
        self._executor = ThreadPoolExecutor(
            max_workers=workers or len(os.sched_getaffinity(0)), thread_name_prefix="sae-baca"
        )

    def __enter__(self) -> ReadingPool:
        """The pool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every child, also those in the middle of a file."""
        for child in tuple(self._children):
            child.stop()
        self._executor.shutdown(wait=True, cancel_futures=True)
        for child in tuple(self._children):
            child.kill()

    def read_all(self, tasks: Iterable[Task]) -> Iterator[Submission]:
        """Read files; answers come in the order of the tasks.

        Reading starts with the call and stays a few files ahead of whoever takes the answers.

        Raises:
            LayoutError: the layouts or the profile are wrong; that is no fault of a file.
            SaeError: a child cannot start at all.
        """
        rest = iter(tasks)
        waiting = deque((task, self._submit(task)) for task in islice(rest, _AHEAD))
        return self._answers(waiting, rest)

    def warm(self) -> None:
        """Start a child now, for who knows that a file comes but not yet which."""
        self._executor.submit(self._child)

    def _submit(self, task: Task) -> Future[bytes | str]:
        return self._executor.submit(self._read, task)

    def _answers(
        self, waiting: deque[tuple[Task, Future[bytes | str]]], rest: Iterator[Task]
    ) -> Iterator[Submission]:
        while waiting:
            task, future = waiting.popleft()
            answer = self._submission(task, future)
            waiting.extend((task, self._submit(task)) for task in islice(rest, 1))
            yield answer

    def peak_memory(self) -> list[int]:
        """Highest resident memory of each living child in bytes, where the system tells it."""
        return [peak for child in tuple(self._children) if (peak := child.peak_memory())]

    def _submission(self, task: Task, future: Future[bytes | str]) -> Submission:
        answer = future.result()
        if isinstance(answer, str):
            return refusal(task, answer, profile=self._profile)
        accepted, findings, tables = _PlainUnpickler(io.BytesIO(answer)).load()
        return Submission(accepted, findings, {name: Rows(*rows) for name, rows in tables.items()})

    def _read(self, task: Task) -> bytes | str:
        """The pickled answer, or the sentence why there is none."""
        answer, was_fresh = self._ask(task)
        if answer in (TOO_LARGE, _KILLED) and not was_fresh:
            # The child may have been full of the files before, or ended from outside: once more.
            answer, _ = self._ask(task)
        return BROKE_READER if answer == _KILLED else answer

    def _ask(self, task: Task) -> tuple[bytes | str, bool]:
        """The answer of this thread's child, and whether the child was new."""
        child = self._child()
        was_fresh = child.tasks == 0
        answer = child.ask(task, seconds=self._seconds)
        if isinstance(answer, str):
            self._drop(child)
        return answer, was_fresh

    def _child(self) -> _Child:
        """This thread's child; a fresh one when there is none or it has read enough."""
        child: _Child | None = getattr(self._mine, "child", None)
        if child is None or child.tasks >= limits.CHILD_TASKS:
            self._drop(child)
            child = _Child(self.command)
            self._children.add(child)
            self._mine.child = child
        return child

    def _drop(self, child: _Child | None) -> None:
        self._mine.child = None
        if child is not None:
            child.kill()
            self._children.discard(child)


class _Child:
    """One reading child and its pipes."""

    def __init__(self, command: list[str]) -> None:
        self.tasks = 0
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the child
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=_PACKAGE_ROOT,  # where `-m` finds this package, installed or not
        )
        kind, body = self._first()
        if kind == FAULT:
            self.kill()
            raise LayoutError(body.decode("utf-8", "replace"))
        if kind != READY:
            self.kill()
            self._errors.seek(0)
            said = self._errors.read()[-2000:].decode("utf-8", "replace").strip()
            raise SaeError(f"Proses pembaca tidak dapat dimulai: {said or 'tanpa pesan'}")

    def ask(self, task: Task, *, seconds: float) -> bytes | str:
        """Read one file: the pickled answer, or the sentence why there is none."""
        self.tasks += 1
        try:
            assert self._process.stdin is not None  # noqa: S101 - it is a pipe
            self._process.stdin.write(json.dumps(asdict(task)).encode() + b"\n")
            self._process.stdin.flush()
            answer = self._receive(seconds)
        except TimeoutError:
            return TOO_SLOW
        except BrokenPipeError:
            answer = None
        if answer is None:
            code = self._process.wait()
            return _KILLED if code == -signal.SIGKILL else BROKE_READER
        kind, body = answer
        if kind == DONE:
            return body
        return TOO_LARGE if kind == MEMORY else BROKE_READER

    def peak_memory(self) -> int:
        """Highest resident memory so far in bytes; 0 where the system does not tell."""
        status = Path(f"/proc/{self._process.pid}/status")
        if not status.is_file():
            return 0
        fields = dict(
            line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines()
        )
        return int(fields.get("VmHWM", "0 kB").split()[0]) * 1024

    def stop(self) -> None:
        """End the child at once; whoever waits for its answer learns that it is gone."""
        self._process.kill()

    def kill(self) -> None:
        """End the child and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def _first(self) -> tuple[bytes | None, bytes]:
        try:
            answer = self._receive(_START_SECONDS)
        except TimeoutError:
            return None, b""
        return answer or (None, b"")

    def _receive(self, seconds: float) -> tuple[bytes, bytes] | None:
        """One answer, kind and body; None when the child ended instead.

        Raises:
            TimeoutError: it did neither in time.
        """
        deadline = Deadline(self._process.pid, seconds)
        head = self._exactly(FRAME.size, deadline)
        if head is None:
            return None
        kind, length = FRAME.unpack(head)
        if length > limits.CHILD_ANSWER_BYTES:
            return MEMORY, b""
        body = self._exactly(length, deadline)
        return None if body is None else (kind, body)

    def _exactly(self, size: int, deadline: Deadline) -> bytes | None:
        assert self._process.stdout is not None  # noqa: S101 - it is a pipe
        number = self._process.stdout.fileno()
        parts: list[bytes] = []
        while size > 0:
            ready, _, _ = select.select([number], [], [], deadline.left())
            if not ready:
                if deadline.is_over():
                    raise TimeoutError
                continue
            part = os.read(number, min(size, limits.MIB))
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


class _PlainUnpickler(pickle.Unpickler):
    """Takes plain values and dates only: hostile bytes that took over a child run no code here."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("datetime", "date"), ("datetime", "datetime")}:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} has no place in an answer")
