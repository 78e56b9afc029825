"""The row of a table sheet that repeats its headings in people's words.

Belongs here: knowing it, wherever it stands: our template has it in row 2, and whoever sorts the
sheet moves it. It is known by what it says, so a sheet without it, as version 1.0 has them, is read
the same. Stays out: the ids in row 1 (`header`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.template.header import HeaderMap


def rows_of_words(header: HeaderMap, rows: Mapping[int, Mapping[int, Cell]]) -> frozenset[int]:
    """Which rows repeat the headings.

    Args:
        header: where the fields stand.
        rows: the filled cells of each row by column.
    """
    labels = _labels(header)
    return frozenset(
        row
        for row, cells in rows.items()
        if _says(labels, {column: cell.value for column, cell in cells.items()})
    )


def places_of_words(
    header: HeaderMap, columns: Mapping[str, Sequence[Any]], filled: Sequence[int]
) -> frozenset[int]:
    """The same for a sheet that is held in bulk.

    Args:
        header: where the fields stand.
        columns: the contents of each field's column below row 1.
        filled: places of rows that hold anything, from 0.
    """
    if not columns:
        return frozenset()
    labels = _labels(header)
    first = next(iter(columns))
    # Such a row begins with the words of the first field, or is the one right below the ids.
    begins, column = labels[header.columns[first]], columns[first]
    return frozenset(
        at
        for at in filled
        if (at == 0 or column[at] == begins)
        and _says(labels, {header.columns[name]: values[at] for name, values in columns.items()})
    )


def _labels(header: HeaderMap) -> dict[int, str]:
    return {column: header.sheet.field(name).label for name, column in header.columns.items()}


def _says(labels: Mapping[int, str], row: Mapping[int, Any]) -> bool:
    """Whether every filled cell of a row says the words of its column."""
    if not all(isinstance(value, str) for value in row.values()):
        return False
    said = {column: clean_text(value) for column, value in row.items()}
    return any(said.values()) and all(
        text == labels.get(column) for column, text in said.items() if text
    )
