"""A form's inner sums are checked as its foot is, and a blank quarter blanks no other."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.printed.checks import Sum
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.printed.rows import FormBody, FormRow
from dagster_project.sae.intake.forms.printed.subtotals import wrong_subtotals
from dagster_project.sae.intake.forms.reading import Reading

REAL = PROJECT_ROOT.parent / "shared" / "real" / "e81_deliserdang_2025.xlsx"


def row(number: int, *, code: str = "", leaf: bool = False) -> FormRow:
    return FormRow(
        row=number,
        name=f"Kegiatan {number}",
        code=code,
        indicator="",
        is_second=False,
        budget="typed" if leaf else "computed",
        level="SUB_KEGIATAN" if leaf else "KEGIATAN",
        is_leaf=leaf,
        is_hidden=False,
    )


def told(rows: list[FormRow], cells: dict[int, tuple[float, str | None]]) -> list[tuple[Any, ...]]:
    """Address and words of each wrong subtotal; every amount stands in column A."""
    sheet = SheetData("Formulir")
    for at, (value, formula) in cells.items():
        sheet.cells[at, 1] = Cell(at, 1, value, "number", None, formula)
    amounts = {r.row: cells[r.row][0] for r in rows if r.is_leaf}
    one = Sum(1, "pagu", period=None, expected=sum(amounts.values()), amounts=amounts)
    body = FormBody(tuple(rows), total_row=None, is_tree_known=True)
    found = wrong_subtotals(sheet, body, sums=[one], budget_column=1)
    return [(f.rule, f.address, f.message.partition("(")[2].partition(")")[0]) for f in found]


PLAIN = [row(1), row(2), row(3, leaf=True), row(4, leaf=True), row(5), row(6, leaf=True)]


def test_sums_that_add_up_say_nothing() -> None:
    cells = {
        1: (60.0, "SUM(A2,A5)"), 2: (30.0, "A3+A4"), 3: (10.0, None), 4: (20.0, None),
        5: (30.0, "SUM(A6:A6)"), 6: (30.0, None),
    }  # fmt: skip
    assert told(PLAIN, cells) == []


def test_a_wrong_sum_is_told_where_it_begins_and_not_in_every_sum_above_it() -> None:
    cells = {
        1: (67.0, "SUM(A2,A5)"), 2: (37.0, "A3+A4"), 3: (10.0, None), 4: (20.0, None),
        5: (30.0, "SUM(A6:A6)"), 6: (30.0, None),
    }  # fmt: skip
    assert told(PLAIN, cells) == [("FRM-01", "A2", "lebih 7")]


def test_a_sum_that_is_wrong_beyond_those_below_it_is_told_too() -> None:
    cells = {
        1: (60.0, "SUM(A2,A5)"), 2: (37.0, "A3+A4"), 3: (10.0, None), 4: (20.0, None),
        5: (30.0, "SUM(A6:A6)"), 6: (30.0, None),
    }  # fmt: skip
    assert [address for _, address, _ in told(PLAIN, cells)] == ["A1", "A2"]


def test_codes_tell_the_tree_where_a_form_has_them() -> None:
    rows = [row(1, code="1.02"), row(2, code="1.02.01", leaf=True), row(3, code="1.03", leaf=True)]
    cells = {1: (12.0, None), 2: (10.0, None), 3: (5.0, None)}
    assert told(rows, cells) == [("FRM-01", "A1", "lebih 2")]


def test_formulas_in_a_circle_end() -> None:
    rows = [row(1), row(2), row(3, leaf=True)]
    cells = {1: (3.0, "A2"), 2: (3.0, "A1+A3"), 3: (3.0, None)}
    assert told(rows, cells) == []


def read(grid: Any, layouts: Any, profile: Any) -> Reading:
    return read_foreign(
        grid.workbook(),
        layouts["e81-renja"],
        profile=profile,
        sha256="ab" * 32,
        received=datetime(2026, 2, 1, 9, 0),
    )


def test_one_blank_quarter_leaves_the_later_ones_and_the_year(form, layouts, profile) -> None:
    whole = read(form, layouts, profile)
    column = next(
        p["huruf"]
        for p in whole.tables["peta"]
        if (p["tabel"], p["kolom"], p["periode"]) == ("realisasi", "realisasi", "TW2")
    )
    number = ord(column) - ord("A") + 1
    form.cells = {at: cell for at, cell in form.cells.items() if at[1] != number or at[0] < 11}
    blank = read(form, layouts, profile)

    def of(reading: Reading, period: str) -> dict[int, Any]:
        rows = reading.tables["realisasi"]
        return {r["baris"]: r["realisasi"] for r in rows if r["periode"] == period}

    assert set(of(blank, "TW2").values()) == {None}
    for period in ("TW1", "TW3", "TW4", "THN"):
        assert of(blank, period) == of(whole, period)
        assert any(value is not None for value in of(blank, period).values())


if REAL.is_file():

    def test_a_real_form_that_counts_twice_is_told_in_the_sum_that_does_it(
        layouts, profile
    ) -> None:
        reading = read_foreign(
            read_workbook(REAL, file_name=REAL.name), layouts["e81-renja"], profile=profile,
            sha256="ab" * 32,
        )  # fmt: skip
        addresses = [f.address for f in reading.findings if f.rule == "FRM-01"]
        # The foot counts rows twice, and so does the sum in row 12: nothing between them is wrong.
        assert addresses == ["R113", "U113", "X113", "AA113", "R12", "U12", "X12", "AA12"]
