"""A table sheet of our template read a column at a time, where whole columns are plainly clean.

Belongs here: telling that a column needs no second look, and its values then.
Stays out: every cell that does need one (`template.values` reads it alone), rows and findings
(`template.reader`). What is read here is what `template.values` would read, cell by cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Field
from dagster_project.sae.intake.file.grid import Grid
from dagster_project.sae.intake.file.number_format import may_be_percent
from dagster_project.sae.intake.forms.coerce import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_WHOLE,
    clean_text,
)
from dagster_project.sae.intake.forms.spellings import canonical
from dagster_project.sae.intake.forms.template.values import fold_of

Values = Sequence[Any]
Clean = list[Any] | None

_KEPT_SPELLINGS = 4_000
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)


class _Spellings(dict[Any, str | None]):
    """What is typed in a field of allowed values -> the value; '' is nothing.

    Raises:
        KeyError: it spells none of them, or is no text.
    """

    def __init__(self, values: tuple[str, ...]) -> None:
        super().__init__({"": None})
        self._values = values

    def __missing__(self, typed: Any) -> str | None:
        text = clean_text(typed) if isinstance(typed, str) else None
        value = canonical(text, values=self._values) if text else None
        if text is None or (text and value is None):
            raise KeyError(typed)
        if len(self) < _KEPT_SPELLINGS:
            self[typed] = value
        return value


class ColumnReader:
    """Reads the columns of one sheet."""

    def __init__(self, grid: Grid, profile: Profile) -> None:
        """Look once at what would make every number or text of the sheet doubtful."""
        self._profile = profile
        self._is_tidy = grid.is_tidy
        self._has_percent = any(map(may_be_percent, grid.used_formats))
        self._read: dict[str, Callable[[Values], Clean]] = {
            "text": self._texts,
            "dec": self._numbers,
            "pct": self._numbers,
            "int": self._whole,
            "date": _days,
        }

    def filled(self, columns: Sequence[Values], count: int) -> list[int]:
        """Which rows, from 0, hold anything but blanks in these columns."""
        rows = list(zip(*columns, strict=True))
        if self._is_tidy:
            nothing = ("",) * len(columns)
            return [number for number in range(count) if rows[number] != nothing]
        return [
            number
            for number in range(count)
            if any(not isinstance(v, str) or clean_text(v) for v in rows[number])
        ]

    def values(self, field: Field, column: Values) -> Clean:
        """The values of a field; None when its cells must be looked at one by one.

        Args:
            field: what the column holds.
            column: the contents of its data rows, '' where there is no cell.
        """
        if field.type == "enum":
            listed = self._profile.allowed_by(field.reference)
            return _spelled(column, field.values if listed is None else listed)
        values = self._read[field.type](column)
        fold = fold_of(field)
        if fold is not None and values is not None and any(v and fold(v) != v for v in set(values)):
            return None  # a spelling that is read by its meaning is told with its cell
        return values

    def _texts(self, column: Values) -> Clean:
        try:
            "".join(column)
        except TypeError:  # a number or a date; Excel may have changed a code
            return None
        if self._is_tidy:
            return [text or None for text in column]
        return [clean_text(text) or None for text in column]

    def _numbers(self, column: Values) -> Clean:
        return None if self._has_percent else _numbers(column)

    def _whole(self, column: Values) -> Clean:
        numbers = self._numbers(column)
        if numbers is None:
            return None
        whole = [None if value is None else int(value) for value in numbers]
        return whole if whole == numbers else None


def _numbers(column: Values) -> Clean:
    numbers = [None if value == "" else value for value in column]
    if not set(map(type, numbers)) <= _NUMBER_TYPES:
        return None
    # Whatever is not finite or out of reach makes the sum so; then they are looked at one by one.
    return numbers if sum(map(abs, filter(None, numbers))) < MOST_WHOLE else None


def _days(column: Values) -> Clean:
    days: list[date | None] = []
    for value in column:
        if value == "":
            days.append(None)
            continue
        if not isinstance(value, date):
            return None
        day = value.date() if isinstance(value, datetime) else value
        if not _FIRST <= day <= _LAST:
            return None
        days.append(day)
    return days


def _spelled(column: Values, values: tuple[str, ...]) -> Clean:
    try:
        return list(map(_spellings(values).__getitem__, column))
    except KeyError:
        return None


@lru_cache(maxsize=128)
def _spellings(values: tuple[str, ...]) -> _Spellings:
    return _Spellings(values)


_NUMBER_TYPES = frozenset({float, type(None)})
