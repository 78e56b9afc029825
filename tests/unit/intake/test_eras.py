"""What arrivals settle is so from a day on; a release before it knows nothing of it."""

from __future__ import annotations

from datetime import date

from dagster_project.sae.intake.forms.eras import settle_eras
from dagster_project.sae.intake.forms.who_when import AGREED, CONTRADICTED
from tests.unit.intake.test_who_when import PROFILE, came, content


def eras(*arrivals, **told):
    reading = content(**told)
    return settle_eras(arrivals, lambda _: reading, profile=PROFILE)


def late(name, *, month=8, day=20, folder=None):
    one = came(name, folder=folder)
    return type(one)(one.name, one.folder, one.received.replace(month=month, day=day))


TW2 = {"period": "TW2"}
FIRST = late("1.02.01_2026_TW2_v1.xlsx", month=7, day=6)


def test_one_arrival_is_one_era_without_ends():
    [era] = eras(FIRST, **TW2)
    assert (era.since, era.until, era.identity.parts.version) == (None, None, 1)


def test_a_version_raised_in_time_counts_from_the_beginning():
    [era] = eras(FIRST, late("1.02.01_2026_TW2_v3.xlsx", month=8, day=10), **TW2)
    assert (era.since, era.identity.parts.version) == (None, 3)


def test_a_version_raised_after_the_cut_off_counts_from_then_on():
    before, after = eras(FIRST, late("1.02.01_2026_TW2_v3.xlsx"), **TW2)
    assert (before.until, after.since, after.until) == (date(2026, 8, 19), date(2026, 8, 20), None)
    assert (before.identity.parts.version, after.identity.parts.version) == (1, 3)
    assert [f.rule for f in before.identity.reading.findings] == []
    assert [f.rule for f in after.identity.reading.findings] == ["IDT-01"]
    assert (after.identity.received.day, after.identity.standing_since.day) == (6, 20)


def test_a_copy_after_the_cut_off_leaves_the_version_as_old_as_it_was():
    *_, after = eras(FIRST, late("1.02.01_2026_TW2_v1 (1).xlsx"), **TW2)
    assert (after.identity.naming.received.day, after.identity.standing_since.day) == (20, 6)


def test_a_better_name_after_the_cut_off_does_not_mend_the_release_before_it():
    wrong = late("1.02.01_2026_TW1_v1.xlsx", month=7, day=6)
    before, after = eras(wrong, late("1.02.01_2026_TW2_v1.xlsx"), **TW2)
    assert (before.identity.status, before.identity.received.day) == (CONTRADICTED, 6)
    assert (after.identity.status, after.identity.received.day) == (AGREED, 20)


def test_a_file_moved_to_its_folder_was_sent_when_it_was_sent():
    [era] = eras(FIRST, late("1.02.01_2026_TW2_v1.xlsx", month=7, day=9, folder="1.02.01"), **TW2)
    assert (era.identity.naming.received.day, era.identity.naming.folder) == (6, None)
    assert era.identity.reading.findings == ()


def test_a_report_sent_again_for_another_period_says_what_it_holds():
    *_, after = eras(FIRST, late("1.02.01_2026_TW3_v1.xlsx", month=10, day=12), **TW2)
    [told] = after.identity.reading.findings
    assert (told.rule, told.agency) == ("IDT-01", "1.02.01")
    assert "menyebut TW3 2026, isinya laporan 1.02.01 TW2 2026" in told.message
