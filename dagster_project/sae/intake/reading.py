"""The result of reading one file, whatever its form.

Belongs here: the shape all readers (our template, foreign forms) return, rows held by columns.
Stays out: how it is made (`template_reader`, `foreign`) and how it lands (`pull`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from dagster_project.sae.intake.findings import Finding

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


@dataclass(frozen=True)
class Cover:
    """Who reports about what, resolved against the profile where that is certain.

    Attributes:
        kode_opd: code that the profile knows, or None.
        kode_opd_tertulis: code as written in the file.
        nama_opd_tertulis: name as written in the file.
        tahun: year reported on.
        periode: period reported on (TW1-TW4, SM1, SM2, THN).
        id_siklus: cycle of the profile for that year and period, or None.
        versi_kiriman: submission version from the file name, 1 when the name tells none.
    """

    kode_opd: str | None = None
    kode_opd_tertulis: str | None = None
    nama_opd_tertulis: str | None = None
    tahun: int | None = None
    periode: str | None = None
    id_siklus: str | None = None
    versi_kiriman: int = 1


@dataclass(frozen=True)
class Reading:
    """What one file said.

    Attributes:
        tables: landing table name to its rows, without `sha256_berkas` (`pull` adds it); every row
            has `baris`. May hold `peta` (where each column stands) beside the sheets' tables.
        findings: findings of the rules that were evaluated.
        evaluated: rule id to the number of findings, for every rule really evaluated on this file.
        cover: who and when.
        layout_id: id of the template or layout that was used.
    """

    tables: Mapping[str, Sequence[Row]]
    findings: Sequence[Finding]
    evaluated: Mapping[str, int]
    cover: Cover
    layout_id: str
    data_rows: int = field(default=0)
