"""Signs: what an examination saw, how bad it is, and the one safe thing to do about it.

Belongs here: the shape of a sign, the order of the examinations, their summed state.
Stays out: the examinations themselves (their own modules) and how signs look (`terminal_doctor`).
An examination only looks: it repairs nothing, takes no lock and never fails because of what it
finds, so a monitor may call it at any moment, also in the middle of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from dagster_project.sae.installation.settings import Settings


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


Examination = Callable[[Settings], Iterable[Sign]]


def examine(settings: Settings, *, deep: bool = False) -> tuple[Sign, ...]:
    """Look at the whole installation; nothing is changed.

    Args:
        settings: the installation.
        deep: also read every archived byte and every byte of all kept releases.

    Returns:
        Every sign, also the good ones, in the order of the flow: environment, disk, inbox and
        archive, warehouse, release, Dagster.
    """
    from dagster_project.sae.care.doctor import archive, disk, environment, served, workshop

    looks: list[Examination] = [
        *environment.EXAMINATIONS,
        *disk.EXAMINATIONS,
        *archive.EXAMINATIONS,
        *(archive.DEEP_EXAMINATIONS if deep else ()),
        *workshop.EXAMINATIONS,
        *served.EXAMINATIONS,
        *(served.DEEP_EXAMINATIONS if deep else ()),
    ]
    return tuple(sign for look in looks for sign in _looked(look, settings))


def worst(signs: Iterable[Sign]) -> State:
    """The worst state among the signs."""
    return max((sign.state for sign in signs), default=State.BAIK)


def well(subject: str, sentence: str) -> Sign:
    """A sign that all is well with a subject."""
    return Sign(subject, State.BAIK, sentence)


def _looked(look: Examination, settings: Settings) -> tuple[Sign, ...]:
    """The signs of one examination; what cannot even be looked at is itself a sign."""
    try:
        return tuple(look(settings))
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        return (
            Sign(
                "Pemeriksaan",
                State.GAWAT,
                f"Tidak dapat melihat{place}: {error.strerror or error}.",
                "Periksa hak akses folder itu, lalu jalankan sae doctor lagi.",
            ),
        )
