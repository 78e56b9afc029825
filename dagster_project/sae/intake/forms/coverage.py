"""What became of every non-empty cell of a workbook: read, passed over by its kind, or named.

Belongs here: counting cells by what became of them, findings for those nobody reads (ISI-01,
ISI-02), sheets that are no part of a report.
Stays out: which cells a form reads (each reader tells its `Area`), what they say.
Nothing stays unread without a word: whatever no reader claims is named here with its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagster_project.sae.intake.file.cells import cell_address
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.findings import Finding, clip, finding

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template

READ = "dibaca"
NAMED = "disebut"
HEADING = "judul"
NOTE = "catatan"
HELP = "lembar bantu"
FORM_COLUMN = "kolom formulir"
BLANK = "spasi"
"""Kinds: read; named in a finding of its own; and the kinds that may be passed over."""

LOST_FIGURE = "angka tidak dibaca"
"""What a reader calls a cell of its own columns that it cannot place: ISI-02."""

Area = Callable[[int, int], str | None]
"""Row and column of a cell to its kind; None where the reader does not know it."""

HELP_SHEETS = ("PETUNJUK", "PERBAIKAN")
"""Sheets of ours: the instructions of a fresh workbook, the list in a copy that went back."""

_HELP_MARK = "_"
_COPY = re.compile(r" \(\d+\)\Z")  # as Excel names a copied sheet
_LEAD_ROWS = 5
_FEWEST_FIELDS = 3
_NAMED_CELLS = 12
_NAMED_SHEETS = 12


@dataclass(frozen=True)
class Account:
    """The cells of one workbook by what became of them, and what is said of the unread ones."""

    total: int
    kinds: Mapping[str, int]
    findings: tuple[Finding, ...]

    @property
    def read(self) -> int:
        """Cells that were read."""
        return self.kinds.get(READ, 0)

    @property
    def named(self) -> int:
        """Cells that a finding names."""
        return self.kinds.get(NAMED, 0)

    @property
    def passed_over(self) -> int:
        """Cells of a kind that may be passed over."""
        return sum(self.kinds.values()) - self.read - self.named


def account(workbook: WorkbookData, areas: Mapping[str, Area], *, template: Template) -> Account:
    """Tell of every non-empty cell what became of it.

    Args:
        workbook: the cells.
        areas: for each sheet that was read, what its reader makes of a cell.
        template: its table sheets, by whose fields a misnamed sheet is known.
    """
    kinds: Counter[str] = Counter()
    findings: list[Finding] = []
    strange: list[tuple[SheetData, int]] = []
    for sheet in workbook.sheets:
        count = sum(1 for _ in filled(sheet))
        area = areas.get(sheet.name)
        if area is not None:
            own, found = _of_area(sheet, area)
            kinds += own
            findings += found
        elif count and _is_help(sheet):
            kinds[HELP] += count
        elif count:
            kinds[NAMED] += count
            strange.append((sheet, count))
    findings += _strange_sheets(strange, template)
    return Account(sum(kinds.values()), kinds, tuple(findings))


def filled(sheet: SheetData) -> Iterator[tuple[int, int]]:
    """Row and column of every non-empty cell."""
    if sheet.grid is None:
        yield from sheet.cells
        return
    for row, values in enumerate(sheet.grid.rows, start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                yield row, column


def _of_area(sheet: SheetData, area: Area) -> tuple[Counter[str], list[Finding]]:
    kinds: Counter[str] = Counter()
    unread: list[tuple[int, int]] = []
    lost: list[tuple[int, int]] = []
    for row, column in filled(sheet):
        kind = area(row, column)
        if kind is None and _is_blank(sheet, row, column):
            kind = BLANK
        if kind is None:
            unread.append((row, column))
        elif kind == LOST_FIGURE:
            lost.append((row, column))
        kinds[NAMED if kind in {None, LOST_FIGURE} else str(kind)] += 1
    findings = [
        _cells(rule, sheet, at) for rule, at in (("ISI-01", unread), ("ISI-02", lost)) if at
    ]
    return kinds, findings


def _is_blank(sheet: SheetData, row: int, column: int) -> bool:
    cell = sheet.cell(row, column)
    return cell is None or (cell.kind in {"text", "formula_empty"} and not cell.raw.strip())


def _cells(rule: str, sheet: SheetData, at: Sequence[tuple[int, int]]) -> Finding:
    addresses = [cell_address(row, column) for row, column in sorted(at)]
    shown = ", ".join(addresses[:_NAMED_CELLS])
    more = len(addresses) - _NAMED_CELLS
    tail = f" dan {more} sel lagi" if more > 0 else ""
    first = min(at)
    cell = sheet.cell(*first)
    what = "angka laporan" if rule == "ISI-02" else "isi"
    return finding(
        rule,
        f"{sheet.name}!{addresses[0]}: {len(addresses)} sel berisi {what} tidak dibaca: "
        f"{shown}{tail}.",
        remedy="Pindahkan ke baris dan kolom yang dibaca, atau hapus bila bukan bagian laporan.",
        sheet=sheet.name,
        address=addresses[0],
        row=first[0],
        content=cell.raw if cell else None,
    )


def _is_help(sheet: SheetData) -> bool:
    """A sheet of ours or a note of their own; 'PERBAIKAN REALISASI' is neither."""
    return sheet.name.startswith(_HELP_MARK) or _COPY.sub("", sheet.name) in HELP_SHEETS


def _strange_sheets(
    strange: Sequence[tuple[SheetData, int]], template: Template
) -> Iterator[Finding]:
    others = []
    for sheet, count in strange:
        meant = _table_of(sheet, template)
        if meant is None:
            others.append((sheet, count))
            continue
        yield finding(
            "ISI-02",
            f"{sheet.name}: lembar ini berbentuk {meant} dan memuat {count} sel, tetapi tidak "
            f"dibaca; yang dibaca hanya lembar bernama persis {meant}.",
            remedy=f"Pindahkan barisnya ke lembar {meant}, lalu hapus lembar ini.",
            sheet=sheet.name,
        )
    if others:
        names = ", ".join(
            f"'{clip(sheet.name, cap=31)}' ({count} sel)" for sheet, count in others[:_NAMED_SHEETS]
        )
        more = len(others) - _NAMED_SHEETS
        tail = f" dan {more} lembar lagi" if more > 0 else ""
        yield finding(
            "ISI-01",
            f"{others[0][0].name}: lembar di luar formulir tidak dibaca: {names}{tail}.",
            remedy="Hapus lembar itu bila tidak perlu, atau awali namanya dengan garis bawah bila "
            "hanya catatan sendiri; angka laporan ditulis pada lembar templat.",
            sheet=others[0][0].name,
        )


def _table_of(sheet: SheetData, template: Template) -> str | None:
    """The table sheet whose fields stand in one of the first rows of a sheet of another name."""
    tables = [(one.name, {f.id for f in one.fields}) for one in template.sheets]
    for row in range(1, _LEAD_ROWS + 1):
        texts = {text.casefold() for text in sheet.texts_of_row(row)}
        fits = [(len(texts & fields), name) for name, fields in tables]
        count, name = max(fits, default=(0, ""))
        if count >= _FEWEST_FIELDS and sheet.max_row > row:
            return name
    return None
