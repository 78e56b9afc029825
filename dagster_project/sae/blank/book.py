"""The workbook itself: sheets of the template with headings, lists, notes and protection.

Belongs here: which cell holds what, notes with the meaning of each field, what may be changed.
Stays out: what is prefilled (`rows`), lists (`choices`), colours (`looks`), PETUNJUK (`guide`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.blank import choices, guide
from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.looks import NEED, Looks, is_wide, width
from dagster_project.sae.blank.request import Request
from dagster_project.sae.blank.rows import HELPERS, cover_row, indicator_rows, value_rows
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Field, Sheet, Template

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_ALLOWED = (
    *("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows"),
    *("sort", "autofilter", "select_locked_cells", "select_unlocked_cells", "insert_hyperlinks"),
)
_NEEDED = {
    "ya": "Wajib diisi.",
    "tidak": "Boleh kosong.",
}
_NOTE_WIDTH = 300
_LETTERS_A_LINE = 44
_LINE_HEIGHT = 15
_RAGGED = 6
"""Letters at the end of a line that words do not fill."""
_PRINTED_FIELDS = 13
"""A sheet with more fields than this is too small to read on one page and prints over several."""


def write_book(
    path: Path,
    template: Template,
    *,
    profile: Profile,
    request: Request,
    known: Known,
    created: datetime,
) -> None:
    """Write the workbook.

    Row 1 of a table sheet holds the field ids exactly; headings and the identity of the report
    are locked without a password, all else may be changed.

    Args:
        path: file to write.
        template: gives sheets, fields and types.
        profile: gives the lists.
        request: agency and cycle.
        known: what is prefilled.
        created: date kept in the document properties.
    """
    import xlsxwriter

    tables = {
        "INDIKATOR": indicator_rows(template, known),
        "REALISASI": value_rows(profile, request, known),
    }
    with xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties(
            {
                "title": f"{template.title} {request.opd.name} {request.cycle.id}",
                "author": "sae templat",
                "created": created,
            }
        )
        looks = Looks.of(book)
        lists = choices.Lists(profile, request)
        guide.write_guide(
            book, template, profile=profile, request=request, known=known, looks=looks
        )
        writer = _Writer(book, looks, lists)
        for sheet in template.sheets:
            if sheet.shape == "isian":
                writer.form(sheet, cover_row(template, request))
            else:
                writer.table(sheet, tables.get(sheet.name, ()))
        lists.write(book)


def note(field: Field) -> str:
    """The note on the heading of a field: its name, meaning, and whether it must be filled."""
    need = _NEEDED.get(field.required) or f"Wajib bila: {field.when}."
    return f"{field.label}\n{field.definition}\n{need}"


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Workbook, looks: Looks, lists: choices.Lists) -> None:
        self.book, self.looks, self.lists = book, looks, lists

    def form(self, sheet: Sheet, values: Mapping[str, Any]) -> None:
        """`isian` and `nilai`, and a column with the meaning that readers pass over."""
        worksheet = self.book.add_worksheet(sheet.name)
        worksheet.set_column(0, 0, 26)
        worksheet.set_column(1, 1, 52)
        worksheet.set_column(2, 2, 70)
        bold = self.book.add_format({"bold": True, "bottom": 1})
        worksheet.write_row(0, 0, ["isian", "nilai", "_penjelasan"], bold)
        worksheet.freeze_panes(1, 1)
        _one_page_wide(worksheet)
        meaning = self.looks.wrapped
        for row, field in enumerate(sheet.fields, start=1):
            worksheet.write_string(row, 0, field.id, self.looks.head(field))
            self._note(worksheet, row, 0, field)
            said = f"{NEED[field.required]}. {field.definition}"
            worksheet.write_string(row, 2, said, meaning)
            given = values.get(field.id)
            if given is None:
                worksheet.write_blank(row, 1, None, self.looks.value(field, align="left"))
                self._rule(worksheet, field, first=row, last=row, column=1)
            elif isinstance(given, str):
                worksheet.write_string(row, 1, given, self.looks.fixed)
            else:
                worksheet.write_number(row, 1, given, self.looks.fixed)
        self._protect(worksheet)

    def table(self, sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> None:
        """Field ids in row 1, then the rows that are known."""
        worksheet = self.book.add_worksheet(sheet.name)
        worksheet.freeze_panes(1, 2 if sheet.name == "INDIKATOR" else 1)
        worksheet.set_row(0, 20)
        if len(sheet.fields) <= _PRINTED_FIELDS:
            _one_page_wide(worksheet)
        for column, field in enumerate(sheet.fields):
            how = self.looks.value(field)
            worksheet.set_column(column, column, width(field), how)
            worksheet.write_string(0, column, field.id, self.looks.head(field))
            self._note(worksheet, 0, column, field)
            own_ids = sheet.name == "INDIKATOR"
            self._rule(
                worksheet, field, first=1, last=choices.LAST_ROW - 1, column=column, own_ids=own_ids
            )
            for number, row in enumerate(rows, start=1):
                _write(worksheet, number, column, value=row.get(field.id), how=how)
        helpers = [name for name in HELPERS if any(row.get(name) for row in rows)]
        for column, name in enumerate(helpers, start=len(sheet.fields)):
            worksheet.set_column(column, column, 40, self.looks.helper)
            worksheet.write_string(0, column, name, self.looks.colours[NEED["tidak"]])
            for number, row in enumerate(rows, start=1):
                _write(worksheet, number, column, value=row.get(name), how=self.looks.helper)
        for number, row in enumerate(rows, start=1):
            # The helpers stand far to the right; the note shows them beside the id.
            self._say(worksheet, number, 0, "\n".join(str(row[n]) for n in helpers if row.get(n)))
            worksheet.set_row(number, _height(sheet, row))
        self._protect(worksheet)

    def _note(self, worksheet: Worksheet, row: int, column: int, field: Field) -> None:
        self._say(worksheet, row, column, note(field))

    def _say(self, worksheet: Worksheet, row: int, column: int, text: str) -> None:
        if not text:
            return
        lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.split("\n"))
        size = {"width": _NOTE_WIDTH, "height": 14 + 15 * lines, "author": "SAE", "font_size": 9}
        worksheet.write_comment(row, column, text, size)

    def _rule(
        self,
        worksheet: Worksheet,
        field: Field,
        *,
        first: int,
        last: int,
        column: int,
        own_ids: bool = False,
    ) -> None:
        rule = choices.entry_rule(field, self.lists, own_ids=own_ids)
        if rule is not None:
            worksheet.data_validation(first, column, last, column, rule)

    def _protect(self, worksheet: Worksheet) -> None:
        worksheet.protect("", dict.fromkeys(_ALLOWED, True))


def _height(sheet: Sheet, row: Mapping[str, Any]) -> float:
    """Height of a row that shows its sentences whole; programs do not all find it themselves."""
    lines = [
        1 + len(str(row[field.id])) // (width(field) - _RAGGED)
        for field in sheet.fields
        if is_wide(field) and row.get(field.id)
    ]
    return _LINE_HEIGHT * max(lines, default=1)


def _one_page_wide(worksheet: Worksheet) -> None:
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)


def _write(worksheet: Worksheet, row: int, column: int, *, value: Any, how: Format) -> None:
    """One cell; nothing known stays truly empty."""
    if value is None:
        return
    if isinstance(value, str):
        worksheet.write_string(row, column, value, how)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
        worksheet.write_datetime(row, column, moment, how)
    else:
        worksheet.write_number(row, column, value, how)
