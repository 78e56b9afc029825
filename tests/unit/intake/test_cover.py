"""Who and when is judged against the profile on the day of receipt, and never guessed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.intake.forms.cover import Stated, indonesian_date
from dagster_project.sae.intake.forms.cover import resolve_cover as resolve

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = load_template(ROOT / "data_raw" / "layouts" / "templat_v1.yaml")
PROFILE = load_profile(ROOT / "tests" / "cases" / "profil_kecil")
ADDRESSES = {"versi_template": "B2", "kode_opd": "B3", "id_siklus": "B5", "periode": "B7"}


def judge(*, received=datetime(2026, 4, 10), **changed):
    facts = {
        "version": "1.0",
        "code": "NW01",
        "name": "Dinas Ekonomi Pulau",
        "cycle_id": "EVAL-2026-02",
        "year": 2026,
        "period": "TW1",
    } | changed
    stated = Stated(**facts, addresses=ADDRESSES)
    return resolve(stated, TEMPLATE, profile=PROFILE, received=received)


def test_a_known_agency_in_an_open_cycle_has_no_findings():
    cover, findings = judge()
    assert findings == []
    assert (cover.kode_opd, cover.id_siklus) == ("NW01", "EVAL-2026-02")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"code": "NW77"}, "SAMPUL!B3: kode OPD NW77 tidak berlaku"),
        ({"code": None}, "SAMPUL!B3: kode OPD kosong"),
    ],
)
def test_an_agency_that_is_not_certain_stays_unresolved(changed, message):
    cover, findings = judge(**changed)
    assert cover.kode_opd is None
    assert [(f.rule, f.severity) for f in findings] == [("STR-03", "K")]
    assert message in findings[0].message


def test_an_unknown_code_is_judged_on_the_cut_off_of_the_cycle():
    cover, [found] = judge(code="NW77")
    assert cover.kode_opd is None
    assert "kode OPD NW77 tidak berlaku pada 1 Mei 2026" in found.message


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"period": "SM1"}, "SAMPUL!B7: periode SM1 2026 bukan periode rakorev yang dibuka"),
        ({"year": None}, "periode TW1 ? bukan periode rakorev"),
        ({"cycle_id": "EVAL-2026-01"}, "SAMPUL!B5: id_siklus 'EVAL-2026-01' tidak cocok"),
        ({"cycle_id": None}, "id_siklus 'kosong' tidak cocok"),
    ],
)
def test_a_period_that_is_no_open_cycle_is_said_with_the_open_ones(changed, message):
    _, [found] = judge(**changed)
    assert (found.rule, found.severity) == ("STR-04", "K")
    assert message in found.message
    assert "TW1 2026 (EVAL-2026-02)" in found.remedy


def test_a_cycle_is_open_from_its_day_on_for_whoever_sends_then():
    assert judge(received=datetime(2026, 4, 1))[1] == []
    cover, [found] = judge(received=datetime(2026, 3, 31, 23, 59))
    assert "baru dibuka pada 1 April 2026" in found.message
    assert cover.id_siklus == "EVAL-2026-02"


def test_dates_are_written_as_people_write_them():
    assert indonesian_date(date(2026, 11, 3)) == "3 November 2026"
