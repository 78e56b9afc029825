"""What the reader of our template makes of each cell, and rows that do not say what of (ISI-03).

Belongs here: cells of the cover and of table sheets by what became of them.
Stays out: counting and telling (`coverage`), values (`values`), the header itself (`header`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.intake.file.cells import cell_address
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.coverage import HEADING, NAMED, NOTE, READ, Area
from dagster_project.sae.intake.forms.findings import Finding, finding
from dagster_project.sae.intake.forms.template.header import HEADER_ROW, HeaderMap

_OWN_MARK = "_"
_VALUE = "nilai"
_KEYS = {
    "indikator": ("id_indikator",),
    "realisasi": ("id_indikator", "tahun", "periode"),
    "hambatan_tl": ("id_indikator",),
}
"""What a row must say to be used at all, by table."""


def form_area(data: SheetData, known: Collection[str]) -> Area:
    """The cover: labels in column A and their values under `nilai`; the title row is a heading.

    A column under a title that begins with the mark of a note is one, as on the table sheets: the
    form that we hand out explains its fields in such a column.
    """
    labels = {
        row
        for row in range(1, data.max_row + 1)
        if (label := data.cell(row, 1)) is not None and clean_text(label.raw) in known
    }
    read = {1, value_column(data)}
    notes = {column for column, raw in data.raw_row(HEADER_ROW) if _is_note(raw)} - read

    def kind(row: int, column: int) -> str | None:
        if row in labels and column in read:
            return READ
        if column in notes:
            return NOTE
        return HEADING if row == HEADER_ROW and column in read else None

    return kind


def value_column(data: SheetData) -> int:
    """The column of the cover that holds the values: the one titled `nilai`, else column B."""
    titles = ((column, clean_text(raw)) for column, raw in data.raw_row(HEADER_ROW))
    return next((column for column, title in titles if title == _VALUE and column > 1), 2)


def table_area(header: HeaderMap, data: SheetData, *, words: Collection[int] = ()) -> Area:
    """A table: columns of fields; columns of the fix-it copy and unknown ones are told by name.

    Args:
        header: where the fields stand.
        data: the sheet.
        words: rows that repeat the headings in people's words.
    """
    notes: set[int] = set()
    named: set[int] = set()
    told = {f.address for f in header.findings}
    for column, raw in data.raw_row(HEADER_ROW):
        if _is_note(raw):
            notes.add(column)
        elif cell_address(HEADER_ROW, column) in told:
            named.add(column)

    def kind(row: int, column: int) -> str | None:
        if column in header.numbers:
            return HEADING if row in words else READ
        if column in notes:
            return NOTE
        return NAMED if column in named else None

    return kind


def _is_note(title: str) -> bool:
    return clean_text(title).startswith(_OWN_MARK)


def rows_without_key(
    tables: Mapping[str, Sequence[Row]],
    columns: Mapping[str, tuple[str, Mapping[str, int]]],
    findings: Sequence[Finding],
) -> list[Finding]:
    """ISI-03 for each row that holds something and does not say what of or for when.

    Args:
        tables: landing rows by table.
        columns: table to its sheet and the columns of its fields there.
        findings: those of the cells; what could not be read is told by its own.
    """
    doubted = {(f.table, f.row, f.column) for f in findings}
    found = []
    for table, fields in _KEYS.items():
        sheet, at = columns.get(table, ("", {}))
        rows = Rows.of(tables.get(table, ()))
        for field in (field for field in fields if field in at):
            for value, row in zip(rows.column(field), rows.column("baris"), strict=False):
                if value is None and (table, row, field) not in doubted:
                    doubted.add((table, row, field))
                    found.append(_without(field, table, sheet, row=row, column=at[field]))
    return found


def _without(field: str, table: str, sheet: str, *, row: int, column: int) -> Finding:
    address = cell_address(row, column)
    return finding(
        "ISI-03",
        f"{sheet}!{address}: baris ini berisi tetapi tanpa {field}, sehingga tidak dapat dipakai.",
        remedy=f"Isi {field} pada baris itu, atau kosongkan seluruh barisnya.",
        table=table,
        column=field,
        sheet=sheet,
        address=address,
        row=row,
    )
