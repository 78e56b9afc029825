"""Reading our own workbook: every sheet of the template becomes rows of a landing table.

Belongs here: the SAMPUL form, header rows, data rows, rules STR-02, STR-06, STR-08, STR-09, FRM-02.
Stays out: values of cells (`template.values`), who and when (`cover`), foreign forms
(`printed.reader`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Row, Rows
from dagster_project.sae.contract.template import Field, Sheet, Template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.cells import Cell, column_letter
from dagster_project.sae.intake.file.grid import Grid
from dagster_project.sae.intake.file.plain_sheet import pick
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.coerce import clean_text
from dagster_project.sae.intake.forms.cover import Stated, cover_statements, resolve_cover
from dagster_project.sae.intake.forms.coverage import Area
from dagster_project.sae.intake.forms.findings import Finding, finding, folded_cell, once_a_column
from dagster_project.sae.intake.forms.own_rows import own_rows, row_statements
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.template.areas import (
    form_area,
    rows_without_key,
    table_area,
    value_column,
)
from dagster_project.sae.intake.forms.template.columns import ColumnReader
from dagster_project.sae.intake.forms.template.header import HeaderMap, map_header
from dagster_project.sae.intake.forms.template.missing import missing_sheet, silent_sheets
from dagster_project.sae.intake.forms.template.values import read_field
from dagster_project.sae.intake.forms.template.words import places_of_words, rows_of_words

_EVALUATED = (
    *("STR-00", "STR-01", "STR-02", "STR-03", "STR-04", "STR-06", "STR-08", "STR-09"),
    *("STR-13", "IDT-03", "ISI-03", "FRM-02"),
)
_MAP_COLUMNS = ("tabel", "kolom", "periode", "lembar", "huruf", "baris")
_Place = tuple[str, str, None, str, str, int | None]
_FIRST_ROW = 2


def read_template(
    workbook: WorkbookData,
    template: Template,
    *,
    profile: Profile,
    received: datetime,
) -> Reading:
    """Read a workbook in our template.

    Args:
        workbook: its cells.
        template: sheets, fields and types.
        profile: agencies, cycles and the codes that references point to.
        received: receipt, local time.

    Returns:
        Rows of every sheet that is there, with the findings. A value that is not certain is None
        and has a STR-06 finding with its cell.

    Raises:
        UnreadableFileError: no sheet holds a single data row.
    """
    reader = _TemplateReader(template, profile)
    for sheet in template.sheets:
        data = workbook.sheet(sheet.name)
        if data is None:
            reader.findings += missing_sheet(sheet, workbook)
        elif sheet.shape == "isian":
            reader.read_form(sheet, data)
        else:
            reader.read_table(sheet, data)
    rows = reader.data_rows
    if rows == 0:
        raise UnreadableFileError(
            "Templat ini belum diisi: tidak ada baris data pada satu lembar pun. Isi lembar "
            "INDIKATOR dan REALISASI di bawah judul kolomnya, lalu kirim lagi."
        )
    stated = reader.stated()
    cover, cover_findings = resolve_cover(stated, template, profile=profile, received=received)
    reader.findings += cover_findings
    from_rows = row_statements(reader.tables, cover, columns=reader.figure_columns, profile=profile)
    if not any(statement.about == "waktu" for statement in from_rows):
        kept, refused = own_rows(reader.tables, cover, columns=reader.figure_columns)
        reader.tables = kept
        reader.findings += refused
    reader.findings += rows_without_key(reader.tables, reader.columns, reader.findings)
    reader.findings += silent_sheets(reader.tables)
    if "anggaran" in reader.tables:
        reader.tables["anggaran"] = Rows.of(reader.tables["anggaran"]).constant(
            tingkat_anggaran="SUB_KEGIATAN", periode=cover.periode, sifat="KUMULATIF"
        )
    findings = once_a_column(reader.findings)
    counts = dict.fromkeys(_EVALUATED, 0)
    for found in findings:
        counts[found.rule] += 1
    return Reading(
        tables={"peta": Rows.of_tuples(_MAP_COLUMNS, reader.places), **reader.tables},
        findings=tuple(findings),
        evaluated=counts,
        cover=cover,
        layout_id=template.id,
        data_rows=rows,
        stated=(*cover_statements(stated, profile), *from_rows),
        areas=reader.areas,
    )


class _TemplateReader:
    """Collects rows and findings of one workbook, sheet by sheet."""

    def __init__(self, template: Template, profile: Profile) -> None:
        self.template = template
        self.profile = profile
        self.tables: dict[str, Sequence[Row]] = {}
        self.places: list[_Place] = []
        self.findings: list[Finding] = []
        self.figure_columns: dict[str, int] = {}
        self.areas: dict[str, Area] = {}
        self.columns: dict[str, tuple[str, dict[str, int]]] = {}
        self._form_cells: dict[str, Cell] = {}

    @property
    def data_rows(self) -> int:
        """Data rows of all table sheets read so far."""
        own = (found for table, found in self.tables.items() if table != "sampul")
        return sum(len(found) for found in own)

    def read_form(self, sheet: Sheet, data: SheetData) -> None:
        """SAMPUL: column A names the field, the column `nilai` holds its value; one wide row."""
        known = {field.id: field for field in sheet.fields}
        column = value_column(data)
        cells: dict[str, Cell] = {}
        named: set[str] = set()
        row: Row = {"baris": 1}
        for number in range(1, data.max_row + 1):
            label = data.cell(number, 1)
            name = clean_text(label.raw) if label else ""
            if name not in known:
                continue
            if name in named:
                self._form_fault(sheet, name, f"isian {name} tertulis dua kali; sisakan satu.")
                continue
            named.add(name)
            value = data.cell(number, column)
            self._map(sheet, name, letter=column_letter(column), row=number)
            if value is not None:
                cells[name] = value
            row[name] = self._value(sheet, known[name], cell=value)
        for field in sheet.fields:
            if field.id not in named and field.required == "ya":
                self._form_fault(sheet, field.id, f"isian {field.id} tidak ada di kolom A.")
        self._form_cells = cells
        self.areas[sheet.name] = form_area(data, known)
        self.tables[sheet.table] = [row]

    def _form_fault(self, sheet: Sheet, field: str, message: str) -> None:
        self.findings.append(
            finding(
                "STR-02",
                f"{sheet.name}: {message}",
                remedy=f"Pakai lembar {sheet.name} dari templat; isi hanya kolom nilai.",
                table=sheet.table,
                column=field,
                sheet=sheet.name,
            )
        )

    def stated(self) -> Stated:
        """What the cover says about who and when."""
        row = next(iter(self.tables.get("sampul", ())), {})
        version = self._form_cells.get("versi_template")
        is_number = version is not None and version.kind == "number"
        return Stated(
            # 1.0 typed as a number is still version 1.0; as text of the number it would be '1'.
            version=f"{version.value:.1f}" if version and is_number else row.get("versi_template"),
            code=row.get("kode_opd"),
            name=row.get("nama_opd"),
            cycle_id=row.get("id_siklus"),
            year=row.get("tahun"),
            period=row.get("periode"),
            addresses={
                field: f"{letter}{row}"
                for table, field, _, _, letter, row in self.places
                if table == "sampul"
            },
        )

    def read_table(self, sheet: Sheet, data: SheetData) -> None:
        """A table sheet: field ids in row 1, a record a row from row 2.

        Blank rows are skipped, and so is the row that repeats the headings in people's words.
        """
        header = map_header(sheet, data)
        self.findings += header.findings
        self.columns[sheet.table] = (sheet.name, header.columns)
        if sheet.table == "realisasi":
            self.figure_columns = header.columns
        for field_id, column in header.columns.items():
            self._map(sheet, field_id, letter=column_letter(column), row=None)
        if data.grid is not None and data.grid.rows:
            self._read_columns(sheet, header, data=data, grid=data.grid)
            return
        by_row: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in data.cells.items():
            if row >= _FIRST_ROW and column in header.numbers and not _is_blank(cell):
                by_row.setdefault(row, {})[column] = cell
        words = rows_of_words(header, by_row)
        for row in words:
            del by_row[row]
        self.areas[sheet.name] = table_area(header, data, words=words)
        self.findings += header.body_findings(data, rows=by_row)
        self.tables[sheet.table] = [
            self._record(sheet, header, row=row, cells=by_row[row]) for row in sorted(by_row)
        ]

    def _read_columns(
        self, sheet: Sheet, header: HeaderMap, *, data: SheetData, grid: Grid
    ) -> None:
        """The same as cell by cell, for a sheet that is held in bulk."""
        reader = ColumnReader(grid, self.profile)
        body = list(zip(*grid.rows[_FIRST_ROW - 1 :], strict=True)) or [()] * grid.width
        picked = {field: body[column - 1] for field, column in header.columns.items()}
        count = len(grid.rows) - _FIRST_ROW + 1
        filled = reader.filled(list(picked.values()), count) if picked else []
        words = places_of_words(header, picked, filled)
        kept = [number for number in filled if number not in words] if words else filled
        rows = [number + _FIRST_ROW for number in kept]
        self.areas[sheet.name] = table_area(
            header, data, words=[number + _FIRST_ROW for number in words]
        )
        self.findings += header.body_findings(data, rows=rows)
        columns: list[list[Any]] = [rows]
        found: list[tuple[int, int, Finding]] = []
        for order, field in enumerate(sheet.fields):
            column = picked.get(field.id)
            if column is None:
                columns.append([None] * len(kept))
                continue
            if len(kept) < count:
                column = pick(column, kept)
            values = reader.values(field, column)
            if values is None:
                at = header.columns[field.id]
                cells = [data.cell(row, at) for row in rows]
                read = [self._read(sheet, field, None if _is_blank(c) else c) for c in cells]
                values = [value for value, _ in read]
                found += [(row, order, f) for row, (_, f) in zip(rows, read, strict=True) if f]
            columns.append(values)
        self.findings += [finding for _, _, finding in sorted(found, key=lambda f: f[:2])]
        self.tables[sheet.table] = Rows(("baris", *(f.id for f in sheet.fields)), columns)

    def _record(self, sheet: Sheet, header: HeaderMap, *, row: int, cells: dict[int, Cell]) -> Row:
        record: Row = {"baris": row}
        for field in sheet.fields:
            column = header.columns.get(field.id)
            cell = cells.get(column) if column is not None else None
            record[field.id] = None if cell is None else self._value(sheet, field, cell=cell)
        return record

    def _value(self, sheet: Sheet, field: Field, *, cell: Cell | None) -> Any:
        value, problem = self._read(sheet, field, cell)
        if problem is not None:
            self.findings.append(problem)
        return value

    def _read(self, sheet: Sheet, field: Field, cell: Cell | None) -> tuple[Any, Finding | None]:
        """The value of a cell, or STR-06 why it has none."""
        read = read_field(field, cell, profile=self.profile)
        if read.folded and cell is not None:
            return read.value, folded_cell(cell, str(read.value), sheet=sheet.name)
        if read.problem is None or cell is None:
            return read.value, None
        return None, finding(
            "STR-06",
            f"{sheet.name}!{cell.address}: {read.problem}",
            remedy=read.remedy,
            table=sheet.table,
            column=field.id,
            sheet=sheet.name,
            address=cell.address,
            row=cell.row if sheet.shape == "tabel" else 1,
            content=cell.raw,
        )

    def _map(self, sheet: Sheet, field: str, *, letter: str, row: int | None) -> None:
        self.places.append((sheet.table, field, None, sheet.name, letter, row))


def _is_blank(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == "text" and not clean_text(str(cell.value))
