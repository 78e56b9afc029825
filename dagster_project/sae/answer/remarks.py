"""What one file is told: remarks with their cells, the same whether found alone or in a run.

Belongs here: the shape of a remark and of an answer, their order, their limits.
Stays out: finding them (`examine`, `returns`), writing them (`workbook`, `report`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.file.cells import parse_address

Outcome = Literal["bersih", "perlu diperbaiki", "ditolak"]

SEVERITY_WORDS = {
    "K": "menahan OPD",
    "B": "menahan baris",
    "P": "peringatan",
    "I": "informasi",
}
EMPTY_CELL = "(kosong)"


@dataclass(frozen=True)
class Remark:
    """One remark on one file.

    Attributes:
        rule: id of the rule.
        severity: K, B, P or I.
        sheet: sheet as the file names it, or None when it is about the whole file.
        cell: address in that sheet ('F12', '12:12' for a row), or None for the whole sheet.
        found: what stands there.
        expected: what should hold, in one line.
        message: one Indonesian sentence.
        remedy: what to do.
        is_empty: somebody has looked, and nothing stands in the cell.
        heading: people's words for what the cell holds.
        hidden: why the cell is out of sight in the file.
        cause: the remark it follows from, in words; mending that one may be enough.
    """

    rule: str
    severity: str
    sheet: str | None
    cell: str | None
    found: str | None
    expected: str
    message: str
    remedy: str
    is_empty: bool = False
    heading: str | None = None
    hidden: str | None = None
    cause: str | None = None

    @property
    def place(self) -> str:
        """Sheet and cell as people write them, with the heading of the cell where it is known."""
        if self.sheet is None:
            return "seluruh berkas"
        address = self.sheet if self.cell is None else f"{self.sheet}!{self.cell}"
        return address if self.heading is None else f"{address} ({self.heading})"

    @property
    def position(self) -> tuple[int, int] | None:
        """Row and column of the cell, 1-based, or None when it is not one cell."""
        try:
            return parse_address(self.cell or "")
        except ValueError:
            return None

    @property
    def anchor(self) -> tuple[int, int] | None:
        """The cell that is marked: its own, or the first of the row it is about."""
        if self.position is not None or self.cell is None:
            return self.position
        first, _, last = self.cell.partition(":")
        return (int(first), 1) if first == last and first.isdigit() and first != "0" else None

    @property
    def is_blocking(self) -> bool:
        """Whether it holds a row or the agency."""
        return self.severity in {"B", "K"}


@dataclass(frozen=True)
class Answer:
    """Everything one file is told.

    Attributes:
        file_name: the name it was sent under.
        sha256: hash of its bytes.
        agency: code of the OPD when it is known.
        title: who and when, as far as the file says.
        is_refused: it could not be read at all.
        remarks: causes before what follows from them, the most serious kind first, then in the
            order of the workbook.
        left_out: remarks beyond `MAX_REMARKS`.
        notes: what could not be judged yet, and why.
        changes: what sending it would change, for one that has not been sent yet.
    """

    file_name: str
    sha256: str
    agency: str | None
    title: str
    is_refused: bool
    remarks: tuple[Remark, ...]
    left_out: int = 0
    notes: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()

    @property
    def is_blocked(self) -> bool:
        """Whether anything must be mended before all of it counts."""
        return self.is_refused or self.count("K") + self.count("B") > 0

    @property
    def outcome(self) -> Outcome:
        """In one word."""
        if self.is_refused:
            return "ditolak"
        return "perlu diperbaiki" if self.is_blocked else "bersih"

    @cached_property
    def by_cell(self) -> dict[tuple[str, int, int], tuple[Remark, ...]]:
        """Remarks by sheet, row and column, of those that name a cell or a row."""
        found: dict[tuple[str, int, int], tuple[Remark, ...]] = {}
        for remark in self.remarks:
            if remark.sheet is not None and remark.anchor is not None:
                key = (remark.sheet, *remark.anchor)
                found[key] = (*found.get(key, ()), remark)
        return found

    def count(self, severity: str) -> int:
        """Remarks of one severity among those that are listed."""
        return sum(remark.severity == severity for remark in self.remarks)


def of_reading(found: Iterable[Mapping[str, Any]], titles: Mapping[str, str]) -> Iterator[Remark]:
    """Remarks from rows of the landing table `temuan`; titles of the rules say what should hold."""
    for row in found:
        cell = row["sel"]
        if cell is None and row["lembar"] and row["baris"]:
            cell = f"{row['baris']}:{row['baris']}"
        place = f"{row['lembar']}!{cell}"
        yield Remark(
            rule=row["id_aturan"],
            severity=row["tingkat"],
            sheet=row["lembar"],
            cell=cell,
            found=row["isi"],
            expected=titles.get(row["id_aturan"], ""),
            message=without_place(row["pesan"], place),
            remedy=row["cara_memperbaiki"],
        )


def title_of(file: Mapping[str, Any], profile: Profile) -> str:
    """Who reports about when, from a row of the landing table `berkas`."""
    code, name = file.get("kode_opd"), file.get("nama_opd_tertulis")
    name = next((opd.name for opd in profile.agencies if code and opd.code == code), name)
    who = " ".join(str(part) for part in (code, name) if part) or "OPD tidak dikenal"
    when = " ".join(str(part) for part in (file.get("tahun"), file.get("periode")) if part)
    return f"{who}, {when}" if when else who


def split_place(place: str | None) -> tuple[str | None, str | None]:
    """Sheet and cell of a place like 'REALISASI!F12', 'REALISASI!12:12' or 'REALISASI'."""
    if not place:
        return None, None
    sheet, mark, cell = place.rpartition("!")
    return (sheet, cell) if mark else (place, None)


def without_place(message: str, place: str | None) -> str:
    """A message without the place it begins with: the answer has a column for that."""
    return message.removeprefix(f"{place}: ") if place else message
