"""Seed CSVs read with the place of every fault: file, line, column.

Belongs here: typed access to one row of a seed, the reader that refuses a torn row.
Stays out: what the rows mean (`profile` and others), seeds as dbt sees them.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dagster_project.sae.installation.errors import ProfileError


class SeedRow:
    """One row of a seed with its place; every getter raises ProfileError naming that place."""

    def __init__(self, file: str, *, line: int, values: dict[str, str]) -> None:
        """Keep the values of one row and where they stand."""
        self.file, self.line, self.values = file, line, values

    def optional(self, column: str) -> str | None:
        """Trimmed text of the column, None when empty."""
        if column not in self.values:
            raise ProfileError(f"{self.file}: column {column} is missing from the header")
        return self.values[column].strip() or None

    def text(self, column: str) -> str:
        """Trimmed text of the column; empty is a fault."""
        value = self.optional(column)
        if value is None:
            raise self.fault(column, "is empty")
        return value

    def day(self, column: str) -> date:
        """ISO date of the column."""
        try:
            return date.fromisoformat(self.text(column))
        except ValueError as error:
            raise self.fault(column, "is not a date; write it like 2026-02-18") from error

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

    def flag(self, column: str) -> bool:
        """Truth value of the column, written true or false."""
        value = self.text(column).lower()
        if value not in {"true", "false"}:
            raise self.fault(column, "must be true or false")
        return value == "true"

    def fault(self, column: str, why: str) -> ProfileError:
        """The error that names this row, a column of it and why it cannot be used."""
        value = self.values.get(column, "")
        return ProfileError(f"{self.file} line {self.line}: {column}={value!r} {why}")


def seed_rows(folder: Path, file: str) -> Iterator[SeedRow]:
    """Rows of one seed file in the order of the file.

    Raises:
        ProfileError: the file is missing, is not UTF-8 CSV, or a row is torn.
    """
    path = folder / file
    if not path.is_file():
        raise ProfileError(f"profile {folder.name}: {file} is missing; a profile needs that seed")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, strict=True)
        for values in reader:
            if None in values or None in values.values():
                raise ProfileError(
                    f"{folder.name}/{file} line {reader.line_num}: the row does not have "
                    f"the {len(reader.fieldnames or [])} columns of the header"
                )
            yield SeedRow(f"{folder.name}/{file}", line=reader.line_num, values=dict(values))
