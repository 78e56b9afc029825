"""The reading child: a process of its own that opens received files, one after another.

Belongs here: the limits it sets on itself, the loop over tasks, the frames it answers with.
Stays out: starting and stopping it (`pool`), what reading means (`submission`).
Run as `python -m dagster_project.sae.intake.child LAYOUTS PROFILE`; tasks come as JSON lines.
"""

from __future__ import annotations

import gc
import json
import os
import pickle
import resource
import struct
import sys
import time
from pathlib import Path
from typing import BinaryIO

from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.submission import (
    Task,
    read_submission,
)

READY, DONE, MEMORY, CRASH, FAULT = b"R", b"D", b"M", b"C", b"F"
FRAME = struct.Struct(">cQ")
"""One answer: its kind, and the length of the pickled body that follows."""

_GRACE_SECONDS = 5
_LISTS_BEFORE_A_LOOK = 20_000


def main() -> int:
    """Read files until the input ends; the exit code is 0 then."""
    answers = _own_output()
    _limit_self()
    try:
        context = ReaderContext.load(Path(sys.argv[1]), Path(sys.argv[2]))
    except SaeError as error:  # of the installation: told as it is, and never of a file
        _send(answers, FAULT, body=str(error).encode())
        return 1
    # What is loaded stays; a workbook leaves few cycles. Looking for some at every 700 lists would
    # cost a twentieth of the reading (measured).
    gc.freeze()
    gc.set_threshold(_LISTS_BEFORE_A_LOOK)
    _send(answers, READY)
    for line in sys.stdin:
        _limit_time()
        kind = _answer(Task(**json.loads(line)), context, answers=answers)
        if kind != DONE:
            return 1  # whatever broke may have left this process unsound
    return 0


def _answer(task: Task, context: ReaderContext, *, answers: BinaryIO) -> bytes:
    kind, body = DONE, b""
    try:
        found = read_submission(task, context)
        tables = {name: (rows.names, rows.columns) for name, rows in found.tables.items()}
        body = pickle.dumps((found.accepted, found.findings, tables), protocol=5)
    except MemoryError:
        kind = MEMORY
    except BaseException as error:  # noqa: BLE001 - a native panic is no Exception; all end here
        kind = CRASH
        sys.stderr.write(f"{task.sha256}: {type(error).__name__}: {error}\n"[:500])
    _send(answers, kind, body=body)
    return kind


def _send(answers: BinaryIO, kind: bytes, *, body: bytes = b"") -> None:
    answers.write(FRAME.pack(kind, len(body)))
    answers.write(body)
    answers.flush()


def _own_output() -> BinaryIO:
    """Keep the answers' pipe for ourselves, so that a stray print cannot break a frame."""
    own = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(own, "wb")


def _limit_self() -> None:
    memory = limits.CHILD_MEMORY_BYTES
    # A child leaves no core and writes nothing but complaints; where a system has no such limit
    # there is none to set.
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.CHILD_COMPLAINT_BYTES),
        (resource.RLIMIT_AS, memory),
    ):
        try:
            resource.setrlimit(kind, (value, value))
        except (ValueError, OSError):
            continue


def _limit_time() -> None:
    """A child whose parent is gone ends by itself: processor time counts on when nobody waits."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(time.process_time() + limits.CHILD_SECONDS + _GRACE_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


if __name__ == "__main__":
    raise SystemExit(main())
