"""From a received file to its cells.

Belongs here: joining values (calamine) with marks (formats, formulas, errors, hidden, merged).
Stays out: safety before parsing (`guard`), limits of process and time (`child`), any meaning.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.cells import Cell, CellKind, CellValue, cell_address
from dagster_project.sae.intake.file.csvzip import read_csv, read_csv_zip
from dagster_project.sae.intake.file.grid import KINDS, Grid, GridCells
from dagster_project.sae.intake.file.guard import SAVE_AS, check_file
from dagster_project.sae.intake.file.ods import PERCENT_FORMAT, scan_ods
from dagster_project.sae.intake.file.plain_sheet import PlainRows, pick
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.file.xlsx import CellMark, SheetMarks, scan_xlsx
from dagster_project.sae.intake.file.xml_stream import refuse_unsound_parts
from dagster_project.sae.intake.forms.findings import clip

Formats = tuple[str | None, ...]
_ODS_FORMATS: Formats = (None, PERCENT_FORMAT)

# Errors of newer Excel versions (#SPILL!, #CALC!) stop the values reader for the whole file.
_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", ""})
_OWN_TYPES = frozenset({"n", "d", "b", "e"})


class _PlainDisagreesError(Exception):
    """What the patterns say of a sheet is not what the values reader says."""


def read_workbook(path: Path, *, file_name: str) -> WorkbookData:
    """Check a file, then read every non-empty cell of every worksheet.

    Args:
        path: where the bytes lie.
        file_name: the name it was sent under; a single CSV takes its sheet name from it.

    Raises:
        UnreadableFileError: it must not or cannot be read; the message is for its sender.
    """
    kind = check_file(path, file_name)
    if kind == "csv":
        return WorkbookData((read_csv(path.read_bytes(), sheet=Path(file_name).stem),))
    with zipfile.ZipFile(path) as archive:
        if kind == "csvzip":
            return read_csv_zip(archive)
        if kind == "xlsx":
            return _read_xlsx(path, archive)
        return _with_values(path, marks=scan_ods(archive), formats=_ODS_FORMATS)


def _read_xlsx(path: Path, archive: zipfile.ZipFile) -> WorkbookData:
    marks = scan_xlsx(archive)
    for name, found in marks.sheets.items():
        _refuse_new_errors(name, found)
    try:
        return _with_values(path, marks=marks.sheets, formats=marks.formats)
    except _PlainDisagreesError:
        # Patterns and values reader see different cells: the parser says who is right.
        marks = scan_xlsx(archive, plain=False)
        return _with_values(path, marks=marks.sheets, formats=marks.formats)


def _with_values(path: Path, *, marks: dict[str, SheetMarks], formats: Formats) -> WorkbookData:
    sheets: list[SheetData] = []
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for meta in workbook.sheets_metadata:
                own = marks.get(meta.name)
                if own is None or meta.typ is not SheetTypeEnum.WorkSheet:
                    continue
                sheet = workbook.get_sheet_by_name(meta.name)
                rows = [] if own.is_empty else sheet.to_python(skip_empty_area=False)
                grid = _grid(rows, own.plain, formats=formats) if own.plain else None
                cells: Mapping[tuple[int, int], Cell] = (
                    GridCells(grid)
                    if grid
                    else _cells(meta.name, rows=rows, marks=own, formats=formats)
                )
                sheets.append(
                    SheetData(
                        name=meta.name,
                        visible=meta.visible is SheetVisibleEnum.Visible,
                        hidden_rows=frozenset(own.hidden_rows),
                        hidden_columns=frozenset(own.hidden_columns),
                        merged=tuple(own.merged),
                        cells=cells,
                        grid=grid,
                    )
                )
    except PasswordError as error:
        raise UnreadableFileError(
            "Berkas ini dikunci dengan kata sandi. Hapus kata sandinya, simpan, lalu kirim lagi."
        ) from error
    except CalamineError as error:
        with zipfile.ZipFile(path) as archive:
            refuse_unsound_parts(archive)
        raise UnreadableFileError(f"Berkas rusak dan tidak dapat dibaca. {SAVE_AS}") from error
    if not sheets:
        raise UnreadableFileError(f"Berkas tidak memuat satu pun lembar kerja. {SAVE_AS}")
    return WorkbookData(tuple(sheets))


def _refuse_new_errors(sheet: str, marks: SheetMarks) -> None:
    for (row, column), mark in marks.cells.items():
        if mark.type == "e" and mark.text not in _KNOWN_ERRORS:
            raise UnreadableFileError(
                f"{sheet}!{cell_address(row, column)}: rumus menghasilkan galat "
                f"{clip(mark.text or '', cap=20)}. Perbaiki atau hapus rumus itu, simpan, lalu "
                "kirim lagi."
            )


def _grid(rows: list[list[Any]], plain: PlainRows, *, formats: Formats) -> Grid:
    """The values at the places the patterns saw, if the values reader sees the same places.

    Raises:
        _PlainDisagreesError: it has not, or a value is of a kind that no plain cell holds.
    """
    flat = list(chain.from_iterable(rows))
    places = plain.places_in(len(rows[0]) if rows else 1)
    if places is None or (places and places[-1] >= len(flat)):
        raise _PlainDisagreesError
    values = pick(flat, places)
    if "" in values or len(flat) - flat.count("") != len(places):
        raise _PlainDisagreesError
    if not KINDS.keys() >= set(map(type, values)):
        raise _PlainDisagreesError
    return Grid(rows, places, values, plain.styles, formats)


def _cells(
    sheet: str, *, rows: list[list[Any]], marks: SheetMarks, formats: Formats
) -> dict[tuple[int, int], Cell]:
    cells: dict[tuple[int, int], Cell] = {}
    for (row, column), mark in marks.cells.items():
        found = rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[0]) else ""
        cell = _cell(row, column=column, found=found, mark=mark, formats=formats)
        if cell is not None:
            cells[row, column] = cell
        elif mark.has_value and mark.text and mark.type in _OWN_TYPES:
            raise _disagree(sheet)
    # Two readers must see the same cells: a value one of them moved or lost is never taken.
    # What a failed formula holds is no value, whether the values reader gives one for it or not.
    seen = sum(len(row) - row.count("") for row in rows)
    told = sum(1 for c in cells.values() if c.kind not in {"error", "formula_empty"})
    if seen != told + sum(1 for at, c in cells.items() if c.kind == "error" and _has(rows, at)):
        raise _disagree(sheet)
    return cells


def _has(rows: list[list[Any]], at: tuple[int, int]) -> bool:
    row, column = at
    return row <= len(rows) and column <= len(rows[0]) and rows[row - 1][column - 1] != ""


def _cell(row: int, *, column: int, found: Any, mark: CellMark, formats: Formats) -> Cell | None:
    number_format = formats[mark.style] if mark.style < len(formats) else None
    if mark.type == "e":
        return Cell(row, column, mark.text or "#ERROR!", "error", number_format, mark.formula)
    if found == "":
        if mark.formula is None or mark.has_value:
            return None
        return Cell(row, column, None, "formula_empty", number_format, mark.formula)
    value, kind = _value(found)
    if kind == "text" and mark.formula is not None and str(value).startswith(("#", "Err:")):
        kind = "error"
    return Cell(row, column, value, kind, number_format, mark.formula)


def _value(found: Any) -> tuple[CellValue, CellKind]:
    if isinstance(found, str):
        return found, "text"
    if isinstance(found, bool):
        return found, "bool"
    if isinstance(found, (int, float)):
        return found, "number"
    if isinstance(found, (date, datetime)):
        return found, "date"
    # Times of day and durations are no value of any field; as text they are reported, not guessed.
    return str(found), "text"


def _disagree(sheet: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"Lembar {sheet}: letak isi sel tidak dapat dipastikan karena berkas tidak tersusun benar. "
        f"{SAVE_AS}"
    )
