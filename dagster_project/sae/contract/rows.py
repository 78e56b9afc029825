"""Rows of a table held by columns, on their way from a reader to the landing.

Belongs here: the shape, making it from dicts or tuples, gathering it over many files.
Stays out: which tables and columns there are (`landing`), what stands in them (`intake`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, overload

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows(Sequence[Row]):
    """Rows of one table held by columns: thousands of rows cost a few lists, and no dicts.

    Attributes:
        names: names of the columns.
        columns: the values of each, all of the same length.
    """

    names: tuple[str, ...]
    columns: list[list[Any]]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]]) -> Rows:
        """Rows from dicts; a key that a row does not have is None."""
        if isinstance(rows, Rows):
            return rows
        names = tuple(dict.fromkeys(name for row in rows for name in row))
        return cls(names, [[row.get(name) for row in rows] for name in names])

    @classmethod
    def of_tuples(cls, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Rows:
        """Rows from sequences in the order of the names."""
        columns = [list(values) for values in zip(*rows, strict=True)]
        return cls(tuple(names), columns or [[] for _ in names])

    def constant(self, **values: Any) -> Rows:
        """The same rows behind further columns that hold one value each; a column is replaced."""
        kept = [(n, c) for n, c in zip(self.names, self.columns, strict=True) if n not in values]
        return Rows(
            (*values, *(name for name, _ in kept)),
            [*([value] * len(self) for value in values.values()), *(column for _, column in kept)],
        )

    def column(self, name: str) -> list[Any]:
        """The values of one column; none when there is no such column."""
        return self.columns[self.names.index(name)] if name in self.names else []

    def dicts(self) -> list[Row]:
        """The rows as dicts."""
        return [
            dict(zip(self.names, values, strict=True)) for values in zip(*self.columns, strict=True)
        ]

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return self.dicts()[at]
        return {name: column[at] for name, column in zip(self.names, self.columns, strict=True)}


class Gathered:
    """Rows of one table from many files, gathered column by column."""

    def __init__(self) -> None:
        self._columns: dict[str, list[Any]] = {}
        self._count = 0

    def add(self, rows: Rows) -> None:
        """Put rows behind those gathered so far; a column that only some have is None elsewhere."""
        for name, values in zip(rows.names, rows.columns, strict=True):
            if name not in self._columns:
                self._columns[name] = [None] * self._count
            self._columns[name] += values
        self._count += len(rows)
        for values in self._columns.values():
            values += [None] * (self._count - len(values))

    def rows(self) -> Rows:
        """What was gathered."""
        return Rows(tuple(self._columns), list(self._columns.values()))
