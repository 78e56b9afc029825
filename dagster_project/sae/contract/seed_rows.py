"""Rows of a CSV of ours with the place of every fault: file, line, column. The one reader of them.

Belongs here: typed access to one row, refusing a torn row, another header, a row said twice; for
seeds, the list of frozen releases, the changes beside a release.
Stays out: what the rows mean (`profile`, `catalogue` and others), seeds as dbt sees them, CSV files
of people outside (`intake.file.csv_text`, `intake.inbox`), whose faults are told in their words.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from dagster_project.sae.installation.errors import ProfileError, SaeError


class SeedRow:
    """One row of a seed with its place; every getter raises the seed's error naming that place."""

    def __init__(
        self,
        file: str,
        *,
        line: int,
        values: dict[str, str],
        error: type[SaeError] = ProfileError,
    ) -> None:
        """Keep the values of one row, where they stand and what a fault in them is called."""
        self.file, self.line, self.values, self._error = file, line, values, error

    def optional(self, column: str) -> str | None:
        """Trimmed text of the column, None when empty."""
        if column not in self.values:
            raise self._error(f"{self.file}: column {column} is missing from the header")
        return self.values[column].strip() or None

    def text(self, column: str) -> str:
        """Trimmed text of the column; empty is a fault."""
        value = self.optional(column)
        if value is None:
            raise self.fault(column, "is empty")
        return value

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Text out of a closed list."""
        value = self.text(column)
        if value not in allowed:
            raise self.fault(column, f"is none of {', '.join(allowed)}")
        return value

    def day(self, column: str) -> date:
        """ISO date of the column."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a date; write it like 2026-02-18") from error

    def moment(self, column: str) -> datetime:
        """ISO date-time of the column, with or without a zone as it is written."""
        try:
            return datetime.fromisoformat(self.text(column))
        except ValueError as error:
            why = "is not an ISO date-time; write it like 2026-10-19T14:30:00"
            raise self.fault(column, why) from error

    def optional_day(self, column: str) -> date | None:
        """ISO date of the column, None when empty."""
        return None if self.optional(column) is None else self.day(column)

    def integer(self, column: str) -> int:
        """Whole number of the column."""
        try:
            return int(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a whole number") from error

    def optional_number(self, column: str) -> float | None:
        """Number above 0 of the column, None when empty."""
        text = self.optional(column)
        if text is None:
            return None
        try:
            number = float(text)
        except ValueError as error:
            raise self.fault(column, "is not a number") from error
        if not number > 0:
            raise self.fault(column, "must be above 0")
        return number

    def number(self, column: str) -> float:
        """Finite number of the column, with a decimal point."""
        try:
            value = float(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a number") from error
        if value - value != 0:  # infinity or not a number
            raise self.fault(column, "is not a finite number")
        return value

    def flag(self, column: str) -> bool:
        """Truth value of the column, written true or false."""
        value = self.text(column).lower()
        if value not in {"true", "false"}:
            raise self.fault(column, "must be true or false")
        return value == "true"

    def refuse_twice(self, seen: Mapping[object, int], key: object) -> Mapping[object, int]:
        """`seen` with this row's key, which must not stand there yet."""
        if key in seen:
            raise self._error(
                f"{self.file} line {self.line}: the same row stands on line {seen[key]} too"
            )
        return {**seen, key: self.line}

    def fault(self, column: str, why: str) -> SaeError:
        """The error that names this row, a column of it and why it cannot be used."""
        value = self.values.get(column, "")
        return self._error(f"{self.file} line {self.line}: {column}={value!r} {why}")


def seed_rows(
    folder: Path,
    file: str,
    *,
    columns: Sequence[str] | None = None,
    error: type[SaeError] = ProfileError,
    place: str | None = None,
) -> Iterator[SeedRow]:
    """Rows of one file in the order of the file.

    Args:
        folder: a profile folder, the policy seeds, or where else the file lies.
        file: name of the file.
        columns: the header it must have, in that order; any header when None.
        error: what a fault is raised as.
        place: how a fault names the file; the folder and the file when None.

    Raises:
        SaeError: `error`, when the file is missing, is not UTF-8 CSV, has another header, or a row
            is torn.
    """
    path, place = folder / file, place or f"{folder.name}/{file}"
    if not path.is_file():
        raise error(f"{folder.name}: {file} is missing; it is a seed that is needed")
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            header = tuple(reader.fieldnames or ())
            if columns is not None and header != tuple(columns):
                raise error(f"{place} line 1: the columns must be {', '.join(columns)}")
            for values in reader:
                line = reader.line_num
                if None in values or None in values.values():
                    raise error(
                        f"{place} line {line}: the row does not have "
                        f"the {len(header)} columns of the header"
                    )
                yield SeedRow(place, line=line, values=dict(values), error=error)
    except csv.Error as fault:
        raise error(f"{place} after line {line}: {fault}") from fault
    except UnicodeDecodeError as fault:
        raise error(f"{place}: not UTF-8 text ({fault.reason})") from fault
