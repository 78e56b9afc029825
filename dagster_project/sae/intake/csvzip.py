"""Sheets as CSV: one file, or one for each sheet inside a .zip.

Belongs here: encoding, delimiter and width of a CSV, decided once by its header and then held to.
Stays out: types of values (every cell is text), safety of the zip (`guard`).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import PurePosixPath

from dagster_project.sae.errors import UnreadableFileError
from dagster_project.sae.intake import limits
from dagster_project.sae.intake.cells import Cell, SheetData, WorkbookData
from dagster_project.sae.intake.xlsx import too_many_cells

_SAVE_CSV = "Simpan dari Excel sebagai 'CSV UTF-8 (dipisah koma)', lalu kirim lagi."
_QUOTED = re.compile(r'"(?:[^"]|"")*"')


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
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
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
        data: UTF-8 with or without byte order mark, or UTF-16 with one.
        sheet: name of the sheet, used in messages.
        budget: how many cells it may hold.

    Raises:
        UnreadableFileError: other encoding, undecided delimiter, or a row wider or narrower than
            the header; the message names the line.
    """
    text = _decode(data, sheet=sheet)
    delimiter = _delimiter(text, sheet=sheet)
    cells: dict[tuple[int, int], Cell] = {}
    width = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row, values in enumerate(reader, start=1):
            width = width or len(values)
            if any(values) and len(values) != width:
                raise UnreadableFileError(
                    f"{sheet}.csv baris {reader.line_num}: ada {len(values)} kolom, kepala tabel "
                    f"punya {width}. Beri tanda kutip pada isi yang memuat '{delimiter}'. "
                    f"{_SAVE_CSV}"
                )
            for column, value in enumerate(values, start=1):
                if value.strip():
                    cells[row, column] = Cell(row, column, value[: limits.MAX_TEXT], "text")
            if len(cells) > budget:
                raise too_many_cells(sheet)
    except csv.Error as error:
        raise UnreadableFileError(
            f"{sheet}.csv baris {reader.line_num}: tanda kutip tidak seimbang atau isi terlalu "
            f"panjang. {_SAVE_CSV}"
        ) from error
    return SheetData(name=sheet, cells=cells)


def _decode(data: bytes, *, sheet: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFileError(
            f"{sheet}.csv baris {line}: huruf tidak dapat dibaca sebagai UTF-8. {_SAVE_CSV}"
        ) from error
    if "\0" in text:
        raise UnreadableFileError(f"{sheet}.csv bukan teks biasa. {_SAVE_CSV}")
    return text


def _delimiter(text: str, *, sheet: str) -> str:
    header = _QUOTED.sub("", text.lstrip("\r\n").partition("\n")[0])
    present = [mark for mark in (",", ";", "\t") if mark in header]
    if len(present) > 1:
        raise UnreadableFileError(
            f"{sheet}.csv: kepala tabel memuat lebih dari satu pemisah kolom "
            f"({' dan '.join('tab' if m == chr(9) else m for m in present)}). {_SAVE_CSV}"
        )
    return present[0] if present else ","
