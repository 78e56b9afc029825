"""Addresses are spelled as Excel spells them, and raw text as a person would have typed it."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.intake.file.cells import (
    Cell,
    cell_address,
    column_letter,
    column_number,
    parse_address,
)
from dagster_project.sae.intake.file.sheets import SheetData


@pytest.mark.parametrize(
    ("number", "letters"),
    [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_a_column_has_the_letters_excel_gives_it(number, letters):
    assert (column_letter(number), column_number(letters)) == (letters, number)


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_leads_back_to_its_row_and_column(row, column):
    assert parse_address(cell_address(row, column)) == (row, column)


@pytest.mark.parametrize("text", ["", "12", "A0", "a1", "A1B", "AAAA1", "$A$1", "A1:B2"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="not a cell address"):
        parse_address(text)


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        (5.0, "5"),
        (0.1 + 0.2, "0.30000000000000004"),
        (-3, "-3"),
        (True, "TRUE"),
        (" dua  spasi ", " dua  spasi "),
        (date(2026, 6, 30), "2026-06-30"),
        (datetime(2026, 6, 30, 8), "2026-06-30T08:00:00"),
        (None, ""),
    ],
)
def test_raw_text_keeps_what_was_there_without_a_needless_fraction(value, raw):
    assert Cell(1, 1, value, "text").raw == raw


def test_an_empty_sheet_ends_at_row_and_column_zero():
    assert (SheetData("A").max_row, SheetData("A").max_column) == (0, 0)
