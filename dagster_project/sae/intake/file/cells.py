"""What a reader sees: cells with exact addresses, their raw type and number format.

Belongs here: the facts of a workbook as read, and the spelling of cell addresses.
Stays out: opening files (`reader`), what a value means (`coerce`) or a sheet (`recognise`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dagster_project.sae.intake.file.grid import Grid

CellKind = Literal["text", "number", "bool", "date", "error", "formula_empty"]
CellValue = str | float | int | bool | date | datetime | None
MergedRange = tuple[int, int, int, int]

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")


@lru_cache(maxsize=1024)
def column_letter(column: int) -> str:
    """Letters of a 1-based column: 1 -> 'A', 27 -> 'AA'.

    Raises:
        ValueError: the column is below 1.
    """
    if column < 1:
        raise ValueError(f"columns count from 1, not {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@lru_cache(maxsize=1024)
def column_number(letters: str) -> int:
    """1-based column of its letters: 'A' -> 1, 'AA' -> 27.

    Raises:
        ValueError: not one to three letters A-Z.
    """
    if not re.fullmatch(r"[A-Z]{1,3}", letters):
        raise ValueError(f"{letters!r} is not a column; write it like 'AB'")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def cell_address(row: int, column: int) -> str:
    """Address of a 1-based row and column: (12, 6) -> 'F12'."""
    return f"{column_letter(column)}{row}"


def parse_address(address: str) -> tuple[int, int]:
    """1-based (row, column) of an address such as 'F12'.

    Raises:
        ValueError: not an address.
    """
    match = _ADDRESS.match(address)
    if match is None:
        raise ValueError(f"{address!r} is not a cell address; write it like 'F12'")
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True)
class Cell:
    """One non-empty cell as the file holds it.

    Attributes:
        row: 1-based sheet row.
        col: 1-based sheet column.
        value: the value as typed or cached; None only for `formula_empty`.
        kind: raw type. `error` has the error text as value ('#REF!'); `formula_empty` is a formula
            whose result the file does not hold.
        number_format: Excel format code, or None when the file tells none.
        formula: formula text without '=', '' when it is shared from another cell, or None.
    """

    row: int
    col: int
    value: CellValue
    kind: CellKind
    number_format: str | None = None
    formula: str | None = None

    @property
    def address(self) -> str:
        """Address without the sheet, such as 'F12'."""
        return cell_address(self.row, self.col)

    @property
    def raw(self) -> str:
        """The value as plain text: numbers without a needless '.0', dates in ISO form."""
        return raw_text(self.value)


def raw_text(value: CellValue) -> str:
    """The value of a cell as plain text: numbers without a needless '.0', dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return repr(value)


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
