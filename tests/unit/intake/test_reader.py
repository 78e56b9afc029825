"""Every non-empty cell arrives with its exact address, type, number format and formula."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.sheets import SheetData

Write = Callable[[Any, Any], None]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., SheetData]:
    """Write one sheet with xlsxwriter and read it back."""

    def make(write: Write, **options: Any) -> SheetData:
        path = tmp_path / "buku.xlsx"
        with xlsxwriter.Workbook(str(path), options) as book:
            write(book.add_worksheet("REALISASI"), book)
        return read_workbook(path, file_name="buku.xlsx").sheets[0]

    return make


def test_values_keep_their_type_and_place_when_the_first_rows_and_columns_are_empty(sheet):
    def write(ws, book):
        ws.write_string(4, 2, "teks")
        ws.write_number(9, 5, 12.5)
        ws.write_boolean(10, 5, True)

    found = sheet(write)
    assert {c.address: (c.value, c.kind) for c in found.cells.values()} == {
        "C5": ("teks", "text"),
        "F10": (12.5, "number"),
        "F11": (True, "bool"),
    }


def test_number_formats_come_along_and_general_is_none(sheet):
    def write(ws, book):
        ws.write_number(0, 0, 0.85, book.add_format({"num_format": "0.00%"}))
        ws.write_number(0, 1, 0.85, book.add_format({"num_format": "0.0 %;[Red]-0.0 %"}))
        ws.write_number(0, 2, 85)

    formats = [c.number_format for _, c in sorted(sheet(write).cells.items())]
    assert formats == ["0.00%", "0.0 %;[Red]-0.0 %", None]


@pytest.mark.parametrize("epoch", [False, True])
def test_a_date_is_the_same_day_in_both_date_systems(sheet, epoch):
    def write(ws, book):
        ws.write_datetime(
            0, 0, datetime(2026, 6, 30), book.add_format({"num_format": "dd/mm/yyyy"})
        )

    [cell] = sheet(write, date_1904=epoch).cells.values()
    value = cell.value.date() if isinstance(cell.value, datetime) else cell.value
    assert (value, cell.kind) == (date(2026, 6, 30), "date")


def test_a_formula_keeps_its_text_and_its_stored_result(sheet):
    def write(ws, book):
        ws.write_formula(0, 0, "=SUM(B1:B3)", value=6)

    [cell] = sheet(write).cells.values()
    assert (cell.value, cell.kind, cell.formula) == (6.0, "number", "SUM(B1:B3)")


def test_an_error_cell_is_an_error_and_not_an_empty_cell(sheet):
    # The values reader gives '' for it; a target that reads '' would look like 'not filled in'.
    def write(ws, book):
        ws.write_formula(1, 1, "=1/0", value="#DIV/0!")

    [cell] = sheet(write).cells.values()
    assert (cell.address, cell.value, cell.kind) == ("B2", "#DIV/0!", "error")


def test_a_formula_without_a_stored_result_is_seen(sheet, tmp_path):
    def write(ws, book):
        ws.write_formula(0, 0, "=A2", value=7)

    sheet(write)
    path = tmp_path / "buku.xlsx"
    bare = tmp_path / "tanpa_hasil.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace(b"<v>7</v>", b""))
    [cell] = read_workbook(bare, file_name="b.xlsx").sheets[0].cells.values()
    assert (cell.value, cell.kind) == (None, "formula_empty")


def test_what_a_reader_would_not_see_is_told(sheet):
    def write(ws, book):
        ws.write_number(4, 1, 1)
        ws.set_row(4, None, None, {"hidden": True})
        ws.set_column(1, 2, None, None, {"hidden": True})
        ws.merge_range(0, 0, 1, 3, "judul")

    found = sheet(write)
    assert found.hidden_rows == {5}
    assert found.hidden_columns == {2, 3}
    assert found.merged == ((1, 1, 2, 4),)


def test_a_hidden_sheet_is_read_and_called_hidden(tmp_path):
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("A").write(0, 0, 1)
        hidden = book.add_worksheet("B")
        hidden.write(0, 0, 2)
        hidden.hide()
    seen = read_workbook(path, file_name="buku.xlsx")
    assert [(s.name, s.visible, len(s.cells)) for s in seen.sheets] == [
        ("A", True, 1),
        ("B", False, 1),
    ]


def test_a_sheet_whose_name_starts_with_an_underscore_is_a_helper_and_not_read(tmp_path):
    path = tmp_path / "buku.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("A").write(0, 0, 1)
        book.add_worksheet("_daftar").write(0, 0, 2)
    seen = read_workbook(path, file_name="buku.xlsx")
    assert [s.name for s in seen.sheets] == ["A"]
    path = tmp_path / "buku.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in ods("<table:table-row/></table:table><table:table table:name='_x'>"):
            archive.writestr(name, data)
    seen = read_workbook(path, file_name="buku.ods")
    assert [s.name for s in seen.sheets] == ["REALISASI"]


def ods(body: str) -> list[tuple[str, str]]:
    """Parts of an .ods with one table."""
    names = (
        "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
        "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "
        "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'"
    )
    content = (
        f"<?xml version='1.0'?><office:document-content {names}><office:body><office:spreadsheet>"
        f"<table:table table:name='REALISASI'>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest/>"),
        ("content.xml", content),
    ]


def test_an_ods_percent_keeps_that_it_is_one_and_repeats_keep_their_places(tmp_path):
    path = tmp_path / "buku.ods"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in ods(
            "<table:table-row table:number-rows-repeated='2'><table:table-cell/></table:table-row>"
            "<table:table-row>"
            "<table:table-cell table:number-columns-repeated='2'/>"
            "<table:table-cell office:value-type='percentage' office:value='0.85'/>"
            "<table:table-cell office:value-type='float' office:value='7' "
            "table:number-columns-repeated='2'/></table:table-row>"
        ):
            archive.writestr(name, data)
    [found] = read_workbook(path, file_name="buku.ods").sheets
    assert {c.address: (c.value, c.number_format) for c in found.cells.values()} == {
        "C3": (0.85, "0.00%"),
        "D3": (7.0, None),
        "E3": (7.0, None),
    }


@pytest.mark.parametrize(
    "data",
    [
        b'id,nama\n1,"dua, tiga"\n',
        b"\xef\xbb\xbfid;nama\r\n1;dua, tiga\r\n",
        "id\tnama\n1\tdua, tiga\n".encode("utf-16"),
    ],
    ids=["utf-8", "byte order mark and semicolon", "utf-16 and tab"],
)
def test_a_csv_says_the_same_in_each_encoding_and_with_each_delimiter(tmp_path, data):
    path = tmp_path / "REALISASI.csv"
    path.write_bytes(data)
    [found] = read_workbook(path, file_name="REALISASI.csv").sheets
    assert found.name == "REALISASI"
    assert {c.address: c.value for c in found.cells.values()} == {
        "A1": "id",
        "B1": "nama",
        "A2": "1",
        "B2": "dua, tiga",
    }


def test_a_zip_of_csv_files_is_a_workbook_with_a_sheet_for_each(tmp_path):
    path = tmp_path / "kirim.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("folder/SAMPUL.csv", "isian,nilai\n")
        archive.writestr("folder/INDIKATOR.csv", "id_indikator\n")
        archive.writestr("__MACOSX/._SAMPUL.csv", "x")
        archive.writestr("catatan.txt", "x")
    names = [s.name for s in read_workbook(path, file_name="kirim.zip").sheets]
    assert names == ["INDIKATOR", "SAMPUL"]


def test_a_csv_broken_over_lines_inside_quotes_stays_one_cell(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('a,b\n1,"atas\nbawah"\n', encoding="utf-8")
    [found] = read_workbook(path, file_name="a.csv").sheets
    cell = found.cell(2, 2)
    assert cell is not None
    assert cell.value == "atas\nbawah"
