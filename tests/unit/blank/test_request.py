"""What cannot be made is refused with the nearest that can."""

from __future__ import annotations

import re
from datetime import date

import pytest

from dagster_project.sae.blank.request import resolve
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import BlankError
from dagster_project.sae.installation.settings import PROJECT_ROOT

PROFILE = load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
SMALL = load_profile(PROJECT_ROOT / "tests" / "cases" / "profil_kecil")


def test_a_code_and_a_period_name_an_agency_and_a_cycle():
    request = resolve(PROFILE, opd=" 1.02.01", period="2026-tw3 ")
    assert (request.opd.code, request.cycle.id) == ("1.02.01", "RAKOREV-2026-04")
    assert request.file_name(2) == "1.02.01_2026_TW3_v2.xlsx"


def test_the_short_name_of_an_agency_is_understood():
    assert resolve(PROFILE, opd="dinkes", period="2026-TW1").opd.code == "1.02.01"


@pytest.mark.parametrize("typed", ["1.02.1", "Dinkez", "dinas kesehata"])
def test_an_unknown_agency_names_the_nearest_there_are(typed):
    with pytest.raises(BlankError, match=re.escape(typed) + r"' tidak ada .*1\.02\.01 Dinas Kes"):
        resolve(PROFILE, opd=typed, period="2026-TW3")


def test_an_agency_like_no_other_is_told_where_the_list_is():
    with pytest.raises(BlankError, match=r"opd\.csv"):
        resolve(PROFILE, opd="qqq", period="2026-TW3")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("2026-TW9", "2026-TW"), ("2031-THN", "2025-THN"), ("TW1-2026", "2026-TW1")],
)
def test_an_unknown_period_names_the_nearest_cycles(typed, nearest):
    with pytest.raises(BlankError, match=f"'{typed}' bukan .*terdekat: {nearest}"):
        resolve(PROFILE, opd="1.02.01", period=typed)


def test_a_code_that_is_no_longer_valid_names_its_successor():
    ended, cycle = next(
        (o, c)
        for o in SMALL.agencies
        for c in SMALL.cycles
        if c.cutoff > (o.valid_to or date.max) and SMALL.opd_on(o.code, c.cutoff) is None
    )
    with pytest.raises(BlankError, match="tidak berlaku pada"):
        resolve(SMALL, opd=ended.code, period=f"{cycle.year}-{cycle.period}")
