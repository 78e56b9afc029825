"""Who and when are stated at several places; they agree, or the file replaces nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.intake.forms.reading import Cover, Reading
from dagster_project.sae.intake.forms.statements import Arrival, Statement, when_statement
from dagster_project.sae.intake.forms.who_when import AGREED, CONTRADICTED, settle

ROOT = Path(__file__).resolve().parents[3]
PROFILE = load_profile(ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
OWN = "1.02.01"


def came(name="1.02.01_2026_TW3_v1.xlsx", *, day=12, folder=None):
    return Arrival(name, folder, datetime(2026, 10, day, 9))


def content(*, code=OWN, year=2026, period="TW3", more=(), alias=None):
    cycle = PROFILE.cycle_of(year, period)
    stated = (
        Statement("opd", "SAMPUL!B3", code, codes=frozenset({code}), sheet="SAMPUL", address="B3"),
        when_statement("SAMPUL!B7", year, period, sheet="SAMPUL", address="B7"),
        *more,
    )
    cover = Cover(code, code, None, year, period, cycle.id if cycle else None)
    return Reading({}, (), {}, cover, "templat-1", stated=stated, period_alias=alias or {})


def settled(*arrivals, **told):
    reading = content(**told)
    return settle(arrivals or (came(),), lambda _: reading, profile=PROFILE)


def rules(identity):
    return [found.rule for found in identity.reading.findings]


def test_statements_that_agree_are_an_identity():
    identity = settled()
    assert (identity.status, identity.kode_opd, identity.id_siklus) == (
        AGREED, OWN, "RAKOREV-2026-04",
    )  # fmt: skip
    assert rules(identity) == []


@pytest.mark.parametrize(
    ("arrival", "rule", "places"),
    [
        (came("1.02.01_2026_TW2_v1.xlsx"), "STR-04", ["nama berkas", "TW2", "SAMPUL!B7", "TW3"]),
        (came("1.02.01_2025_TW3_v1.xlsx"), "STR-04", ["2025", "2026"]),
        (came("Laporan TW II.xlsx"), "STR-04", ["TW2", "TW3"]),
        (came("1.03.01_2026_TW3_v1.xlsx"), "STR-03", ["1.03.01", "SAMPUL!B3", "1.02.01"]),
        (came(folder="1.03.01"), "STR-03", ["folder", "'1.03.01'", "1.02.01"]),
        (came("laporan.xlsx", folder="9.99.99"), "STR-03", ["folder", "'9.99.99'"]),
    ],
)
def test_a_contradiction_names_every_statement_with_its_place(arrival, rule, places):
    identity = settled(arrival)
    assert identity.status == CONTRADICTED
    [found] = identity.reading.findings
    assert (found.rule, found.severity) == (rule, "K")
    assert all(place in found.message for place in places)
    assert "tidak menggantikan" in found.message


def test_a_report_of_another_agency_is_told_to_whose_folder_it_lies_in():
    assert settled(came(folder="1.03.01")).kode_opd == "1.03.01"
    assert settled(came("1.03.01_2026_TW3_v1.xlsx")).kode_opd is None


def test_a_contradicted_period_is_told_in_the_cycle_that_was_open():
    identity = settled(came("1.02.01_2026_TW3_v1.xlsx"), period="TW2")
    assert (identity.kode_opd, identity.id_siklus) == (OWN, "RAKOREV-2026-04")


@pytest.mark.parametrize(
    "arrival",
    [
        came("laporan.xlsx"),
        came("Laporan Dinkes TW3 revisi.xlsx"),
        came("Salinan dari 1.02.01_2026_TW3_v1.xlsx"),
        came(folder=OWN),
        came("Laporan 12-10-2025.xlsx"),
    ],
)
def test_a_name_that_says_less_contradicts_nothing(arrival):
    assert settled(arrival).status == AGREED


def test_the_fourth_quarter_of_a_form_is_its_year():
    told = {"year": 2025, "period": "THN", "alias": {"TW4": "THN"}}
    assert settled(came("E81 TW4 2025.xlsx"), **told).status == AGREED
    assert settled(came("E81 TW3 2025.xlsx"), **told).status == CONTRADICTED


def test_the_same_bytes_from_a_stranger_change_nothing_of_the_first():
    identity = settled(came(day=12), came("1.03.01_2026_TW3_v5.xlsx", day=13))
    assert (identity.kode_opd, identity.naming.name) == (OWN, "1.02.01_2026_TW3_v1.xlsx")
    [found] = identity.reading.findings
    assert (found.rule, found.agency) == ("IDT-01", "1.03.01")
    assert "sama persis" in found.message
    assert found.file_name == "1.03.01_2026_TW3_v5.xlsx"


def test_a_stranger_who_was_first_does_not_make_the_owner_early():
    identity = settled(came("1.03.01_2026_TW3_v1.xlsx", day=2), came(day=25))
    assert (identity.status, identity.received.day) == (AGREED, 25)


def test_the_same_bytes_again_as_a_later_version_are_that_version():
    identity = settled(came(day=8), came("1.02.01_2026_TW3_v3.xlsx", day=15))
    assert (identity.parts.version, identity.received.day, identity.naming.received.day) == (
        3, 8, 15,
    )  # fmt: skip
    assert rules(identity) == ["IDT-01"]


def test_a_wrong_name_is_mended_by_a_right_one():
    wrong = came("1.03.01_2026_TW2_v1.xlsx", day=8)
    assert settled(wrong).is_contradicted
    identity = settled(wrong, came(day=9))
    assert (identity.status, rules(identity)) == (AGREED, [])


def test_a_content_that_contradicts_itself_is_not_mended_by_a_name():
    rows = when_statement("REALISASI!B2", 2025, "TW3", sheet="REALISASI", address="B2")
    identity = settled(came(), came("laporan.xlsx", day=13), more=(rows,))
    assert identity.is_contradicted
    assert "REALISASI!B2" in identity.reading.findings[0].message


def test_a_version_that_is_only_a_word_is_told():
    identity = settled(came("1.02.01_2026_TW3_final.xlsx"))
    assert (identity.parts.version, rules(identity)) == (None, ["IDT-02"])
