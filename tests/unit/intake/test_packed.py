"""The cells of a sheet come out of their packed row as they went in."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.intake.file.cells import Cell, cell_address, column_letter
from dagster_project.sae.intake.file.packed import PACKED_COLUMNS, pack, unpack
from dagster_project.sae.intake.file.sheets import SheetData

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
WHOLE = st.integers(min_value=-(2**63), max_value=2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
FILLED = st.one_of(
    st.tuples(TEXTS, st.just("text")),
    st.tuples(NUMBERS | WHOLE | st.floats(), st.just("number")),
    st.tuples(st.booleans(), st.just("bool")),
    st.tuples(st.dates() | st.datetimes(), st.just("date")),
    st.tuples(st.sampled_from(["#REF!", "#N/A", 'Err:"502"']), st.just("error")),
    st.tuples(st.none(), st.just("formula_empty")),
)
PLACES = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384))
FORMATS = st.none() | st.sampled_from(["0%", "@", 'd "hari"', "#,##0.00"])
CELLS = st.dictionaries(PLACES, st.tuples(FILLED, FORMATS), max_size=8)


def sheet_of(cells: dict[tuple[int, int], Any]) -> SheetData:
    made = {
        at: Cell(*at, value, kind, number_format)
        for at, ((value, kind), number_format) in cells.items()
    }
    return SheetData("Lembar 'A'", cells=made)


def expected(sheet: SheetData) -> list[dict[str, Any]]:
    return [
        {
            "sha256_berkas": "f" * 64,
            "lembar": sheet.name,
            "sel": cell_address(row, column),
            "baris": row,
            "huruf": column_letter(column),
            "tipe_mentah": cell.kind,
            "mentah": cell.raw,
            "format_angka": cell.number_format,
        }
        for (row, column), cell in sorted(sheet.cells.items())
    ]


def packed(sheet: SheetData) -> dict[str, Any]:
    return dict(zip(PACKED_COLUMNS, pack(sheet, "f" * 64), strict=True))


@given(CELLS)
def test_what_was_packed_is_unpacked(cells):
    sheet = sheet_of(cells)
    assert unpack(packed(sheet)) == expected(sheet)


def test_every_kind_of_cell_in_one_sheet():
    values: list[tuple[Any, str]] = [
        ("2026-06-30", "text"),
        (date(2026, 6, 30), "date"),
        (datetime(2026, 6, 30, 8, 15), "date"),
        (34.0, "number"),
        (1e22, "number"),
        (math.inf, "number"),
        (True, "bool"),
        ("#REF!", "error"),
        (None, "formula_empty"),
    ]
    sheet = sheet_of({(2, 700 + place): (value, "0%") for place, value in enumerate(values)})
    assert [cell["mentah"] for cell in unpack(packed(sheet))] == [
        *("2026-06-30", "2026-06-30", "2026-06-30T08:15:00", "34", "1e+22", "inf"),
        *("TRUE", "#REF!", ""),
    ]
    assert unpack(packed(sheet)) == expected(sheet)
