"""What the values reader does not tell about an .xlsx: formats, formulas, errors, hidden, merged.

Belongs here: one pass over every sheet: by patterns where its rows are plain, else tag by tag.
Stays out: the values themselves (`reader` takes them from calamine), safety by size (`guard`),
the patterns (`plain_sheet`), the parts around the sheets (`xlsx_parts`).
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.cells import column_number, parse_address
from dagster_project.sae.intake.file.guard import SAVE_AS
from dagster_project.sae.intake.file.plain_sheet import MAX_PLAIN_BYTES, PlainRows, plain_rows
from dagster_project.sae.intake.file.sheets import MergedRange
from dagster_project.sae.intake.file.xlsx_parts import (
    kept,
    number_formats,
    read_part,
    relations_of,
    sheet_list,
    workbook_part,
)
from dagster_project.sae.intake.file.xml_stream import XmlStream, local, reading_of


@dataclass(slots=True)
class CellMark:
    """What the sheet part says about one cell, value apart."""

    style: int = 0
    type: str = "n"
    formula: str | None = None
    text: str | None = None
    has_value: bool = False


@dataclass
class SheetMarks:
    """What the sheet part says about a whole sheet.

    Where its rows are plain, `plain` says where the cells stand and `cells` is empty.
    """

    cells: dict[tuple[int, int], CellMark] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[MergedRange] = field(default_factory=list)
    max_row: int = 0
    max_column: int = 0
    plain: PlainRows | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is no cell with a value or a formula."""
        return not (self.plain.places if self.plain else self.cells)

    @property
    def area(self) -> int:
        """Cells of the used rectangle from A1."""
        return self.max_row * self.max_column


@dataclass(frozen=True)
class XlsxMarks:
    """Marks of all worksheets by sheet name, and Excel format codes by style number.

    A format is None for General; a style beyond them is unknown and General too.
    """

    sheets: dict[str, SheetMarks]
    formats: tuple[str | None, ...]


def scan_xlsx(archive: zipfile.ZipFile, *, plain: bool = True) -> XlsxMarks:
    """Read the marks of every worksheet; one whose name starts with `_` is not read.

    Such a sheet is a helper, like a column whose name starts with `_`: our blank workbooks keep
    their drop-down lists on one.

    Args:
        archive: the file.
        plain: read rows of plain cells by patterns; False parses every part tag by tag.

    Raises:
        UnreadableFileError: a part is missing or broken, or there is more than the limits allow.
    """
    workbook = workbook_part(archive)
    relations = relations_of(archive, workbook)
    sheets: dict[str, SheetMarks] = {}
    budget = limits.MAX_CELLS
    for name, relation in sheet_list(read_part(archive, workbook), workbook):
        kind, part = relations.get(relation, ("", ""))
        if not kind.endswith("/worksheet") or name.startswith("_"):
            continue
        if len(sheets) >= limits.MAX_SHEETS:
            raise UnreadableFileError(
                f"Berkas berisi lebih dari {limits.MAX_SHEETS} lembar. Kirim lembar templat saja."
            )
        marks = _sheet(archive, part, name=name, budget=budget, plain=plain)
        budget -= len(marks.plain.places) if marks.plain else len(marks.cells)
        sheets[name] = marks
    styles = next((p for kind, p in relations.values() if kind.endswith("/styles")), None)
    formats = number_formats(read_part(archive, styles), styles) if styles else ()
    return XlsxMarks(sheets, formats)


def _sheet(
    archive: zipfile.ZipFile, part: str, *, name: str, budget: int, plain: bool
) -> SheetMarks:
    with reading_of(part):
        size = archive.getinfo(part).file_size
    if not plain or size > MAX_PLAIN_BYTES:
        scan = _SheetScan(name, budget=budget)
        scan.stream.read(archive, part)
        return scan.marks
    data = read_part(archive, part)
    rows = plain_rows(data)
    if rows is None:
        scan = _SheetScan(name, budget=budget)
        scan.stream.feed(data, part)
        return scan.marks
    if len(rows.places) > budget or (
        rows.last_row * rows.width > limits.MAX_AREA
        and rows.last_row * rows.last_column > limits.MAX_AREA
    ):
        raise too_many_cells(name)
    hidden_columns, merged = _around(rows.around, part, name)
    return SheetMarks({}, set(rows.hidden_rows), set(hidden_columns), list(merged), plain=rows)


@kept
def _around(data: bytes, part: str, sheet: str) -> tuple[frozenset[int], tuple[MergedRange, ...]]:
    """Hidden columns and merged ranges of a sheet part whose rows were taken out."""
    scan = _SheetScan(sheet, budget=0)
    scan.stream.feed(data, part)
    return frozenset(scan.marks.hidden_columns), tuple(scan.marks.merged)


class _SheetScan:
    """Handlers of one sheet part; a cell without an address stands after the one before it."""

    def __init__(self, sheet: str, *, budget: int) -> None:
        self.sheet = sheet
        self.budget = budget
        self.marks = SheetMarks()
        self.stream = XmlStream(self._start, end=self._end)
        self._prefix = ""
        self._row = 0
        self._column = 0
        self._cell: CellMark | None = None
        self._text: list[str] = []
        self._names: dict[str, str] = {}

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        tag = self._names.get(name)
        if tag is None:
            tag = self._names[name] = local(name)
        if tag == "c":
            self._start_cell(attrs)
        elif tag == "v" or tag == "f":
            self._start_content(tag, attrs)
        elif tag == "is" and self._cell is not None:
            self._cell.has_value = True
        elif tag == "row":
            self._start_row(attrs)
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))
        elif tag == "col" and attrs.get("hidden") in {"1", "true"}:
            first, last = _whole(attrs.get("min", "1")), _whole(attrs.get("max", "1"))
            self.marks.hidden_columns.update(range(first, min(last, 16_384) + 1))

    def _start_row(self, attrs: dict[str, str]) -> None:
        self._row = _whole(attrs["r"]) if "r" in attrs else self._row + 1
        self._column = 0
        if attrs.get("hidden") in {"1", "true"}:
            self.marks.hidden_rows.add(self._row)

    def _start_cell(self, attrs: dict[str, str]) -> None:
        reference = attrs.get("r")
        if reference is None:
            self._column += 1
        else:
            letters = reference.rstrip("0123456789")
            self._row, self._column = _whole(reference[len(letters) :]), _column(letters)
        style = attrs.get("s")
        self._cell = CellMark(_whole(style) if style else 0, attrs.get("t", "n"))

    def _start_content(self, tag: str, attrs: dict[str, str]) -> None:
        if self._cell is None:
            return
        if tag == "f":
            self._cell.formula = ""
        elif self._cell.type == "s":
            self._cell.has_value = True
            return
        self._text = []
        self.stream.on_text(self._text.append)

    def _end(self, name: str) -> None:
        tag = self._names.get(name)
        cell = self._cell
        if cell is None:
            return
        if tag == "v":
            if cell.type != "s":
                cell.text = "".join(self._text)
                cell.has_value = bool(cell.text) or cell.type == "str"
                self.stream.on_text(None)
        elif tag == "f":
            cell.formula = "".join(self._text)
            self.stream.on_text(None)
        elif tag == "c":
            self._end_cell(cell)

    def _end_cell(self, cell: CellMark) -> None:
        self._cell = None
        if not cell.has_value and cell.formula is None:
            return
        marks = self.marks
        if (self._row, self._column) in marks.cells:
            raise UnreadableFileError(
                f"Lembar {self.sheet} memuat satu sel dua kali, sehingga isinya tidak pasti. "
                f"{SAVE_AS}"
            )
        marks.cells[self._row, self._column] = cell
        marks.max_row = max(marks.max_row, self._row)
        marks.max_column = max(marks.max_column, self._column)
        if len(marks.cells) > self.budget or marks.area > limits.MAX_AREA:
            raise too_many_cells(self.sheet)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        try:
            self.marks.merged.append((*parse_address(first), *parse_address(last or first)))
        except ValueError as error:
            raise broken_address(reference) from error
        if len(self.marks.merged) > limits.MAX_MERGES:
            raise UnreadableFileError(
                f"Lembar {self.sheet} memuat lebih dari {limits.MAX_MERGES} sel gabungan. Hapus "
                "gabungan sel (Merge & Center), simpan, lalu kirim lagi."
            )


def too_many_cells(sheet: str) -> UnreadableFileError:
    """The refusal of a sheet whose values are too many or too far apart."""
    return UnreadableFileError(
        f"Lembar {sheet} berisi terlalu banyak sel, atau sel yang jauh di luar tabel. Hapus baris "
        "dan kolom di luar tabel, simpan, lalu kirim lagi."
    )


def broken_address(reference: str) -> UnreadableFileError:
    """The refusal of a file with a cell address that cannot be."""
    return UnreadableFileError(f"Berkas rusak: alamat sel '{reference[:20]}' tidak sah. {SAVE_AS}")


def _whole(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise broken_address(text)
    return int(text)


def _column(letters: str) -> int:
    try:
        return column_number(letters)
    except ValueError as error:
        raise broken_address(letters) from error
