"""What the reader of tidy tables makes of each cell of its sheet.

Belongs here: title, header, data rows, columns a layout names as not read, the foot.
Stays out: finding the rows and columns (`records`), counting and telling (`coverage`).
"""

from __future__ import annotations

from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.forms.coverage import (
    FORM_COLUMN,
    HEADING,
    LOST_FIGURE,
    NAMED,
    READ,
    Area,
)
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.tidy.records import TidyRecords


def table_area(reader: TidyRecords) -> Area:
    """Kinds of the cells of a table.

    Columns that the layout names as not read belong to the form; a column nobody knows is told by
    its header (STR-09). A number in a figure column below the foot of the table is one that nobody
    placed.
    """
    rows, left_out = set(reader.rows), set(reader.left_out)
    end = max(rows | left_out, default=reader.header_row)
    figures = {hit for name, hits in reader.found.items() if "figures" in name for hit in hits}
    headers = {
        column: " ".join(cell.raw.split())
        for (row, column), cell in reader.sheet.cells.items()
        if row == reader.header_row
    }
    unread = {
        column
        for column, text in headers.items()
        if any(pattern(known).fullmatch(text) for known in reader.layout.not_read)
    }

    def of_row(column: int, cell: Cell | None) -> str | None:
        if column in reader.columns:
            return READ
        if column in unread:
            return FORM_COLUMN
        return NAMED if headers.get(column) else None

    def kind(row: int, column: int) -> str | None:
        cell = reader.sheet.cell(row, column)
        if row < reader.header_row:
            return HEADING
        if row in left_out:  # the layout says that these rows are somebody else's
            return FORM_COLUMN
        if row == reader.header_row or row in rows:
            return of_row(column, cell)
        if row <= end or column not in figures:
            return HEADING
        return LOST_FIGURE if cell is not None and cell.kind == "number" else HEADING

    return kind
