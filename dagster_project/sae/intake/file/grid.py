"""The cells of a plain sheet as the values reader gave them, made into `Cell`s only when asked for.

Belongs here: values, places and styles of a sheet without formulas and errors, held in bulk.
Stays out: proving that a sheet is plain (`plain_sheet`), what a value means (`coerce`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from dagster_project.sae.intake.file.cells import Cell, CellKind

KINDS: Mapping[type, CellKind] = {
    str: "text",
    float: "number",
    bool: "bool",
    date: "date",
    datetime: "date",
}


def packed_json(values: Sequence[Any]) -> bytes:
    """Values as compact JSON; a date becomes {"date": "2026-06-30"}."""
    import orjson

    return orjson.dumps(values, default=_packed_date, option=orjson.OPT_PASSTHROUGH_DATETIME)


@dataclass(frozen=True)
class Grid:
    """One plain sheet.

    Attributes:
        rows: every row from row 1, all of the same width; '' where there is no cell.
        places: places of the cells that are filled, row by row from 0, in order.
        values: what stands there; each is of a type in `KINDS`.
        styles: style number of each.
        formats: Excel format code by style number, None for General.
    """

    rows: list[list[Any]]
    places: list[int]
    values: tuple[Any, ...]
    styles: list[int]
    formats: tuple[str | None, ...]

    @property
    def width(self) -> int:
        """Columns of the used rectangle."""
        return len(self.rows[0]) if self.rows else 0

    def format_of(self, style: int) -> str | None:
        """Excel format code of a style; None for General or an unknown style."""
        return self.formats[style] if style < len(self.formats) else None

    @cached_property
    def packed(self) -> bytes:
        """The values as JSON; see `packed` for what stands for what."""
        text = packed_json(self.values)
        if b"null" in text:  # JSON knows no number that is not finite
            values = [
                value if _is_finite(value) else {"number": repr(value)} for value in self.values
            ]
            text = packed_json(values)
        return text

    @cached_property
    def is_tidy(self) -> bool:
        """Whether cleaning would leave every text of the sheet as it is.

        That is: one line, no control characters, single plain spaces and none at either end. Seen
        on the packed form, where a backslash stands before whatever is not plain.
        """
        text = self.packed
        if b"\\" in text or b"\x7f" in text:
            return False
        # No text is empty, so quotes that become spaces make two in a row only at a space.
        if b"  " in text.replace(b'"', b" "):
            return False
        return text.isascii() or text.decode().isprintable()

    @cached_property
    def used_formats(self) -> frozenset[str | None]:
        """Format codes of the cells that are filled."""
        return frozenset(map(self.format_of, set(self.styles)))

    def row(self, number: int) -> list[Any]:
        """What stands in a 1-based row, from column A; nothing beyond the last row."""
        return self.rows[number - 1] if number <= len(self.rows) else []

    def column(self, number: int) -> list[Any]:
        """What stands in a 1-based column, from row 1; nothing beyond the last column."""
        return [row[number - 1] for row in self.rows] if number <= self.width else []


class GridCells(Mapping[tuple[int, int], Cell]):
    """The cells of a grid by (row, column); each is made when it is asked for."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid

    def __getitem__(self, at: tuple[int, int]) -> Cell:
        grid, (row, column) = self._grid, at
        if not 1 <= column <= grid.width:
            raise KeyError(at)
        place = (row - 1) * grid.width + column - 1
        number = bisect_left(grid.places, place)
        if number == len(grid.places) or grid.places[number] != place:
            raise KeyError(at)
        return self._cell(number)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        width = self._grid.width
        return ((place // width + 1, place % width + 1) for place in self._grid.places)

    def __len__(self) -> int:
        return len(self._grid.places)

    def items(self) -> Any:
        """(row, column) and cell, in order."""
        cells = map(self._cell, range(len(self)))
        return [((cell.row, cell.col), cell) for cell in cells]

    def _cell(self, number: int) -> Cell:
        grid = self._grid
        row, column = divmod(grid.places[number], grid.width)
        value = grid.values[number]
        return Cell(
            row + 1,
            column + 1,
            value,
            KINDS[type(value)],
            grid.format_of(grid.styles[number]),
        )


def _packed_date(value: Any) -> dict[str, str]:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"{value!r} has no place in a packed sheet")


def _is_finite(value: Any) -> bool:
    return not isinstance(value, float) or math.isfinite(value)
