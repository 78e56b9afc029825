"""Signs: what an examination saw, how bad it is, and the one safe thing to do about it.

Belongs here: the shape of a sign.
Stays out: the examinations (their own modules), their order (`examine`), how signs look on a
terminal (`cli.doctor`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class State(IntEnum):
    """How bad it is; the numbers are the exit codes a monitor reads (0 well, 1 warning, 2 bad)."""

    BAIK = 0
    PERHATIAN = 1
    GAWAT = 2


@dataclass(frozen=True)
class Sign:
    """One thing that was looked at.

    Attributes:
        subject: what was looked at, in Indonesian, such as `Ruang disk`.
        state: how bad it is.
        sentence: what was seen, with the figures.
        action: the one safe thing to do; empty when all is well.
    """

    subject: str
    state: State
    sentence: str
    action: str = ""


def well(subject: str, sentence: str) -> Sign:
    """A sign that all is well with a subject."""
    return Sign(subject, State.BAIK, sentence)
