"""Rows to the bytes of a workbook in the shape of the template, the same bytes every time.

Belongs here: sheets, header rows, cell types and formats, document properties.
Stays out: what stands in the rows (`submission`, `sheets`, `sins`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.template import Field, Sheet, Template
from dagster_project.sae.sample.world import LABEL

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

NOTE_COLUMN = "_catatan"
_WIDE = frozenset({"nama_indikator", "definisi_operasional", "uraian_hambatan", "uraian", "judul"})


def write_workbook(
    path: Path,
    template: Template,
    *,
    cover: Mapping[str, Any],
    tables: Mapping[str, Sequence[Mapping[str, Any]]],
    created: datetime,
) -> None:
    """Write one workbook with all sheets of the template, labelled as a synthetic sample.

    Table sheets get one more column, `_catatan`, that readers ignore. A text in a number field is
    written as text: that is how some sins look.

    Args:
        path: file to write.
        template: gives sheets, fields and types.
        cover: field id to value of the `isian` sheet.
        tables: sheet name to rows; a sheet without rows gets its header only.
        created: date kept in the document properties, so that the bytes do not depend on today.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties(
            {
                "title": f"{template.title} ({LABEL})",
                "subject": LABEL,
                "author": "sae contoh",
                "comments": f"{LABEL}: semua nilai rekaan, bukan laporan resmi.",
                "created": created,
            }
        )
        formats = _formats(book)
        for sheet in template.sheets:
            worksheet = book.add_worksheet(sheet.name)
            if sheet.shape == "isian":
                _write_form(worksheet, sheet, values=cover, formats=formats)
            else:
                _write_table(worksheet, sheet, rows=tables.get(sheet.name, ()), formats=formats)


def _formats(book: Workbook) -> dict[str, Format]:
    return {
        "head": book.add_format({"bold": True, "bg_color": "#DDE7E0", "border": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text": book.add_format({"num_format": "@"}),
        "note": book.add_format({"italic": True, "font_color": "#888888"}),
    }


def _write_form(
    worksheet: Worksheet, sheet: Sheet, *, values: Mapping[str, Any], formats: dict[str, Format]
) -> None:
    worksheet.set_column(0, 0, 24)
    worksheet.set_column(1, 1, 60)
    worksheet.write_row(0, 0, ["isian", "nilai"], formats["head"])
    for row, field in enumerate(sheet.fields, start=1):
        worksheet.write_string(row, 0, field.id)
        _write_cell(worksheet, row, 1, field=field, value=values.get(field.id), formats=formats)


def _write_table(
    worksheet: Worksheet,
    sheet: Sheet,
    *,
    rows: Sequence[Mapping[str, Any]],
    formats: dict[str, Format],
) -> None:
    worksheet.freeze_panes(1, 1)
    last = len(sheet.fields)
    for column, field in enumerate(sheet.fields):
        worksheet.set_column(column, column, 48 if field.id in _WIDE else 16)
        worksheet.write_string(0, column, field.id, formats["head"])
    worksheet.set_column(last, last, 26)
    worksheet.write_string(0, last, NOTE_COLUMN, formats["head"])
    for number, row in enumerate(rows, start=1):
        for column, field in enumerate(sheet.fields):
            value = row.get(field.id)
            _write_cell(worksheet, number, column, field=field, value=value, formats=formats)
        worksheet.write_string(number, last, LABEL, formats["note"])


def _write_cell(
    worksheet: Worksheet,
    row: int,
    column: int,
    *,
    field: Field,
    value: Any,
    formats: dict[str, Format],
) -> None:
    """One cell; a field with no value stays truly empty."""
    if value is None:
        return
    if isinstance(value, str):
        text = formats["text"] if field.type == "text" else None
        worksheet.write_string(row, column, value, text)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
        worksheet.write_datetime(row, column, moment, formats["date"])
    else:
        worksheet.write_number(row, column, value)
