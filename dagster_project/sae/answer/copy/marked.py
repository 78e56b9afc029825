"""The operator's own workbook with the bad cells marked and the sheet PERBAIKAN in front.

Belongs here: the parts of an .xlsx, which of them change, writing them as a new file.
Stays out: what changes inside a part (`cells`, `styles`, `notes`, `findings_sheet`).
Every part that is not marked keeps its bytes; ADR `docs/adr/0004-fix-it-copy-by-splicing.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dagster_project.sae.answer.copy.cells import SheetPlaces, colour_cells
from dagster_project.sae.answer.copy.findings_sheet import findings_sheet
from dagster_project.sae.answer.copy.notes import merge_boxes, merge_notes
from dagster_project.sae.answer.copy.package import OFFICE, Package, opened_package
from dagster_project.sae.answer.copy.splice import (
    CannotMarkError,
    Edit,
    apply,
    attribute_edit,
    prefix_of,
    quoted,
    tag_at,
    walk,
)
from dagster_project.sae.answer.copy.styles import BLOCKING, REMARKED, Styles
from dagster_project.sae.answer.remarks import Answer, Remark
from dagster_project.sae.answer.words import SHEET, note

MAX_MARKS = 1_000

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def marked_copy(source: Path, answer: Answer) -> bytes:
    """The marked copy of an .xlsx as bytes; the same input gives the same bytes.

    Raises:
        CannotMarkError: it is no .xlsx, or larger or stranger than what is marked safely.
    """
    with opened_package(source) as package:
        _mark(package, answer)
        return package.written()


def _mark(package: Package, answer: Answer) -> None:
    workbook_part = package.relations("").of("officeDocument") or "xl/workbook.xml"
    relations = package.relations(workbook_part)
    styles_part = relations.of("styles")
    if styles_part is None:
        raise CannotMarkError("the workbook has no styles")
    workbook = _Workbook(package.read(workbook_part))
    styles = Styles(package.read(styles_part))
    marks: dict[str, dict[tuple[int, int], tuple[Remark, ...]]] = {}
    for (sheet, row, column), remarks in list(answer.by_cell.items())[:MAX_MARKS]:
        marks.setdefault(sheet, {})[row, column] = remarks
    for name, relation in workbook.sheets:
        kind, part = relations.found.get(relation, ("", ""))
        if kind.endswith("/worksheet") and name.casefold() != SHEET.casefold():
            _mark_sheet(package, part, marks.get(name, {}), styles=styles)
    names = frozenset(name for name, _ in workbook.sheets)
    own = findings_sheet(answer, styles, sheets=names)
    package.write(styles_part, styles.part())
    former = next((r for name, r in workbook.sheets if name.casefold() == SHEET.casefold()), None)
    if former is not None:
        package.write(relations.found[former][1], own)
        return
    part = package.free_name("xl/worksheets/sheetSae{}.xml")
    package.write(part, own)
    package.declare(part, f"{_TYPES}.worksheet+xml")
    relation = package.relate(relations, "worksheet", part)
    package.write(workbook_part, workbook.with_first_sheet(relation))


def _mark_sheet(
    package: Package,
    part: str,
    marks: Mapping[tuple[int, int], tuple[Remark, ...]],
    *,
    styles: Styles,
) -> None:
    data = package.read(part)
    if _MAIN not in data[:4000]:
        raise CannotMarkError("the workbook is written in another dialect")
    colours = {
        cell: BLOCKING if any(r.is_blocking for r in remarks) else REMARKED
        for cell, remarks in marks.items()
    }
    places = colour_cells(data, colours, styles=styles)
    edits = list(places.edits)
    edits += _note(package, part, marks, places=places)
    if edits:
        package.write(part, apply(data, edits))


def _note(
    package: Package,
    part: str,
    marks: Mapping[tuple[int, int], tuple[Remark, ...]],
    *,
    places: SheetPlaces,
) -> list[Edit]:
    """Write the notes of a sheet; the edits that the sheet itself needs for them."""
    relations = package.relations(part)
    notes_part = relations.of("comments")
    if not marks and notes_part is None:
        return []
    before = package.read(notes_part) if notes_part else None
    notes, gone = merge_notes(before, {cell: note(found) for cell, found in marks.items()})
    if notes == before:
        return []
    boxes_part = relations.found[places.legacy][1] if places.legacy else None
    boxes = merge_boxes(
        package.read(boxes_part) if boxes_part else None, frozenset(marks), gone=gone
    )
    if notes_part is None:
        notes_part = package.free_name("xl/commentsSae{}.xml")
        package.declare(notes_part, f"{_TYPES}.comments+xml")
        package.relate(relations, "comments", notes_part)
    package.write(notes_part, notes)
    if boxes_part is not None:
        package.write(boxes_part, boxes)
        return []
    boxes_part = package.free_name("xl/drawings/vmlDrawingSae{}.vml")
    package.write(boxes_part, boxes)
    package.declare(boxes_part, "application/vnd.openxmlformats-officedocument.vmlDrawing")
    relation = package.relate(relations, "vmlDrawing", boxes_part)
    said = f'legacyDrawing xmlns:r="{OFFICE}" r:id="{relation}"/>'.encode()
    return [(places.notes_at, places.notes_at, b"<" + places.prefix + said)]


class _Workbook:
    """The workbook part: its sheets, and itself with one more in front."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.sheets: list[tuple[str, str]] = []
        self._edits: list[Edit] = []
        self._list_at = -1
        self._ids: list[int] = []
        walk(data, self._opened)
        if _MAIN not in data[:4000] or self._list_at < 0:
            raise CannotMarkError("the workbook is written in another dialect")

    def with_first_sheet(self, relation: str) -> bytes:
        """The part with the sheet PERBAIKAN in front, shown first."""
        tag = tag_at(self.data, self._list_at)
        at = self._list_at + len(tag)
        number = max(self._ids, default=0) + 1
        said = (
            f'sheet name={quoted(SHEET)} sheetId="{number}" xmlns:r="{OFFICE}" r:id="{relation}"/>'
        ).encode()
        return apply(self.data, [*self._edits, (at, at, b"<" + prefix_of(tag) + said)])

    def _opened(self, name: str, attrs: dict[str, str], place: int) -> None:
        if name == "sheets":
            self._list_at = place
        elif name == "sheet":
            relation = next((v for k, v in attrs.items() if k.endswith(":id")), "")
            self.sheets.append((attrs.get("name", ""), relation))
            self._ids.append(int(attrs.get("sheetId", "0")))
        elif name == "workbookView":
            self._edits.append(attribute_edit(self.data, place, activeTab="0", firstSheet="0"))
        elif name == "definedName" and "localSheetId" in attrs:
            # Names that belong to a sheet count sheets from the front.
            later = str(int(attrs["localSheetId"]) + 1)
            self._edits.append(attribute_edit(self.data, place, localSheetId=later))
