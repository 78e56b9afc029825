"""What `sae templat` says about the workbooks it wrote.

Belongs here: its lines. Stays out: the workbooks (`blank`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dagster_project.cli.shown.say import say

if TYPE_CHECKING:
    from dagster_project.sae.blank.write import Blank

_WORDS = (
    ("INDIKATOR", "indikator"),
    ("REALISASI", "baris realisasi"),
    ("HAMBATAN_TL", "hambatan dan tindak lanjut"),
    ("ANGGARAN", "pos anggaran"),
    ("KOLABORASI", "baris kolaborasi"),
)


def print_blank(blank: Blank) -> None:
    """One workbook: where it lies, what is in it, how to send it."""
    say(f"Templat ditulis ke {blank.path} (terisi: {_filled(blank)}).")
    say(f"Kirim setelah diisi dengan nama {blank.send_as}")


def print_blanks(blanks: Sequence[Blank]) -> None:
    """All workbooks of a cycle: a line for each that begins with something, the rest as a count."""
    for line in _lines(blanks):
        say(line)


def _lines(blanks: Sequence[Blank]) -> Iterator[str]:
    for blank in blanks:
        if blank.source is not None:
            yield f"{blank.path.name}  {blank.request.opd.name}: {_filled(blank)}"
    empty = sum(blank.source is None for blank in blanks)
    told = f"; {empty} di antaranya hanya berisi SAMPUL (belum pernah melapor)" if empty else ""
    folder = blanks[0].path.parent
    yield f"{len(blanks)} buku kerja dan RINGKASAN.csv ditulis ke {folder}{told}."


def _filled(blank: Blank) -> str:
    if blank.source is None:
        return "hanya SAMPUL"
    found = [f"{blank.rows[sheet]} {word}" for sheet, word in _WORDS if blank.rows[sheet]]
    return f"{', '.join(found)} dari {blank.source}"
