"""The workbook itself: sheets of the template with headings, lists, notes and protection.

Belongs here: which cell holds what, notes with the meaning of each field, what may be changed.
Stays out: what is prefilled (`rows`), lists (`choices`), colours (`looks`), PETUNJUK (`guide`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.blank import choices, guide
from dagster_project.sae.blank.helpers import HELPERS, Helper
from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.looks import NEED, Looks, is_wide, width
from dagster_project.sae.blank.request import Request
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
_IDENTITY = frozenset({"versi_template", "kode_opd", "nama_opd", "id_siklus", "tahun", "periode"})
"""Of SAMPUL: given and locked."""
FIRST_ROW = choices.FIRST_ROW - 1
"""The first data row of a table sheet, counted from 0."""
_PRINTED_FIELDS = 13
"""A sheet with more fields than this is too small to read on one page and prints over several."""


def write_book(
    path: Path,
    template: Template,
    *,
    profile: Profile,
    request: Request,
    known: Known,
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    created: datetime,
) -> None:
    """Write the workbook.

    Row 1 of a table sheet holds the field ids exactly, row 2 people's words for them; headings and
    the identity of the report are locked without a password, all else may be changed.

    Args:
        path: file to write.
        template: gives sheets, fields and types.
        profile: gives the lists.
        request: agency and cycle.
        known: where what is prefilled comes from.
        rows: what is prefilled, by sheet; SAMPUL is one row.
        created: date kept in the document properties.
    """
    import xlsxwriter

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
                writer.form(sheet, next(iter(rows.get(sheet.name, ())), {}))
            else:
                writer.table(sheet, rows.get(sheet.name, ()))
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
        """The id of each field, its words and `nilai`, and the meaning that readers pass over."""
        worksheet = self.book.add_worksheet(sheet.name)
        for column, letters in enumerate((22, 26, 52, 70)):
            worksheet.set_column(column, column, letters)
        bold = self.book.add_format({"bold": True, "bottom": 1})
        worksheet.write_row(0, 0, ["isian", "_nama", "nilai", "_penjelasan"], bold)
        worksheet.freeze_panes(1, 2)
        _one_page_wide(worksheet)
        for row, field in enumerate(sheet.fields, start=1):
            worksheet.write_string(row, 0, field.id, self.looks.machine)
            worksheet.write_string(row, 1, field.label, self.looks.head(field))
            self._say(worksheet, row, 1, note(field))
            said = f"{NEED[field.required]}. {field.definition}"
            worksheet.write_string(row, 3, said, self.looks.wrapped)
            given = values.get(field.id)
            is_fixed = given is not None and field.id in _IDENTITY
            how = self.looks.fixed if is_fixed else self.looks.value(field, align="left")
            worksheet.write_blank(row, 2, None, how)
            _write(worksheet, row, 2, value=given, how=how)
            if not is_fixed:
                self._rule(worksheet, field, first=row, last=row, column=2)
        self._protect(worksheet)

    def table(self, sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> None:
        """Field ids in row 1, people's words in row 2, then the rows that are known."""
        worksheet = self.book.add_worksheet(sheet.name)
        columns = list(_columns(sheet, rows))
        worksheet.freeze_panes(FIRST_ROW, _frozen(sheet, columns))
        worksheet.repeat_rows(0, FIRST_ROW - 1)
        worksheet.set_row(0, 12)
        worksheet.set_row(1, 30)
        worksheet.autofilter(1, 0, max(FIRST_ROW, FIRST_ROW - 1 + len(rows)), len(columns) - 1)
        if len(columns) <= _PRINTED_FIELDS:
            _one_page_wide(worksheet)
        for column, told in enumerate(columns):
            if isinstance(told, Helper):
                self._helper(worksheet, told, column=column, rows=rows)
            else:
                self._field(worksheet, sheet, told, column=column, rows=rows)
        for number, row in enumerate(rows, start=FIRST_ROW):
            worksheet.set_row(number, _height(sheet, row))
        self._protect(worksheet)

    def _field(
        self,
        worksheet: Worksheet,
        sheet: Sheet,
        field: Field,
        *,
        column: int,
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        how = self.looks.value(field)
        worksheet.set_column(column, column, width(field), how)
        worksheet.write_string(0, column, field.id, self.looks.machine)
        worksheet.write_string(1, column, field.label, self.looks.head(field))
        self._say(worksheet, 1, column, note(field))
        self._rule(
            worksheet,
            field,
            first=FIRST_ROW,
            last=choices.LAST_ROW - 1,
            column=column,
            own_ids=sheet.name == "INDIKATOR",
        )
        for number, row in enumerate(rows, start=FIRST_ROW):
            _write(worksheet, number, column, value=row.get(field.id), how=how)

    def _helper(
        self,
        worksheet: Worksheet,
        helper: Helper,
        *,
        column: int,
        rows: Sequence[Mapping[str, Any]],
    ) -> None:
        worksheet.set_column(column, column, helper.width, self.looks.helper)
        worksheet.write_string(0, column, helper.name, self.looks.machine)
        worksheet.write_string(1, column, helper.label, self.looks.aside)
        self._say(worksheet, 1, column, f"{helper.label}\nHanya membantu; tidak dibaca.")
        for number, row in enumerate(rows, start=FIRST_ROW):
            _write(worksheet, number, column, value=row.get(helper.name), how=self.looks.helper)

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


def _columns(sheet: Sheet, rows: Sequence[Mapping[str, Any]]) -> Iterator[Field | Helper]:
    """Fields in the order of the template, each with the helpers that have something to say."""
    for field in sheet.fields:
        yield field
        for helper in HELPERS:
            if helper.after == field.id and any(row.get(helper.name) for row in rows):
                yield helper


def _frozen(sheet: Sheet, columns: Sequence[Field | Helper]) -> int:
    """Columns that stay in sight: the code and the name beside it."""
    if sheet.name == "INDIKATOR":
        return 2
    return 2 if len(columns) > 1 and isinstance(columns[1], Helper) else 1


def _height(sheet: Sheet, row: Mapping[str, Any]) -> float:
    """Height of a row that shows its sentences whole; programs do not all find it themselves."""
    lines = [
        1 + len(str(row[field.id])) // (width(field) - _RAGGED)
        for field in sheet.fields
        if is_wide(field) and row.get(field.id)
    ]
    lines += [
        1 + len(str(row[helper.name])) // (helper.width - _RAGGED)
        for helper in HELPERS
        if row.get(helper.name)
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
    elif isinstance(value, bool):
        worksheet.write_boolean(row, column, value, how)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
        worksheet.write_datetime(row, column, moment, how)
    else:
        worksheet.write_number(row, column, value, how)
