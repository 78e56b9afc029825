"""A table of a slide: it ends where the room does and says how many rows are left.

Belongs here: widths, heights and the look of cells. Stays out: which rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml.ns import qn
from pptx.util import Inches

from dagster_project.sae.pages.bahan.slides import (
    BOTTOM,
    EDGE,
    INK,
    LEADING,
    PALE,
    POINTS,
    QUIET,
    TOP,
    text,
    write,
)
from dagster_project.sae.pages.fit import fit

_PADDING = 0.06


@dataclass(frozen=True)
class Column:
    """One column of a table: its title and its width in inches; numbers stand on the right."""

    title: str
    wide: float
    is_number: bool = False


def table(
    slide: Any,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    *,
    left: float = EDGE,
    top: float = TOP,
    bottom: float = BOTTOM,
    size: float = 12,
    most: int = 3,
    rest: str = "bahan/index.html",
) -> float:
    """A table with as many rows as fit, and a line that says where the others stand; its end.

    Args:
        slide: where.
        columns: titles and widths.
        rows: texts of the cells, as a person may have typed them.
        left: inches from the left edge of the slide.
        top: inches from its top edge.
        bottom: inches from its top edge that nothing goes below.
        size: font size in points.
        most: lines a cell may take.
        rest: where the rows stand that found no room.
    """
    fitted = [
        [
            fit(cell, wide=(column.wide - 2 * _PADDING) * POINTS, size=size, most=most)
            for column, cell in zip(columns, row, strict=True)
        ]
        for row in rows
    ]
    line = size * LEADING / POINTS
    head = line + 2 * _PADDING
    heights = [max(map(len, row), default=1) * line + 2 * _PADDING for row in fitted]
    count = _how_many(heights, room=bottom - top - head, note=line + 0.1)
    shape = slide.shapes.add_table(
        count + 1,
        len(columns),
        Inches(left),
        Inches(top),
        Inches(sum(column.wide for column in columns)),
        Inches(head + sum(heights[:count])),
    )
    _plain_style(shape)
    grid = shape.table
    for place, column in enumerate(columns):
        grid.columns[place].width = Inches(column.wide)
        _cell(grid.cell(0, place), [column.title], column, size=size - 1, is_head=True)
    grid.rows[0].height = Inches(head)
    for number in range(count):
        grid.rows[number + 1].height = Inches(heights[number])
        for place, column in enumerate(columns):
            _cell(grid.cell(number + 1, place), fitted[number][place], column, size=size)
    end = top + head + sum(heights[:count])
    if count < len(rows):
        told = f"… dan {len(rows) - count} lagi di {rest}"
        wide = sum(column.wide for column in columns)
        text(
            slide,
            [(told, False)],
            left=left,
            top=end + 0.06,
            wide=wide,
            high=0.3,
            size=12,
            ink=QUIET,
        )
        end += 0.36
    return end


def _how_many(heights: Sequence[float], *, room: float, note: float) -> int:
    """How many rows fit, with room for the note where not all do."""
    if sum(heights) <= room:
        return len(heights)
    used, count = note, 0
    for height in heights:
        if used + height > room:
            break
        used += height
        count += 1
    return count


def _plain_style(shape: Any) -> None:
    """Lines instead of coloured bands: a table that prints."""
    grid = shape.table
    grid.horz_banding = False
    properties = shape._element.graphic.graphicData.tbl.tblPr
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid


def _cell(
    cell: Any, shown: Sequence[str], column: Column, *, size: float, is_head: bool = False
) -> None:
    cell.margin_left = cell.margin_right = Inches(_PADDING)
    cell.margin_top = cell.margin_bottom = Inches(_PADDING * 0.8)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    if is_head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(PALE)
    write(
        cell.text_frame.paragraphs[0],
        " ".join(shown),
        size=size,
        bold=is_head,
        ink=QUIET if is_head else INK,
        right=column.is_number,
    )
