"""A workbook as a reader hands it on: sheets with their cells, what is hidden, what was remarked.

Belongs here: the facts of a sheet and of a workbook.
Stays out: one cell and its address (`cells`), cells in bulk (`grid`), opening files (`reader`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from dagster_project.sae.intake.file.cells import Cell, raw_text
from dagster_project.sae.intake.file.grid import Grid

MergedRange = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader has to say about a sheet besides its cells.

    Attributes:
        kind: `row` for a row that could not be read, `encoding` for a choice of letters.
        text: Indonesian sentence, without the name of the sheet.
        line: line of the file, where there is one.
        row: 1-based sheet row, where there is one.
    """

    kind: Literal["row", "encoding"]
    text: str
    line: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class SheetData:
    """One sheet: its non-empty cells by (row, column) and what the reader's eye would not see.

    A plain sheet has its cells in bulk too, in `grid`: who reads whole columns needs no `Cell`s.
    """

    name: str
    visible: bool = True
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[MergedRange, ...] = ()
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    grid: Grid | None = field(default=None, compare=False)

    @cached_property
    def max_row(self) -> int:
        """Last row that holds a cell; 0 when the sheet is empty."""
        if self.grid is not None:
            return len(self.grid.rows)
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def max_column(self) -> int:
        """Last column that holds a cell; 0 when the sheet is empty."""
        return max((column for _, column in self.cells), default=0)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell at a 1-based row and column, or None when it is empty."""
        return self.cells.get((row, column))

    def raw_row(self, row: int) -> list[tuple[int, str]]:
        """Column and raw text of the cells of a 1-based row, from left to right."""
        if self.grid is not None:
            values = enumerate(self.grid.row(row), start=1)
            return [(column, raw_text(value)) for column, value in values if value != ""]
        return sorted((c, cell.raw) for (at, c), cell in self.cells.items() if at == row)

    def texts_of_row(self, row: int) -> set[str]:
        """The contents of a 1-based row as texts, without spaces around them."""
        return {raw.strip() for _, raw in self.raw_row(row)}

    def texts_of_column(self, column: int) -> set[str]:
        """The contents of a 1-based column as texts, without spaces around them."""
        if self.grid is not None:
            return {raw_text(value).strip() for value in self.grid.column(column) if value != ""}
        return {cell.raw.strip() for (_, at), cell in self.cells.items() if at == column}


@dataclass(frozen=True)
class WorkbookData:
    """All sheets of a file, in the order of the file."""

    sheets: tuple[SheetData, ...]

    def sheet(self, name: str) -> SheetData | None:
        """The sheet with exactly that name, or None."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)
