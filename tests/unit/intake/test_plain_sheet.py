"""Patterns read a sheet only where they see all there is, and then see what the parser sees."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import reader
from dagster_project.sae.intake.file.guard import check_file
from dagster_project.sae.intake.file.plain_sheet import plain_rows
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.xlsx import scan_xlsx

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "data_raw" / "contoh"
BAD = ROOT / "tests" / "cases" / "berkas_buruk" / "masuk"

HEAD = b'<worksheet><dimension ref="A1:C3"/><sheetData>'
TAIL = b"</sheetData></worksheet>"
ROW = b'<row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1"/><c r="C1"><v>1.5</v></c></row>'


def sheet(*rows: bytes) -> bytes:
    return HEAD + b"".join(rows) + TAIL


def test_a_plain_row_gives_places_and_styles():
    rows = plain_rows(sheet(ROW, b'<row r="3" hidden="1"><c r="B3" s="12"><v>2</v></c></row>'))
    assert rows is not None
    assert (rows.width, rows.places, rows.styles) == (3, [0, 2, 7], [3, 0, 12])
    assert (rows.last_row, rows.last_column, rows.hidden_rows) == (3, 3, {3})
    assert rows.places_in(5) == [0, 2, 11]
    assert rows.places_in(2) is None


def test_a_part_that_tells_no_width_or_too_small_a_one_is_still_plain():
    for dimension in (b"", b'<dimension ref="A1"/>'):
        rows = plain_rows(b"<worksheet>" + dimension + b"<sheetData>" + ROW + TAIL)
        assert rows is not None
        assert rows.places_in(3) == [0, 2]


@pytest.mark.parametrize(
    "part",
    {
        "a formula": sheet(b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>'),
        "a shared formula": sheet(b'<row r="1"><c r="A1"><f si="0"/><v>2</v></c></row>'),
        "an error": sheet(b'<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'),
        "a text in the cell": sheet(
            b'<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        ),
        "a text of a formula": sheet(b'<row r="1"><c r="A1" t="str"><v>x</v></c></row>'),
        "a date as text": sheet(b'<row r="1"><c r="A1" t="d"><v>2026-01-01</v></c></row>'),
        "no address": sheet(b'<row r="1"><c><v>1</v></c></row>'),
        "a cell twice": sheet(b'<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'),
        "cells out of order": sheet(
            b'<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>2</v></c></row>'
        ),
        "an empty value": sheet(b'<row r="1"><c r="A1"><v></v></c></row>'),
        "text between cells": sheet(b'<row r="1">x<c r="A1"><v>1</v></c></row>'),
        "a comment": sheet(b'<row r="1"><!-- --><c r="A1"><v>1</v></c></row>'),
        "a row in a row": sheet(b'<row r="1"><row r="2"></row></row>'),
        "a cell outside a row": sheet(ROW, b'<c r="A2"><v>1</v></c>'),
        "a prefix": b'<x:worksheet><x:sheetData><x:row r="1"></x:row></x:sheetData></x:worksheet>',
        "a document type": b"<!DOCTYPE x>" + sheet(ROW),
        "two bodies": sheet(ROW, b"</sheetData><sheetData>", ROW),
        "a body in a comment": b"<!-- <sheetData> -->" + sheet(ROW),
        "a value of more than a value": sheet(b'<row r="1"><c r="A1"><v>1<b/></v></c></row>'),
        "a row without a number": sheet(b'<row hidden="1"><c r="A1"><v>1</v></c></row>'),
    }.items(),
    ids=lambda named: named[0],
)
def test_anything_else_is_left_to_the_parser(part):
    assert plain_rows(part[1]) is None


_ROWS = [b"<row r='1'>", b'<row r="1">', b'<row r="2" hidden="1">', b"</row>", ROW]
_CELLS = [b'<c r="A1"><v>1</v></c>', b'<c r="B1" s="4"/>', b'<c r="B2" s="1" t="s">', b"</c>"]
_OTHER = [b"<v>1</v></c>", b"<v>", b"</v>", b"<f/>", b">", b"/>", b'<c r="A1"', b" ", b"x", b"<!"]
PIECES = st.sampled_from([*_ROWS, *_CELLS, *_OTHER])


@given(st.lists(PIECES, max_size=12))
def test_what_patterns_take_for_plain_is_sound_xml_of_rows_and_cells(pieces):
    from xml.etree import ElementTree

    part = sheet(*pieces)
    rows = plain_rows(part)
    if rows is None:
        return
    body = ElementTree.fromstring(part).find("sheetData")  # noqa: S314 - our own bytes
    assert body is not None
    assert {child.tag for child in body} <= {"row"}
    cells = [cell for row in body for cell in row]
    assert {cell.tag for cell in cells} <= {"c"}
    assert len(rows.places) == sum(cell.find("v") is not None for cell in cells)


def xlsx_files() -> list[Path]:
    return [*sorted(SAMPLE.glob("*.xlsx"))[::6], *sorted(BAD.glob("*.xlsx"))]


@pytest.mark.parametrize("path", xlsx_files(), ids=lambda path: path.name)
def test_a_workbook_reads_the_same_by_patterns_and_by_the_parser(path, monkeypatch):
    def outcome() -> object:
        try:
            workbook = read_workbook(path, file_name=path.name)
        except UnreadableFileError as error:
            return str(error)
        return [
            (s.name, s.visible, s.hidden_rows, s.hidden_columns, s.merged, dict(s.cells.items()))
            for s in workbook.sheets
        ]

    by_patterns = outcome()
    monkeypatch.setattr(
        reader, "scan_xlsx", lambda archive, plain=True: scan_xlsx(archive, plain=False)
    )
    assert outcome() == by_patterns


def test_the_sheets_of_the_sample_are_read_by_patterns():
    path = SAMPLE / "1.02.01_2026_TW3_v1.xlsx"
    assert check_file(path, path.name) == "xlsx"
    with zipfile.ZipFile(path) as archive:
        assert all(marks.plain for marks in scan_xlsx(archive).sheets.values())
