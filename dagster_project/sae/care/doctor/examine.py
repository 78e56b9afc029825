"""The whole examination: every look at the installation in order, and its worst state.

Belongs here: the order of the examinations, their summed state.
Stays out: the examinations themselves (their own modules), the shape of a sign (`signs`), how
signs look on a terminal (`cli.doctor`).
An examination only looks: it repairs nothing, takes no lock and never fails because of what it
finds, so a monitor may call it at any moment, also in the middle of a run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dagster_project.sae.care.doctor import archive, disk, environment, served, workshop
from dagster_project.sae.care.doctor.signs import Sign, State
from dagster_project.sae.installation.settings import Settings

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
