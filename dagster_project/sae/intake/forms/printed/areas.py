"""What the reader of printed forms makes of each cell of its sheet.

Belongs here: headings, data rows, columns a form has and nobody reads, the foot, lost figures.
Stays out: what the rows are (`rows`), counting and telling (`coverage`).
"""

from __future__ import annotations

from collections.abc import Collection

from dagster_project.sae.intake.forms.coverage import (
    FORM_COLUMN,
    HEADING,
    LOST_FIGURE,
    READ,
    Area,
)
from dagster_project.sae.intake.forms.printed.header import HeaderBlock
from dagster_project.sae.intake.forms.printed.rows import FormBody
from dagster_project.sae.intake.forms.printed.values import FormValues


def form_area(
    body: FormBody, block: HeaderBlock, *, columns: Collection[int], reader: FormValues
) -> Area:
    """Kinds of the cells of a form.

    Above the first data row stand headings. In data rows the columns of the layout are read; the
    others belong to the form and are not read (docs/layout.md says which and why), as far as its
    header reaches: what stands beside the form is no part of it. A number in a figure column of any
    other row is a figure that nobody placed, unless the row adds others up.
    """
    data = {row.row for row in body.rows}
    end = max((column for column, path in block.paths.items() if path), default=0)
    figures = {
        column
        for place, column in reader.columns.items()
        if place.startswith(("year.", "quarters."))
    }

    def kind(row: int, column: int) -> str | None:
        if row < block.data_from:
            return HEADING
        if column > end:
            return None
        if row in data:
            return READ if column in columns else FORM_COLUMN
        if row == body.total_row:
            return READ if column in figures else HEADING
        cell = reader.sheet.cell(row, column)
        is_typed = cell is not None and cell.kind == "number" and cell.formula is None
        if column in figures and is_typed:
            return LOST_FIGURE
        return HEADING

    return kind
