"""The values of one form, read cell by cell through its layout, with STR-06 for uncertain ones.

Belongs here: cell of a row in a column of the layout, its number or text.
Stays out: which rows there are (`printed.rows`), which landing rows they become
(`printed.records`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import (
    NUMBER_REMEDY,
    TEXT_REMEDY,
    clean_text,
    coerce_number,
    coerce_text,
)
from dagster_project.sae.intake.forms.findings import Finding, clip, uncertain_cell
from dagster_project.sae.intake.forms.printed.rows import FormRow
from dagster_project.sae.intake.forms.printed.schema import QuarterColumns

_LONGEST_LIST = 2000
_ITEM = r"\s*[.)](?:\s+\S|[^\W\d])"
_NUMBERED = re.compile(rf"1{_ITEM}.*?[\s;,]2{_ITEM}|a{_ITEM}.*?[\s;,]b{_ITEM}", re.IGNORECASE)
_SPLIT_REMEDY = (
    "Pisahkan: satu baris untuk satu indikator, dengan target dan realisasinya sendiri-sendiri."
)


def holds_several(text: str) -> bool:
    """Whether a text is a numbered list: '1. Nilai AKIP 2. Indeks kepuasan', '1. 5 dok 2. 10'."""
    return _NUMBERED.match(clean_text(text[:_LONGEST_LIST])) is not None


class FormValues:
    """Reads cells of one sheet and collects what is uncertain."""

    def __init__(self, sheet: SheetData, columns: Mapping[str, int]) -> None:
        self.sheet = sheet
        self.columns = columns
        self.findings: list[Finding] = []

    def cell(self, row: FormRow, place: str) -> Cell | None:
        """The cell of a row in a column of the layout; None when the form has no such column."""
        column = self.columns.get(place)
        return None if column is None else self.sheet.cell(row.row, column)

    def number(
        self, row: FormRow, place: str, *, table: str, field: str, period: str | None = None
    ) -> float | None:
        """A number, or None with a STR-06 finding when the cell holds something uncertain."""
        cell = self.cell(row, place)
        read = coerce_number(cell)
        problem, remedy = read.problem, NUMBER_REMEDY
        if problem and cell is not None and cell.kind == "text" and holds_several(cell.raw):
            problem, remedy = f"'{clip(cell.raw)}' memuat lebih dari satu angka.", _SPLIT_REMEDY
        self._doubt(cell, problem, remedy, table=table, field=field, period=period)
        return read.value

    def one_indicator(self, row: FormRow, place: str) -> None:
        """STR-06 where one cell names several indicators: nobody can tell whose the figures are."""
        cell = self.cell(row, place)
        if cell is not None and cell.kind == "text" and holds_several(cell.raw):
            problem = f"'{clip(cell.raw)}' memuat lebih dari satu indikator dalam satu baris."
            self._doubt(cell, problem, _SPLIT_REMEDY, table="indikator", field="nama_indikator")

    def text(self, row: FormRow, place: str, *, table: str, field: str) -> str | None:
        """A text, or None with a STR-06 finding when the cell holds an error."""
        cell = self.cell(row, place)
        read = coerce_text(cell)
        self._doubt(cell, read.problem, TEXT_REMEDY, table=table, field=field)
        return read.value

    def errors(self, row: FormRow, place: str, *, field: str, period: str | None) -> None:
        """STR-06 for a sum of the form that shows an error; its value is not read otherwise."""
        cell = self.cell(row, place)
        if cell is not None and cell.kind == "error":
            problem = coerce_number(cell).problem
            self._doubt(cell, problem, NUMBER_REMEDY, table="anggaran", field=field, period=period)

    def last_quarter(
        self,
        quarters: Sequence[QuarterColumns],
        *,
        rows: Sequence[FormRow],
        leaves: Sequence[FormRow],
    ) -> str | None:
        """The last quarter with an amount on a leaf or an achievement; None when all are empty."""
        for quarter in reversed(quarters):
            own = f"quarters.{quarter.period}"
            looked_at = [(row, f"{own}.realisasi_anggaran") for row in leaves]
            looked_at += [(row, f"{own}.realisasi") for row in rows if row.indicator]
            if any((coerce_number(self.cell(*one)).value or 0) > 0 for one in looked_at):
                return quarter.period
        return None

    def is_doubtful(self, field: str, period: str | None) -> bool:
        """Whether any budget cell of that field and period was uncertain."""
        return any(
            found.table == "anggaran" and found.column == field and found.period == period
            for found in self.findings
        )

    def _doubt(
        self,
        cell: Cell | None,
        problem: str | None,
        remedy: str,
        *,
        table: str,
        field: str,
        period: str | None = None,
    ) -> None:
        if cell is None or problem is None:
            return
        self.findings.append(
            uncertain_cell(
                cell,
                clean_text(problem),
                sheet=self.sheet.name,
                remedy=remedy,
                table=table,
                column=field,
                period=period,
            )
        )
