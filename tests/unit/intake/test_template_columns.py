"""What is read by whole columns is what is read cell by cell, and certain."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, Field, load_template
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.grid import KINDS, Grid
from dagster_project.sae.intake.forms.template.columns import ColumnReader
from dagster_project.sae.intake.forms.template.values import read_field

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = load_template(ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
FIELDS = [field for sheet in TEMPLATE.sheets for field in sheet.fields]

TYPED = [
    *("SAE-3", "sae 3", "TW I", "Triwulan 1", "Meningkat", "OUTCOME", "dampak", "YA", "1.02.01"),
    *(
        "34,49",
        "1.234",
        "-",
        "o",
        "n/a",
        "Rp 1.000.000",
        "58%",
        "30 Juni 2026",
        "30/06/2026",
        "1.10",
    ),
    *(
        "dua  spasi",
        " tepi",
        "tepi ",
        "baris\nbaru",
        "tab\t",
        'kutip "',
        "\\",
        "a\u00a0b",
        "\u200b",
        " ",
    ),
]
PLAIN = st.one_of(
    st.just(""),
    st.sampled_from(TYPED),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
    st.floats() | st.integers(-3000, 3000).map(float) | st.sampled_from([1e15, 2026.0, 0.5]),
    st.booleans(),
    st.dates() | st.datetimes() | st.just(date(2026, 6, 30)),
)
FORMATS = st.sampled_from([None, "0%", "@", "yyyy-mm-dd"])


def grid_of(column: list[Any], formats: list[str | None]) -> Grid:
    places = [place for place, value in enumerate(column) if value != ""]
    values = tuple(column[place] for place in places)
    styles = [place % len(formats) for place in places]
    return Grid([[value] for value in column], places, values, styles, tuple(formats))


def one_by_one(grid: Grid, field: Field, profile: Profile) -> list[tuple[Any, str | None]]:
    read = []
    filled = dict(zip(grid.places, zip(grid.values, grid.styles, strict=True), strict=True))
    for place in range(len(grid.rows)):
        cell = None
        if place in filled:
            value, style = filled[place]
            found = Cell(place + 1, 1, value, KINDS[type(value)], grid.format_of(style))
            is_blank = isinstance(value, str) and not value.strip()
            cell = None if is_blank else found
        said = read_field(field, cell, profile=profile)
        read.append((said.value, said.problem))
    return read


@settings(deadline=None, max_examples=400)
@given(
    field=st.sampled_from(FIELDS),
    column=st.lists(PLAIN, max_size=6),
    formats=st.lists(FORMATS, min_size=1, max_size=2),
)
def test_a_column_read_at_once_is_the_column_read_cell_by_cell(profile, field, column, formats):
    grid = grid_of(column, formats)
    values = ColumnReader(grid, profile).values(field, column)
    if values is not None:
        expected = one_by_one(grid, field, profile)
        assert [problem for _, problem in expected if problem] == []
        assert repr(values) == repr([value for value, _ in expected])


@pytest.mark.parametrize(
    ("field_id", "column"),
    [
        ("realisasi", [12.5, "", 80.0]),
        ("tahun", [2026.0, 2025.0]),
        ("periode", ["TW1", "tw 2", "", "Semester I"]),
        ("kode_pilar", ["SAE-1", "sae-5"]),
        ("tanggal_referensi_data", [date(2026, 6, 30), datetime(2026, 6, 30, 8), ""]),
        ("nama_indikator", ["Angka stunting", " dua  spasi ", ""]),
    ],
)
def test_clean_columns_need_no_second_look(profile, field_id, column):
    field = next(field for field in FIELDS if field.id == field_id)
    assert ColumnReader(grid_of(column, [None]), profile).values(field, column) is not None


@pytest.mark.parametrize(
    ("column", "kept"),
    [(["x", "", 1.0, " ", "\u200b", True], [0, 2, 5]), (["x", "", 0.0], [0, 2]), ([], [])],
)
def test_rows_of_blanks_are_no_rows(profile, column, kept):
    reader = ColumnReader(grid_of(column, [None]), profile)
    assert reader.filled([column], len(column)) == kept
