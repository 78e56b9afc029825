"""How long a reading child may take: its own processor time, not the clock on the wall.

Belongs here: the deadline of one file. Stays out: what happens when it has passed (`pool`).
On a busy machine a good file waits for a core; refusing it for that would be wrong, and the
refusal would stay. A child that works but gets no core is given more time, one that sleeps is not.
"""

from __future__ import annotations

import os
from pathlib import Path
from time import monotonic

_PATIENCE = 12
"""Times the limit by the clock before even a starved child is given up."""

_STARVED = frozenset("RD")
"""States of a process that wants to go on: runnable, or waiting for the disk."""


class Deadline:
    """The time one file may take, from now on."""

    def __init__(self, pid: int, seconds: float) -> None:
        """Begin to count.

        Args:
            pid: the child that reads the file.
            seconds: its processor time; by the clock where the system does not tell that.
        """
        self._pid, self._seconds = pid, seconds
        self._started = monotonic()
        self._before = _usage(pid)
        self._next = self._started + seconds

    def left(self) -> float:
        """Seconds to wait before asking again whether it `is_over`."""
        return max(0.0, self._next - monotonic())

    def is_over(self) -> bool:
        """Whether the child has had its time, or has given up using it."""
        now = monotonic()
        if now < self._next:
            return False
        usage = _usage(self._pid)
        if usage is None or self._before is None or usage[1] not in _STARVED:
            return True
        used = usage[0] - self._before[0]
        if used >= self._seconds or now - self._started >= _PATIENCE * self._seconds:
            return True
        self._next = now + max(0.1, self._seconds - used)
        return False


def _usage(pid: int) -> tuple[float, str] | None:
    """Processor seconds and state of a process, or None where the system does not tell."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        # The name stands in parentheses and may itself hold some.
        fields = text.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), fields[0]
    except (OSError, ValueError, IndexError, AttributeError):
        return None
