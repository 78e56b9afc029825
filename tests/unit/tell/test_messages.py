"""What leaves the house: agencies, counts, ids and rules; no names of people, files or cells."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.tell import messages
from dagster_project.sae.tell.alerts import tell_broken


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, profile="probolinggo", inbox=tmp_path)


def test_a_release_is_told_with_its_counts_which_are_those_of_all_its_cycles(settings):
    counts = {"jumlah_baris_rilis": 778, "jumlah_baris_tahan": 28, "jumlah_opd_tahan": 172}
    told = messages.released(settings, release_id="R-1", cycle="RAKOREV-2026-04", counts=counts)
    assert told.kind == "terbit"
    assert told.text == (
        "SAE Kabupaten Probolinggo: rilis R-1 terbit untuk RAKOREV-2026-04. Semua siklus di "
        "dalamnya: baris indikator terbit 778, ditahan 28; laporan OPD ditahan atau tidak ada 172."
    )


def test_a_release_that_readers_do_not_see_is_told_so(settings):
    told = messages.released(settings, release_id="R-2", cycle="C", counts={}, pinned="R-1")
    assert told.kind == "semat"
    assert "pembaca tetap melihat R-1" in told.text


def test_a_long_reason_is_cut(settings):
    told = messages.held(settings, cycle="C", reason="Aturan ANG-03 belum dinilai. " * 50)
    assert "ANG-03" in told.text
    assert len(told.text) < 450


def test_a_reminder_names_some_of_the_silent_and_counts_the_others(settings):
    told = messages.reminder(
        settings, cycle="RAKOREV-2026-04", deadline=date(2026, 10, 20), days_left=3, expected=48,
        silent=[f"Dinas {n}" for n in range(20)], to_mend=2,
    )  # fmt: skip
    assert "3 hari lagi tenggat RAKOREV-2026-04 (20 Oktober 2026)" in told.text
    assert "Belum mengirim 20 dari 48 OPD: Dinas 0, " in told.text
    assert "Dinas 14, dan 5 lainnya. Perlu perbaikan: 2 berkas" in told.text


def test_braces_in_a_fact_are_text(settings):
    assert "{x}" in messages.broken(settings, cause="{x}").text


def test_a_broken_run_tells_its_kind_only(settings):
    lost = tell_broken(settings, "UnreadableFileError")
    assert (lost.attempts, lost.problem) == (0, "")


def test_a_file_of_sentences_that_lacks_one_is_refused(tmp_path: Path):
    file = tmp_path / "kabar.yaml"
    file.write_text("terbit: x\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="pengingat"):
        messages.load_sentences(file)
