"""What a reader sees: cells with exact addresses, their raw type and number format.

Belongs here: the facts of a workbook as read, and the spelling of cell addresses.
Stays out: opening files (`reader`), what a value means (`coerce`) or a sheet (`recognise`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    pass

CellKind = Literal["text", "number", "bool", "date", "error", "formula_empty"]
CellValue = str | float | int | bool | date | datetime | None

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
