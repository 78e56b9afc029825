"""Rows of the policy seeds with their place, so that a fault is shown where it stands.

Belongs here: reading a seed of `dbt/seeds/policy`, its columns, a row said twice.
Stays out: what the rows mean (`lexicon`, `thresholds`, `policy`), seeds of a profile (`profile`).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.sae.installation.errors import SuiteError


@dataclass(frozen=True)
class PolicyRow:
    """One row of a seed; every getter raises SuiteError naming file, line and column."""

    file: str
    line: int
    values: Mapping[str, str]

    def text(self, column: str) -> str:
        """Trimmed text; empty is a fault."""
        value = self.values[column].strip()
        if not value:
            raise self.fault(column, "is empty")
        return value

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Text out of a closed list."""
        value = self.text(column)
        if value not in allowed:
            raise self.fault(column, f"is none of {', '.join(allowed)}")
        return value

    def integer(self, column: str) -> int:
        """Whole number."""
        try:
            return int(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a whole number") from error

    def number(self, column: str) -> float:
        """Finite number with a decimal point."""
        try:
            value = float(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a number") from error
        if value - value != 0:  # infinity or not a number
            raise self.fault(column, "is not a finite number")
        return value

    def day(self, column: str) -> date:
        """ISO date."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a date; write it like 2026-02-18") from error

    def refuse_twice(self, seen: Mapping[object, int], key: object) -> Mapping[object, int]:
        """`seen` with this row's key, which must not stand there yet."""
        if key in seen:
            raise SuiteError(
                f"{self.file} line {self.line}: the same row stands on line {seen[key]} too"
            )
        return {**seen, key: self.line}

    def fault(self, column: str, why: str) -> SuiteError:
        """The error that names this row, a column of it and why it cannot be used."""
        return SuiteError(f"{self.file} line {self.line}: {column}={self.values[column]!r} {why}")


def policy_rows(folder: Path, file: str, *, columns: Collection[str]) -> Iterator[PolicyRow]:
    """Rows of one seed in the order of the file.

    Args:
        folder: the policy seeds.
        file: name of the seed's file.
        columns: the header it must have, in that order.

    Raises:
        SuiteError: the file is missing, is not UTF-8 CSV, has another header, or a row is torn.
    """
    path = folder / file
    if not path.is_file():
        raise SuiteError(f"{file} is missing; the policy needs that seed")
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            if tuple(reader.fieldnames or ()) != tuple(columns):
                raise SuiteError(f"{file} line 1: the columns must be {', '.join(columns)}")
            for values in reader:
                if None in values or None in values.values():
                    raise SuiteError(
                        f"{file} line {reader.line_num}: the row does not have the "
                        f"{len(reader.fieldnames or [])} columns of the header"
                    )
                yield PolicyRow(file, reader.line_num, dict(values))
    except csv.Error as error:
        raise SuiteError(f"{file} line {reader.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        raise SuiteError(f"{file}: not UTF-8 text ({error.reason})") from error
