"""The reminder list before any report came, and the days on which the silent are told of."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.tell.alerts import remind
from dagster_project.sae.tell.reminders import (
    SILENT,
    is_due,
    mark_told,
    reminder_days,
    reminders,
    write_reminders,
)
from lab.simulasi.webhook import webhook


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The cycle RAKOREV-2026-04: from 1 October, due on the 20th, received to 31 December."""
    return on(Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path), "2026-10-05")


def on(settings: Settings, day: str) -> Settings:
    return replace(settings, clock=datetime.fromisoformat(f"{day}T07:00:00"))


def test_before_the_first_report_every_expected_agency_is_silent(settings):
    listed = reminders(settings)
    assert listed.cycle.id == "RAKOREV-2026-04"
    assert len(listed.silent) == listed.expected == 54
    assert not listed.is_complete
    assert {(e.keadaan, str(e.batas), e.sisa_hari) for e in listed.entries} == {
        (SILENT, "2026-10-20", 15)
    }


@pytest.mark.parametrize(
    ("today", "last_day", "days"),
    [
        pytest.param("2026-07-21", "2026-08-10", 20, id="the cut-off"),
        pytest.param("2026-10-21", "2026-12-31", 71, id="that of a supplementary edition"),
    ],
)
def test_after_the_deadline_the_last_day_of_receipt_counts(settings, today, last_day, days):
    listed = reminders(on(settings, today))
    assert {(str(e.batas), e.sisa_hari) for e in listed.entries} == {(last_day, days)}
    assert listed.days_left == -1


def test_the_list_is_a_csv_that_no_spreadsheet_takes_for_a_formula(settings):
    listed = reminders(settings)
    trap = replace(listed.entries[0], berkas='=HYPERLINK("http://x")', nama_opd="+cmd")
    file = write_reminders(settings, replace(listed, entries=(trap,)))
    assert file == settings.returns / "pengingat.csv"
    [row] = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert row["berkas"].startswith("'=")
    assert row["nama_opd"].startswith("'+")


def test_the_days_come_from_the_profile(settings):
    assert reminder_days(settings) == (7, 3, 1, 0)


@pytest.mark.parametrize(
    ("day", "due"),
    [("2026-10-12", False), ("2026-10-13", True), ("2026-10-20", True), ("2026-10-21", False)],
)
def test_the_silent_are_told_of_on_the_days_of_the_profile(settings, day, due):
    there = on(settings, day)
    assert is_due(there, reminders(there)) is due


def test_each_day_is_told_once_and_a_missed_one_is_made_up_for(settings):
    seventh, sixth, second = (on(settings, f"2026-10-{day}") for day in (13, 14, 18))
    mark_told(seventh, reminders(seventh))
    assert not is_due(seventh, reminders(seventh))
    assert not is_due(sixth, reminders(sixth))
    assert is_due(second, reminders(second))  # the third day before was a day without power
    mark_told(second, reminders(second))
    assert not is_due(second, reminders(second))
    assert is_due(on(settings, "2026-10-19"), reminders(on(settings, "2026-10-19")))


def test_nobody_is_told_when_nobody_is_silent(settings):
    there = on(settings, "2026-10-20")
    assert not is_due(there, replace(reminders(there), entries=()))


def test_a_lost_message_is_tried_again_the_next_time(settings, monkeypatch):
    monkeypatch.setattr("dagster_project.sae.tell.webhook.PAUSES", (0.01,))
    with webhook(404, 200) as hook:
        there = replace(on(settings, "2026-10-17"), webhook=hook.url)
        first, second, third = (remind(there, is_sending=True).delivery for _ in range(3))
    assert (first.is_sent, second.is_sent, third) == (False, True, None)
    [told] = hook.received
    assert "Belum mengirim 54 dari 54 OPD: Disdikdaya, Dinkes" in told["text"]
