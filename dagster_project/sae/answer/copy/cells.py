"""Colour in a sheet part: the style of marked cells, nothing else of them.

Belongs here: finding cells by address, putting in a cell where there is none yet, taking old
colours away. Stays out: styles (`styles`), notes (`notes`), values: they are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dagster_project.sae.answer.copy.splice import (
    CannotMarkError,
    Edit,
    attribute_edit,
    prefix_of,
    tag_at,
    walk,
    with_attribute,
)
from dagster_project.sae.answer.copy.styles import Styles
from dagster_project.sae.intake.file.cells import cell_address, parse_address

_AFTER_NOTES = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems"),
        *("tableParts", "extLst"),
    }
)


@dataclass
class SheetPlaces:
    """Where things stand in a sheet part.

    Attributes:
        edits: changes of style that colour the wanted cells.
        notes_at: where the reference to notes goes.
        legacy: the relation that already holds notes or controls.
        prefix: namespace prefix of the sheet's elements.
    """

    edits: list[Edit] = field(default_factory=list)
    notes_at: int = -1
    legacy: str | None = None
    prefix: bytes = b""


def colour_cells(
    data: bytes, wanted: Mapping[tuple[int, int], str], *, styles: Styles
) -> SheetPlaces:
    """Find the edits that colour cells, and where notes are attached.

    Args:
        data: the sheet part.
        wanted: colour by row and column, 1-based.
        styles: gets the styles that are needed.

    Raises:
        CannotMarkError: the part is not what a spreadsheet program writes.
    """
    scan = _Scan(data, wanted, styles)
    walk(data, scan.opened, closed=scan.closed)
    if scan.places.notes_at < 0:
        raise CannotMarkError("the sheet has no end")
    return scan.places


class _Scan:
    def __init__(self, data: bytes, wanted: Mapping[tuple[int, int], str], styles: Styles) -> None:
        self.data = data
        self.styles = styles
        self.places = SheetPlaces()
        self._missing: dict[int, list[int]] = {}
        self._colours = wanted
        for row, column in sorted(wanted):
            self._missing.setdefault(row, []).append(column)
        self._columns: list[tuple[int, int, int]] = []
        self._depth = 0
        self._row = self._column = 0
        self._row_place = -1
        self._row_tag: Edit | None = None

    def opened(self, name: str, attrs: dict[str, str], place: int) -> None:
        self._depth += 1
        if name == "c":
            self._cell(attrs, place)
        elif name == "row":
            self._start_row(attrs, place)
        elif self._depth == 1:
            self.places.prefix = prefix_of(tag_at(self.data, place))
        elif self._depth == 2:
            self._section(name, attrs, place)
        elif name == "col" and "style" in attrs:
            self._columns.append((int(attrs["min"]), int(attrs["max"]), int(attrs["style"])))
        elif name == "sheetView" and attrs.get("tabSelected") in {"1", "true"}:
            # Two selected sheets are a group: what is typed in one would be typed in both.
            self.places.edits.append(attribute_edit(self.data, place, tabSelected=None))

    def closed(self, name: str, place: int) -> None:
        self._depth -= 1
        if name == "row":
            self._end_row(place)
        elif name == "sheetData":
            for row in sorted(self._missing):
                self._insert_row(row, place)
            self._missing.clear()
        elif self._depth == 0 and self.places.notes_at < 0:
            self.places.notes_at = place

    def _section(self, name: str, attrs: dict[str, str], place: int) -> None:
        if name == "legacyDrawing":
            self.places.legacy = next((v for k, v in attrs.items() if k.endswith(":id")), None)
        elif name in _AFTER_NOTES and self.places.notes_at < 0:
            self.places.notes_at = place
        elif name == "sheetData" and tag_at(self.data, place).endswith(b"/>") and self._missing:
            raise CannotMarkError("a remark names a cell of an empty sheet")

    def _start_row(self, attrs: dict[str, str], place: int) -> None:
        self._row = int(attrs["r"]) if "r" in attrs else self._row + 1
        self._column = 0
        self._row_place = place
        for row in [row for row in self._missing if row < self._row]:
            self._insert_row(row, place)
            del self._missing[row]

    def _cell(self, attrs: dict[str, str], place: int) -> None:
        if "r" in attrs:
            try:
                self._row, self._column = parse_address(attrs["r"])
            except ValueError as error:
                raise CannotMarkError("a cell has no proper address") from error
        else:
            self._column += 1
        waiting = self._missing.get(self._row)
        if waiting:
            self._insert_cells([c for c in waiting if c < self._column], place)
            self._missing[self._row] = [c for c in waiting if c > self._column]
        style = int(attrs.get("s", "0"))
        colour = self._colours.get((self._row, self._column))
        if colour is None and style not in self.styles.marked:
            return
        new = self.styles.filled(style, colour)
        self.places.edits.append(attribute_edit(self.data, place, s=str(new)))

    def _end_row(self, place: int) -> None:
        waiting = self._missing.pop(self._row, [])
        if not waiting:
            return
        tag = tag_at(self.data, self._row_place)
        if not tag.endswith(b"/>"):
            self._insert_cells(waiting, place)
            return
        name = re.split(rb"[\s/>]", tag[1:], maxsplit=1)[0]
        cells = b"".join(self._empty(self._row, column) for column in waiting)
        opened = with_attribute(tag, "spans", None).removesuffix(b"/>").rstrip() + b">"
        new = opened + cells + b"</" + name + b">"
        self.places.edits.append((self._row_place, self._row_place + len(tag), new))

    def _insert_cells(self, columns: list[int], place: int) -> None:
        if columns:
            new = b"".join(self._empty(self._row, column) for column in columns)
            self.places.edits.append((place, place, new))

    def _insert_row(self, row: int, place: int) -> None:
        cells = b"".join(self._empty(row, column) for column in self._missing[row])
        p = self.places.prefix
        new = b'<%srow r="%d">%s</%srow>' % (p, row, cells, p)
        self.places.edits.append((place, place, new))

    def _empty(self, row: int, column: int) -> bytes:
        own = next((s for low, high, s in self._columns if low <= column <= high), 0)
        style = self.styles.filled(own, self._colours[row, column])
        address = cell_address(row, column).encode()
        return b'<%sc r="%s" s="%d"/>' % (self.places.prefix, address, style)
