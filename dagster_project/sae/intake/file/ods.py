"""What the values reader does not tell about an .ods: percents, formulas, hidden, merged.

Belongs here: one streaming pass over content.xml, with repeated cells counted before they unfold.
Stays out: the values themselves (`reader` takes them from calamine), safety by size (`guard`).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field, replace

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.xlsx import CellMark, SheetMarks, too_many_cells
from dagster_project.sae.intake.file.xml_stream import XmlStream

PERCENT_FORMAT = "0.00%"
"""Stands for any percent format: the file tells the type 'percentage', not a format code."""


_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_FAILED = ("#", "Err:")


def scan_ods(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """Read the marks of every table by its name; a percent cell has style 1, others 0.

    A table whose name starts with `_` is a helper and is left out.

    Raises:
        UnreadableFileError: content.xml is broken, or there is more than the limits allow.
    """
    scan = _OdsScan()
    scan.stream.read(archive, "content.xml")
    return {name: marks for name, marks in scan.sheets.items() if not name.startswith("_")}


class _OdsScan:
    """Handlers of content.xml."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self.stream = XmlStream(self._start, end=self._end)
        self._name = ""
        self._marks = SheetMarks()
        self._next_row = 1
        self._row_times = 1
        self._next_column = 1
        self._header_column = 1
        self._total = 0
        self._asked: _Asked | None = None

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        if name in _CELLS:
            self._cell(attrs)
        elif name == "table:table-row":
            self._row_times = _times(attrs.get("table:number-rows-repeated"))
            self._next_column = 1
            if attrs.get("table:visibility") in {"collapse", "filter"}:
                last = min(self._next_row + self._row_times, 1_048_577)
                self._marks.hidden_rows.update(range(self._next_row, last))
        elif name == "table:table-column":
            times = _times(attrs.get("table:number-columns-repeated"))
            if attrs.get("table:visibility") in {"collapse", "filter"}:
                last = min(self._header_column + times, 16_385)
                self._marks.hidden_columns.update(range(self._header_column, last))
            self._header_column += times
        elif name == "table:table":
            self._start_table(attrs.get("table:name", ""))

    def _start_table(self, name: str) -> None:
        if len(self.sheets) >= limits.MAX_SHEETS:
            raise UnreadableFileError(
                f"Berkas berisi lebih dari {limits.MAX_SHEETS} lembar. Kirim lembar templat saja."
            )
        self._name, self._marks = name, SheetMarks()
        self.sheets[name] = self._marks
        self._next_row = self._header_column = 1

    def _cell(self, attrs: dict[str, str]) -> None:
        times = _times(attrs.get("table:number-columns-repeated"))
        row, column = self._next_row, self._next_column
        self._next_column += times
        kind = attrs.get("office:value-type")
        formula = attrs.get("table:formula")
        if kind is not None or formula is not None:
            self._mark(row, column=column, times=times, kind=kind, formula=formula)
            if formula is not None or kind == "percentage":
                is_error = attrs.get("calcext:value-type") == "error"
                self._asked = _Asked(row, column, times, is_error=is_error)
                self.stream.on_text(self._asked.shown.append)
        right = _times(attrs.get("table:number-columns-spanned"))
        down = _times(attrs.get("table:number-rows-spanned"))
        if right > 1 or down > 1:
            self._marks.merged.append((row, column, row + down - 1, column + right - 1))
            if len(self._marks.merged) > limits.MAX_MERGES:
                raise too_many_cells(self._name)

    def _mark(
        self, row: int, *, column: int, times: int, kind: str | None, formula: str | None
    ) -> None:
        marks = self._marks
        self._total += times * self._row_times
        marks.max_row = max(marks.max_row, row + self._row_times - 1)
        marks.max_column = max(marks.max_column, column + times - 1)
        if self._total > limits.MAX_CELLS or marks.area > limits.MAX_AREA:
            raise too_many_cells(self._name)
        mark = CellMark(
            style=1 if kind == "percentage" else 0,
            type="str" if kind == "string" else "n",
            formula=None if formula is None else formula.partition(":=")[2] or formula,
            has_value=kind is not None,
        )
        self._put(mark, row, column=column, times=times)

    def _put(self, mark: CellMark, row: int, *, column: int, times: int) -> None:
        for down in range(self._row_times):
            for right in range(times):
                self._marks.cells[row + down, column + right] = mark

    def _end(self, name: str) -> None:
        if name == "table:table-row":
            self._next_row += self._row_times
        elif name in _CELLS and self._asked is not None:
            self._look_again(self._asked)
            self._asked = None
            self.stream.on_text(None)

    def _look_again(self, asked: _Asked) -> None:
        """What a cell shows tells a failed formula, and a percent format that shows no percent."""
        mark = self._marks.cells[asked.row, asked.column]
        shown = "".join(asked.shown).strip()
        if asked.is_error or (mark.formula is not None and shown.startswith(_FAILED)):
            mark = replace(mark, type="e", text=shown or "#ERROR!")
        elif mark.style and shown and "%" not in shown:
            mark = replace(mark, style=0)
        else:
            return
        self._put(mark, asked.row, column=asked.column, times=asked.times)


@dataclass(frozen=True)
class _Asked:
    """A cell whose shown text is being read."""

    row: int
    column: int
    times: int
    is_error: bool
    shown: list[str] = field(default_factory=list)


def _times(text: str | None) -> int:
    if text is None:
        return 1
    if not text.isdigit() or len(text) > 9 or int(text) < 1:
        raise UnreadableFileError("Berkas .ods rusak: jumlah ulangan sel tidak sah. Simpan ulang.")
    return int(text)
