"""The cells of a sheet come out of their packed row as they went in, in Python and in SQL."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.sae.intake.file.cells import Cell, cell_address, column_letter
from dagster_project.sae.intake.file.packed import PACKED_COLUMNS, pack, unpack
from dagster_project.sae.intake.file.sheets import SheetData

ROOT = Path(__file__).resolve().parents[3]
MACRO = ROOT / "dbt" / "macros" / "sel_dari_lembar.sql"
FIELDS = "sha256_berkas, lembar, sel, baris, huruf, tipe_mentah, mentah, format_angka"

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


@pytest.fixture(scope="module")
def by_sql():
    found: dict[str, Any] = {}
    adapter = SimpleNamespace(dispatch=lambda name, _: getattr(found["module"], f"default__{name}"))
    environment = jinja2.Environment()  # noqa: S701 - it renders SQL
    environment.globals.update(adapter=adapter, **{"return": lambda text: text})
    found["module"] = environment.from_string(MACRO.read_text(encoding="utf-8")).module
    query = (
        f"select * replace (huruf || baris as sel) from (select *, '' as sel from "
        f"({found['module'].sel_dari_lembar('packed')}))"
    )
    with duckdb.connect() as connection:

        def unpacked(row: dict[str, Any]) -> list[dict[str, Any]]:
            columns = ", ".join(f"? as {name}" for name in PACKED_COLUMNS)
            sql = f"with packed as (select {columns}) select {FIELDS} from ({query})"
            rows = connection.execute(sql, list(row.values())).fetchall()
            return [dict(zip(FIELDS.split(", "), found, strict=True)) for found in rows]

        yield unpacked


@given(CELLS)
def test_python_unpacks_what_was_packed(cells):
    sheet = sheet_of(cells)
    assert unpack(packed(sheet)) == expected(sheet)


def test_sql_unpacks_the_same(by_sql):
    @settings(deadline=None)
    @given(CELLS)
    def holds(cells: dict[tuple[int, int], Any]) -> None:
        row = packed(sheet_of(cells))
        assert by_sql(row) == unpack(row)

    holds()


def test_every_kind_of_cell_in_one_sheet(by_sql):
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
    assert [cell["mentah"] for cell in by_sql(packed(sheet))] == [
        *("2026-06-30", "2026-06-30", "2026-06-30T08:15:00", "34", "1e+22", "inf"),
        *("TRUE", "#REF!", ""),
    ]
    assert by_sql(packed(sheet)) == expected(sheet)
