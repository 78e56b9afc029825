"""The public subset as files for spreadsheets and programs: CSV, Parquet, one workbook.

Belongs here: other forms of the same rows. Stays out: which rows (`subset`), pages about them.
"""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.release.contents import PARQUET_COMPRESSION, identifier, literal
from dagster_project.sae.release.wording import spreadsheet_safe

if TYPE_CHECKING:
    import duckdb

WORKBOOK = "sae-publik.xlsx"

# A workbook of more cells takes longer to write than all pages, and to open than anybody waits.
_MOST_CELLS = 200_000
# What a spreadsheet runs as a formula gets an apostrophe, as in every CSV of a release.
_FORMULA = r"^[ \x{00A0}]*[=+\-@\t\r\n\x{FF1D}\x{FF0B}\x{FF0D}\x{FF20}]"
# Spreadsheets count days from here; an earlier date was mistyped and is shown as it stands.
_FIRST_YEAR = 1900
_BYTE_ORDER_MARK = "\ufeff"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_tables(subset: Path, folder: Path) -> None:
    """Write every table of the subset as CSV and as Parquet.

    Raises:
        duckdb.Error: a file could not be written.
    """
    import duckdb

    config = {"threads": "1", "memory_limit": "256MB", "autoinstall_known_extensions": "false"}
    with duckdb.connect(str(subset), read_only=True, config=config) as connection:
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() order by all"
        ).fetchall():
            source = identifier(table)
            connection.execute(
                f"copy {source} to {literal(str(folder / f'{table}.parquet'))} "
                f"(format parquet, compression {PARQUET_COMPRESSION})"
            )
            connection.execute(
                f"copy (select {_for_spreadsheets(connection, source)} from {source}) "
                f"to {literal(str(folder / f'{table}.csv'))} (format csv, header)"
            )


def _for_spreadsheets(connection: duckdb.DuckDBPyConnection, source: str) -> str:
    """SQL of the columns as a spreadsheet may open them; the first name brings the byte order."""
    shown: list[str] = []
    for name, kind, *_ in connection.execute(f"describe {source}").fetchall():
        column = identifier(name)
        title = identifier(f"{'' if shown else _BYTE_ORDER_MARK}{name}")
        if kind == "VARCHAR":
            column = (
                f"case when regexp_matches({column}, {literal(_FORMULA)}) "
                f"then '''' || {column} else {column} end"
            )
        shown.append(f"{column} as {title}")
    return ", ".join(shown)


def write_workbook(tables: Tables, target: Path) -> None:
    """Write all tables into one workbook, a sheet each; same rows, same bytes.

    A table with more cells than fit is named on the first sheet and stands as CSV only.

    Raises:
        OSError: the workbook could not be written.
    """
    import xlsxwriter

    release = tables["rilis"][0]
    book = xlsxwriter.Workbook(
        str(target),
        {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False},
    )
    book.set_properties({"title": release.id_rilis, "created": release.dibuat_pada})
    bold = book.add_format({"bold": True})
    dated = book.add_format({"num_format": "dd-mm-yyyy"})
    first = book.add_worksheet("ISI")
    first.set_column(0, 0, 26)
    first.set_column(2, 2, 90)
    lines: list[tuple[Any, ...]] = [
        (f"Rilis {release.id_rilis}", "", release.label_data or ""),
        ("tabel", "baris", "isi"),
    ]
    for name in tables:
        rows = tables[name]
        fits = not rows or len(rows) * len(rows[0]) <= _MOST_CELLS
        note = "" if fits else " (terlalu besar untuk buku kerja ini; lihat CSV)"
        lines.append((name, len(rows), tables.comments.get(name, "") + note))
        if rows and fits:
            _sheet(book.add_worksheet(name[:31]), rows, bold=bold, dated=dated)
    for number, line in enumerate(lines):
        first.write_row(number, 0, [_cell(value) for value in line], bold if number < 2 else None)
    book.close()


def _sheet(sheet: Any, rows: tuple[Any, ...], *, bold: Any, dated: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, rows[0]._fields, bold)
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, date) and value.year >= _FIRST_YEAR:
                sheet.write_datetime(number, place, value, dated)
            else:
                sheet.write(number, place, _cell(value))


def _cell(value: Any) -> Any:
    """A cell no spreadsheet runs or refuses: no control character, at most what a cell holds."""
    if isinstance(value, str):
        return spreadsheet_safe(_NOT_IN_XML.sub(" ", value)[:32_000])
    if isinstance(value, date) or (isinstance(value, float) and not math.isfinite(value)):
        return str(value)
    return value
