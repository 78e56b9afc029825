"""What a row is: typed or computed, leaf or sum, second indicator, total, footer."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_project.sae.installation.words import exact
from dagster_project.sae.intake.forms.printed.checks import ranges
from dagster_project.sae.intake.forms.printed.header import SheetTexts
from dagster_project.sae.intake.forms.printed.rows import FormBody, is_computed, read_body

COLUMNS = {"uraian": (3,), "kode": (2,), "nama_indikator": (4,), "pagu": (9,)}


@pytest.fixture
def body(layouts):
    def _body(grid: Any, **rules: Any) -> FormBody:
        own = layouts["e81-renja"].rows.model_copy(update=rules)
        return read_body(SheetTexts(grid.sheet()), own, data_from=9, columns=COLUMNS)

    return _body


@pytest.mark.parametrize(
    ("formula", "computed"),
    [
        (None, False),
        ("5000000+250000", False),
        ("20906000-R15", False),
        ("K15*12", False),
        ("'DPA 2025'!F12", False),
        ("DPA!F12+DPA!F13", False),
        ("ROUND(1234.5,0)", False),
        ("SUM(O16:O21)", True),
        ("O16", True),
        ("$O$16+O17", True),
        ("DPA!F12+O16", True),
        ("", True),
    ],
)
def test_a_formula_that_takes_other_rows_is_computed(formula: str | None, computed: bool) -> None:
    assert is_computed(formula, row=15) is computed


def test_the_body_ends_at_the_footer_and_knows_its_total(form, body) -> None:
    found = body(form)
    assert [row.row for row in found.rows] == [*range(10, 20)]
    assert found.total_row == 20
    assert [row.row for row in found.leaves] == [13, 14, 16, 17, 18]
    assert [row.row for row in found.rows if row.is_hidden] == [17]
    assert [row.row for row in found.rows if row.is_second] == [19]


def test_a_total_may_have_a_label_and_sums_before_the_last_are_no_rows(form, body) -> None:
    form.put("C20", "JUMLAH TOTAL").put("C21", "Total seluruhnya")
    form.put("I21", 80000000, formula="SUM(I11,I18)")
    found = body(form, total_without_label=False)
    assert found.total_row == 21
    assert [row.row for row in found.rows] == [*range(10, 20)]


def test_a_footer_sentence_ends_the_body_even_without_a_gap(form, body) -> None:
    form.put("C15", "Faktor pendorong keberhasilan kinerja").put("D15", None).put("I15", None)
    assert [row.row for row in body(form).rows] == [10, 11, 12, 13, 14]


def test_blank_rows_in_between_do_not_end_the_body_but_many_do(form, body) -> None:
    moved = form.moved(0, 0)
    moved.cells = {(r + 3 if r > 13 else r, c): cell for (r, c), cell in form.cells.items()}
    assert len(body(moved).rows) == 10
    assert len(body(moved, blank_rows=2).rows) == 4


def test_a_blank_name_is_inherited_only_where_the_layout_says_so(form, body) -> None:
    unmerged = form.unmerged()
    assert body(unmerged).rows[-1].name == "Program Pemberdayaan Masyarakat"
    assert body(unmerged, inherit_name="merged").rows[-1].name == ""
    assert body(form, inherit_name="merged").rows[-1].name == "Program Pemberdayaan Masyarakat"


def test_a_typed_budget_over_lower_rows_is_not_counted_again(form, body) -> None:
    form.put("I11", 73000000)
    assert 11 not in {row.row for row in body(form).leaves}


def test_money_typed_beside_a_second_indicator_is_money(form, body) -> None:
    form.put("I19", 500000)
    assert 19 in {row.row for row in body(form).leaves}


def test_in_a_form_with_codes_rows_without_a_code_of_the_tree_are_not_counted(form, body) -> None:
    for row, code in {11: "1.02.02", 12: "1.02.02.2.01", 13: "1.02.02.2.01.0002"}.items():
        form.put(f"B{row}", code)
    form.put("B14", "5.1.02.01.01.0024")
    assert [row.row for row in body(form).leaves] == [13]


def test_a_form_with_leaf_rows_only_is_known_by_its_total(form, body) -> None:
    form.cells = {at: cell for at, cell in form.cells.items() if at[0] not in (10, 11, 12, 15)}
    flat = form.without_formulas()
    assert [row.row for row in body(flat).leaves] == [13, 14, 16, 17, 18]
    assert body(flat.put("I20", 81000000)).is_tree_known is False


def test_a_name_whose_formula_has_no_result_is_not_an_empty_row(form, body) -> None:
    form.put("D13", None, formula="Data!B4")
    assert body(form).rows[3].indicator == "?"


def test_numbers_and_rows_in_messages_are_written_the_indonesian_way() -> None:
    assert [exact(n) for n in (2004106779, 34.5, 0, 0.1 + 0.2, -1234.56)] == [
        "2.004.106.779",
        "34,5",
        "0",
        "0,3",
        "-1.234,56",
    ]
    assert ranges([40, 41, 43, 82, 89, 90, 106, 107, 108]) == "40-41, 43, 82, 89-90, 106-108"
