"""What the values reader does not tell about an .xlsx: formats, formulas, errors, hidden, merged.

Belongs here: one streaming pass over workbook, styles and sheets.
Stays out: the values themselves (`reader` takes them from calamine), safety by size (`guard`).
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field

from dagster_project.sae.errors import UnreadableFileError
from dagster_project.sae.intake import limits
from dagster_project.sae.intake.cells import MergedRange, column_number, parse_address
from dagster_project.sae.intake.guard import SAVE_AS
from dagster_project.sae.intake.xml_stream import XmlStream, local

_BUILTIN_FORMATS = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip


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
    """What the sheet part says about a whole sheet."""

    cells: dict[tuple[int, int], CellMark] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[MergedRange] = field(default_factory=list)
    max_row: int = 0
    max_column: int = 0

    @property
    def area(self) -> int:
        """Cells of the used rectangle from A1."""
        return self.max_row * self.max_column


@dataclass(frozen=True)
class XlsxMarks:
    """Marks of all worksheets by sheet name, and number formats by style number."""

    sheets: dict[str, SheetMarks]
    formats: tuple[str | None, ...]

    def format_of(self, style: int) -> str | None:
        """Excel format code of a style; None for General or an unknown style."""
        return self.formats[style] if 0 <= style < len(self.formats) else None


def scan_xlsx(archive: zipfile.ZipFile) -> XlsxMarks:
    """Read the marks of every worksheet; one whose name starts with `_` is not read.

    Such a sheet is a helper, like a column whose name starts with `_`: our blank workbooks keep
    their drop-down lists on one.

    Raises:
        UnreadableFileError: a part is missing or broken, or there is more than the limits allow.
    """
    workbook = _workbook_part(archive)
    relations = _relations(archive, workbook)
    sheets: dict[str, SheetMarks] = {}
    budget = limits.MAX_CELLS
    for name, relation in _sheet_list(archive, workbook):
        kind, part = relations.get(relation, ("", ""))
        if not kind.endswith("/worksheet") or name.startswith("_"):
            continue
        if len(sheets) >= limits.MAX_SHEETS:
            raise UnreadableFileError(
                f"Berkas berisi lebih dari {limits.MAX_SHEETS} lembar. Kirim lembar templat saja."
            )
        scan = _SheetScan(name, budget=budget)
        scan.stream.read(archive, part)
        budget -= len(scan.marks.cells)
        sheets[name] = scan.marks
    styles = next((p for kind, p in relations.values() if kind.endswith("/styles")), None)
    return XlsxMarks(sheets, _formats(archive, styles) if styles else ())


def _workbook_part(archive: zipfile.ZipFile) -> str:
    for kind, part in _relations(archive, "").values():
        if kind.endswith("/officeDocument"):
            return part
    return "xl/workbook.xml"


def _relations(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id to (type, absolute part name) of one part."""
    folder, file = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}
    actual = {name.lower(): name for name in archive.namelist()}

    def start(name: str, attrs: dict[str, str]) -> None:
        if local(name) == "Relationship" and attrs.get("TargetMode") != "External":
            target = attrs.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            whole = posixpath.normpath(whole)
            found[attrs.get("Id", "")] = (attrs.get("Type", ""), actual.get(whole.lower(), whole))

    XmlStream(start).read(archive, posixpath.join(folder, "_rels", f"{file}.rels"))
    return found


def _sheet_list(archive: zipfile.ZipFile, workbook: str) -> list[tuple[str, str]]:
    """(name, relation id) of every sheet in order."""
    sheets: list[tuple[str, str]] = []

    def start(name: str, attrs: dict[str, str]) -> None:
        if local(name) == "sheet":
            relation = next((v for k, v in attrs.items() if local(k) == "id" and ":" in k), "")
            sheets.append((attrs.get("name", ""), relation))

    XmlStream(start).read(archive, workbook)
    return sheets


def _formats(archive: zipfile.ZipFile, part: str) -> tuple[str | None, ...]:
    own: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(name: str, attrs: dict[str, str]) -> None:
        nonlocal inside
        tag = local(name)
        if tag == "numFmt":
            own[attrs.get("numFmtId", "")] = attrs.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            styles.append(attrs.get("numFmtId", "0"))

    def end(name: str) -> None:
        nonlocal inside
        if local(name) == "cellXfs":
            inside = False

    XmlStream(start, end=end).read(archive, part)

    def code(number: str) -> str | None:
        text = own.get(number) or _BUILTIN_FORMATS.get(int(number) if number.isdigit() else 0)
        return None if text is None or text.lower() == "general" else text

    return tuple(code(number) for number in styles)


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
