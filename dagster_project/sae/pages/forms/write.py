"""E.81 and E.60 as workbooks: the rows of a release in the shape the regulation prescribes.

Belongs here: cells, merged headings, number formats, print set-up. Same release, same bytes.
Stays out: what stands in which column (`shape`), which rows there are (`fill`).
"""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import wrap
from typing import Any

from dagster_project.sae.pages.forms.fill import Filled, forms_of, open_release
from dagster_project.sae.pages.forms.shape import PERCENT, RP, TEXT, Column, Form, K

_FONT = {"font_name": "Arial Narrow", "font_size": 11, "valign": "vcenter"}
_HEAD = {
    "font_name": "Arial Narrow", "font_size": 11, "bold": True, "align": "center", "border": 1,
    "valign": "vcenter", "text_wrap": True, "bg_color": "#E7E6E6",
}  # fmt: skip
# As agencies print them: amounts without decimals, a dash for none; shares with two decimals.
_WHOLE = "bulat"
_NUMBERS = {
    K: "#,##0.00",
    _WHOLE: "#,##0",
    RP: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    PERCENT: "#,##0.00",
}
_SUBHEADS = {K: "K", RP: "Rp"}
# Title, government, year and quarter, release, label; the heading begins below them.
HEAD_ROW = 5
# Two lines of headings, the numbers, K and Rp, and the line that names the agency.
FIRST_ROW = HEAD_ROW + 5
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FOLIO = 8  # A3, which the form is printed on
_LONGEST_CELL = 32_000
# Points of a line, and as many lines as a row can be high.
_LINE, _MOST_LINES = 15, 25


def write_form(form: Form, filled: Filled, target: Path) -> None:
    """Write one form; row n of what is filled in stands in row FIRST_ROW + n of the sheet.

    Raises:
        OSError: the workbook could not be written.
    """
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(target), {"strings_to_urls": False, "strings_to_formulas": False}
    )
    book.set_properties({"title": f"{form.code} {filled.release}", "created": filled.created})
    sheet = book.add_worksheet(f"Realisasi TW {filled.quarter}")
    _Sheet(book, sheet, form, filled).write()
    book.close()


def write_forms(
    database: Path,
    folder: Path,
    *,
    year: int | None = None,
    agency: str | None = None,
    code: str | None = None,
) -> tuple[Path, ...]:
    """Write the forms of a release into a folder, which is made.

    Args:
        database: the release file.
        folder: where they go.
        year: only those of that year.
        agency: only the E.81 of that agency.
        code: only that form, `e81` or `e60`.

    Raises:
        ReleaseError: the release file cannot be read.
        OSError: a workbook could not be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    tables = open_release(database)
    for name, form, filled in forms_of(tables, year=year, agency=agency, code=code):
        written.append(folder / f"{name}.xlsx")
        write_form(form, filled, written[-1])
    return tuple(written)


class _Sheet:
    """One sheet while it is written."""

    def __init__(self, book: Any, sheet: Any, form: Form, filled: Filled) -> None:
        self.sheet, self.form, self.filled = sheet, form, filled
        self.head = book.add_format(_HEAD)
        self.title = book.add_format({**_FONT, "bold": True, "font_size": 16, "align": "center"})
        self.said = book.add_format({**_FONT, "align": "center"})
        self.plain = book.add_format(_FONT)
        self.bold = book.add_format({**_FONT, "bold": True})
        self.lead = book.add_format({**_FONT, "bold": True, "border": 1})
        self.cells = {
            kind: book.add_format({**_FONT, "border": 1, "num_format": number})
            for kind, number in _NUMBERS.items()
        } | {TEXT: book.add_format({**_FONT, "border": 1, "text_wrap": True})}
        self.last = len(form.columns) - 1

    def write(self) -> None:
        """Everything from the title to the signature, and how it is printed."""
        self._title()
        self._heading()
        row = FIRST_ROW
        for values in self.filled.rows:
            self.sheet.set_row(row, _LINE * self._lines(values))
            for place, column in enumerate(self.form.columns):
                self._cell(row, place, column, values)
            row += 1
        self._closing(row)
        self._print(row)

    def _lines(self, values: Any) -> int:
        """Lines of the tallest cell of a row; not every program fits rows to their text."""
        texts = [
            (str(values.get(column.field) or ""), column.width)
            for column in self.form.columns
            if column.kind == TEXT and column.field
        ]
        return min(_MOST_LINES, max(len(wrap(text, int(width)) or [""]) for text, width in texts))

    def _title(self) -> None:
        lines = [
            self.filled.title, self.filled.government,
            f"Tahun {self.filled.year}, sampai dengan Triwulan {self.filled.quarter}",
            self.filled.source, self.filled.label or "",
        ]  # fmt: skip
        for row, line in enumerate(lines):
            shown = self.title if row < 2 or row == len(lines) - 1 else self.said
            self.sheet.set_row(row, 24 if shown is self.title else 16)
            self.sheet.merge_range(row, 0, row, self.last, line, shown)

    def _heading(self) -> None:
        """Headings, the numbers of the form below them, then K and Rp, as the form prints them."""
        top, number, below = HEAD_ROW, HEAD_ROW + 2, HEAD_ROW + 3
        self.sheet.set_row(top, 110)
        place = quarters = 0
        for group in self.form.groups:
            end = place + len(group.columns) - 1
            heading = self.filled.worded(group.heading)
            if group.quarter:
                quarters = quarters or place
                self._merge((top + 1, place, top + 1, end), heading)
                self._merge((number, place, number, end), group.number)
                if group.quarter == "IV":
                    self._merge((top, quarters, top, end), "Realisasi Kinerja pada Triwulan")
            else:
                self._merge((top, place, top + 1, end), heading)
                bottom = number if end > place else below
                self._merge((number, place, bottom, end), group.number)
            if end > place:
                for offset, name in enumerate(("K", "Rp")):
                    self.sheet.write_string(below, place + offset, name, self.head)
            for column in group.columns:
                self.sheet.set_column(place, place, column.width)
                place += 1
        for at in range(self.last + 1):
            self.sheet.write_blank(FIRST_ROW - 1, at, None, self.cells[TEXT])
        self.sheet.write_string(FIRST_ROW - 1, 3, self.filled.agency, self.lead)

    def _merge(self, area: tuple[int, int, int, int], text: str) -> None:
        if area[:2] == area[2:]:
            self.sheet.write_string(area[0], area[1], text, self.head)
        else:
            self.sheet.merge_range(*area, "", self.head)
            self.sheet.write_string(area[0], area[1], text, self.head)

    def _cell(self, row: int, place: int, column: Column, values: Any) -> None:
        shown = self.cells[column.kind]
        value = values.get(column.field) if column.field else None
        if column.share:
            self._share(row, place, column.share, values)
        elif value is None or value == "":
            self.sheet.write_blank(row, place, None, shown)
        elif isinstance(value, str):
            self.sheet.write_string(row, place, _clean(value), shown)
        else:
            is_whole = column.kind == K and float(value).is_integer()
            shown = self.cells[_WHOLE] if is_whole else shown
            self.sheet.write_number(row, place, value, shown)

    def _share(self, row: int, place: int, fields: tuple[str, str], values: Any) -> None:
        """The quotient the form prescribes, as its formula with the result beside it."""
        part, whole = (values.get(field) for field in fields)
        shown = self.cells[PERCENT]
        if part is None or not whole:
            self.sheet.write_blank(row, place, None, shown)
            return
        a, b = (self._address(row, field) for field in fields)
        self.sheet.write_formula(row, place, f"={a}/{b}*100", shown, 100.0 * part / whole)

    def _address(self, row: int, field: str) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        names = [column.field for column in self.form.columns]
        return str(xl_rowcol_to_cell(row, names.index(field)))

    def _closing(self, row: int) -> None:
        """What stands below the table: the lines of the form, what is empty and why, signature."""
        row += 1
        for line in self.form.footer:
            self.sheet.write_string(row, 0, line, self.bold)
            row += 1
            for said in self.filled.answers.get(line, ()):
                self.sheet.write_string(row, 1, _clean(said), self.plain)
                row += 1
        row += 1
        for line in ("Catatan:", *self.filled.notes, self.form.empty):
            self.sheet.write_string(row, 0, line, self.plain)
            row += 1
        for number, line in enumerate(self.filled.signature):
            self.sheet.write_string(row + 1 + number, self.last - 8, _clean(line), self.plain)

    def _print(self, row: int) -> None:
        self.sheet.set_landscape()
        self.sheet.set_paper(_FOLIO)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 3)
        self.sheet.set_margins(left=0.59, right=0.2, top=0.39, bottom=0.5)
        self.sheet.set_footer(f"&L{self.filled.source}&RHalaman &P dari &N")
        self.sheet.freeze_panes(FIRST_ROW - 1, 5)


def _clean(text: str) -> str:
    """A text that a workbook can hold; it is never run, for it is written as text."""
    return _NOT_IN_XML.sub(" ", text)[:_LONGEST_CELL]
