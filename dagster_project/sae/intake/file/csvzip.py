"""Sheets as CSV: one file, or one for each sheet inside a .zip.

Belongs here: records as the cells of a sheet, with what had to be decided or left out as remarks.
Stays out: encoding, delimiter and records (`csv_text`), types of values (every cell is text),
safety of the zip (`guard`).
"""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.csv_text import SAVE_CSV, decode, records
from dagster_project.sae.intake.file.guard import BROKEN_ZIP
from dagster_project.sae.intake.file.sheets import Remark, SheetData, WorkbookData
from dagster_project.sae.intake.file.xlsx import too_many_cells


def read_csv_zip(archive: zipfile.ZipFile) -> WorkbookData:
    """Read a zip with one .csv for each sheet; the sheet is named by the file without `.csv`.

    Raises:
        UnreadableFileError: no CSV inside, two of one name, or one that cannot be read for certain.
    """
    sheets: dict[str, SheetData] = {}
    for name in sorted(archive.namelist()):
        path = PurePosixPath(name)
        if path.suffix.lower() != ".csv" or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        if path.stem in sheets:
            raise UnreadableFileError(f"Berkas .zip memuat dua lembar bernama {path.stem}.csv.")
        if len(sheets) >= limits.MAX_SHEETS:
            raise UnreadableFileError(f"Berkas .zip berisi lebih dari {limits.MAX_SHEETS} lembar.")
        try:
            data = archive.read(name)
        except BROKEN_ZIP as error:
            raise UnreadableFileError(f"Berkas .zip rusak pada {path.name}. Buat ulang.") from error
        used = sum(len(sheet.cells) for sheet in sheets.values())
        sheets[path.stem] = read_csv(data, sheet=path.stem, budget=limits.MAX_CELLS - used)
    if not sheets:
        raise UnreadableFileError(
            "Berkas .zip tidak memuat satu pun .csv. Isi dengan satu .csv untuk tiap lembar "
            "templat, atau kirim buku kerja .xlsx."
        )
    return WorkbookData(tuple(sheets.values()))


def read_csv(data: bytes, *, sheet: str, budget: int = limits.MAX_CELLS) -> SheetData:
    """Read one CSV whose first line is the header; row 1 is that line.

    Args:
        data: UTF-8 or UTF-16, with or without byte order mark, or Windows-1252.
        sheet: name of the sheet, used in messages.
        budget: how many cells it may hold.

    Returns:
        Its cells. A row that does not fit the header gives no cell but a remark with its line, and
        so does an encoding that had to be decided.

    Raises:
        UnreadableFileError: encoding, delimiter or the end of a record is not certain, or more
            rows than `limits.MAX_BROKEN_ROWS` do not fit; the message names the line.
    """
    decoded = decode(data, sheet=sheet)
    cells: dict[tuple[int, int], Cell] = {}
    remarks: list[Remark] = []
    if decoded.decision:
        remarks.append(Remark("encoding", f"{decoded.decision}.", line=decoded.odd_line))
    broken = 0
    for record in records(decoded.text, sheet=sheet):
        if record.problem:
            broken += 1
            if broken > limits.MAX_BROKEN_ROWS:
                raise UnreadableFileError(
                    f"{sheet}.csv: lebih dari {limits.MAX_BROKEN_ROWS} baris tidak cocok dengan "
                    f"kepala tabel, pertama baris {_first_line(remarks)}. {SAVE_CSV}"
                )
            text = f"{record.problem}. Baris ini tidak dibaca."
            remarks.append(Remark("row", text, line=record.line, row=record.row))
        for column, value in enumerate(record.values, start=1):
            if value.strip():
                cells[record.row, column] = Cell(
                    record.row, column, value[: limits.MAX_TEXT], "text"
                )
        if len(cells) > budget:
            raise too_many_cells(sheet)
    return SheetData(name=sheet, cells=cells, remarks=tuple(remarks))


def _first_line(remarks: list[Remark]) -> int | None:
    return next((remark.line for remark in remarks if remark.kind == "row"), None)
