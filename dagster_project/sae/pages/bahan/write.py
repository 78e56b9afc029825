"""The folder of the meeting's material inside a release.

Belongs here: which files there are. Stays out: what they show (`deck`, `paper`).
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.sae.pages.bahan.brief import TABLES, Brief
from dagster_project.sae.pages.bahan.paper import DECK, write_paper
from dagster_project.sae.pages.reader import read_tables

MATERIAL = "bahan"


def write_material(database: Path, folder: Path) -> None:
    """Write the deck and the printable page of a release; the same release gives the same bytes.

    Args:
        database: the file of the whole release; the material is not for everybody.
        folder: where to write; it must not exist.

    Raises:
        ReleaseError: the release cannot be read.
        OSError: something cannot be written.
    """
    from dagster_project.sae.pages.bahan.deck import write_deck

    folder.mkdir()
    brief = Brief(read_tables(database, only=TABLES))
    (folder / DECK).write_bytes(write_deck(brief))
    write_paper(brief, folder)
