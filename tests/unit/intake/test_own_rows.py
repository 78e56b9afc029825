"""The rows of a report state who and when too, and some of them have no place in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.intake.forms.own_rows import own_rows, row_statements
from dagster_project.sae.intake.forms.reading import Cover

ROOT = Path(__file__).resolve().parents[3]
PROFILE = load_profile(ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
SMALL = load_profile(ROOT / "tests" / "cases" / "profil_kecil")
COLUMNS = {"id_indikator": 1, "tahun": 2, "periode": 3}


def cover(code="1.02.01", year=2026, period="TW3"):
    return Cover(code, code, None, year, period, None)


def figures(*rows):
    return [
        {"baris": number, "id_indikator": name, "tahun": year, "periode": period}
        for number, (name, year, period) in enumerate(rows, start=2)
    ]


def stated(rows, *, on=None, partners=(), profile=PROFILE):
    tables = {"realisasi": figures(*rows), "kolaborasi": [{"kode_opd": p} for p in partners]}
    return row_statements(tables, on or cover(), columns=COLUMNS, profile=profile)


OWN = ("1.02.01-001", 2026, "TW3")
OLD = ("1.02.01-001", 2025, "TW3")


@pytest.mark.parametrize(
    ("rows", "period"),
    [
        ([OWN], "TW3"),
        ([OWN, ("1.02.01-001", 2026, "TW1")], "TW3"),
        ([("1.02.01-001", 2026, "TW1")], "THN"),
        ([("1.02.01-001", 2026, "TW2")], "SM1"),
        ([("1.02.01-001", None, "TW3")], "TW3"),
        ([], "TW3"),
    ],
)
def test_a_report_with_a_row_of_its_own_period_states_nothing_else(rows, period):
    assert stated(rows, on=cover(period=period)) == ()


def test_rows_that_are_all_of_another_year_state_it_with_their_cell():
    [found] = stated([OLD, OLD, ("1.02.01-002", 2025, "TW2")])
    assert (found.about, found.year, found.period, found.address) == ("waktu", 2025, "TW3", "B2")
    assert "2 baris" in found.said


def test_ids_of_another_agency_alone_state_it():
    [found] = stated([(f"1.01.01-00{n}", 2026, "TW3") for n in (1, 2, 3)])
    assert (found.about, found.codes, found.address) == ("opd", {"1.01.01"}, "A2")


@pytest.mark.parametrize(
    ("rows", "partners"),
    [
        ([OWN, ("1.01.01-001", 2026, "TW3")], ()),
        ([("1.01.01-001", 2026, "TW3"), ("1.01.01-002", 2026, "TW3")], ()),
        ([(f"1.01.01-00{n}", 2026, "TW3") for n in (1, 2, 3)], ("1.02.01",)),
        ([("MMR-17", 2026, "TW3")], ()),
        ([(None, 2026, "TW3")], ()),
    ],
)
def test_a_shared_or_foreign_id_among_others_contradicts_nothing(rows, partners):
    assert stated(rows, partners=partners) == ()


def test_an_heir_goes_on_with_the_ids_it_took_over():
    for former in ("NW03", "NW05"):
        rows = [(f"{former}-00{n}", 2026, "TW3") for n in (1, 2, 3)]
        assert stated(rows, on=cover("NW04"), profile=SMALL) == ()
        assert stated(rows, on=cover("NW01"), profile=SMALL) != ()


@pytest.mark.parametrize(
    ("row", "report", "is_kept"),
    [
        ((2026, "TW3"), (2026, "TW3"), True),
        ((2026, "TW1"), (2026, "TW3"), True),
        ((2024, "THN"), (2026, "TW3"), True),
        ((2025, "TW3"), (2025, "THN"), True),
        ((2026, "TW4"), (2026, "TW3"), False),
        ((2026, "THN"), (2026, "TW3"), True),
        ((2026, "SM2"), (2026, "TW3"), True),
        ((2026, "SM2"), (2026, "TW2"), False),
        ((2025, "TW3"), (2026, "TW3"), False),
        ((2027, "THN"), (2026, "TW3"), False),
    ],
)
def test_a_report_holds_its_period_former_ones_and_whole_years_before(row, report, is_kept):
    tables = {"realisasi": figures(OWN, ("1.02.01-002", *row))}
    on = cover(year=report[0], period=report[1])
    kept, found = own_rows(tables, on, columns=COLUMNS)
    assert (3 in [r["baris"] for r in kept["realisasi"]]) == is_kept
    assert [f.rule for f in found if f.row == 3] == ([] if is_kept else ["IDT-03"])
    assert all(f.address in {"B3", "C3", "B2", "C2"} for f in found)
