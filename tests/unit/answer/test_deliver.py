"""Answers reach each OPD's own folder, and what somebody works on there is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sae.answer.deliver import deliver
from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.inbox import inbox_files

CODES = frozenset({"1.02.01", "1.03.01"})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    return Settings(
        home=tmp_path / "var", profile="probolinggo", inbox=inbox, answers_to=str(inbox)
    )


def answer(settings: Settings, place: str, text: str = "isi") -> Path:
    path = settings.returns / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def there(settings: Settings) -> dict[str, str]:
    return {
        p.relative_to(settings.inbox).as_posix(): p.read_text(encoding="utf-8")
        for p in settings.inbox.rglob("*")
        if p.is_file()
    }


def test_each_agency_finds_its_own_answers_and_nobody_elses(settings):
    answer(settings, "1.02.01/a_perbaikan.xlsx")
    answer(settings, "1.02.01/a_perbaikan.json")
    answer(settings, "1.03.01/b_perbaikan.md")
    answer(settings, "tanpa-kode/c_perbaikan.xlsx")
    assert deliver(settings, CODES).brought == 2
    assert set(there(settings)) == {
        "1.02.01/kembali/a_perbaikan.xlsx",
        "1.03.01/kembali/b_perbaikan.md",
    }
    assert deliver(settings, CODES).brought == 0


def test_an_answer_in_the_inbox_is_no_report(settings):
    answer(settings, "1.02.01/a_perbaikan.xlsx")
    deliver(settings, CODES)
    (settings.inbox / "1.02.01" / "a.xlsx").write_text("x", encoding="utf-8")
    assert [p.name for p in inbox_files(settings.inbox)] == ["a.xlsx"]


def test_what_is_no_longer_true_goes_and_what_changed_comes(settings):
    old = answer(settings, "1.02.01/a_perbaikan.md", "satu")
    answer(settings, "1.03.01/b_perbaikan.md", "lama")
    deliver(settings, CODES)
    old.unlink()
    answer(settings, "1.03.01/b_perbaikan.md", "baru")
    done = deliver(settings, CODES)
    assert (done.brought, done.removed) == (1, 1)
    assert there(settings) == {"1.03.01/kembali/b_perbaikan.md": "baru"}


def test_a_copy_that_is_being_mended_there_is_left_alone(settings):
    own = answer(settings, "1.02.01/a_perbaikan.xlsx", "satu")
    deliver(settings, CODES)
    theirs = settings.inbox / "1.02.01" / "kembali" / "a_perbaikan.xlsx"
    theirs.write_text("sedang dibetulkan", encoding="utf-8")
    answer(settings, "1.02.01/a_perbaikan.xlsx", "dua")
    deliver(settings, CODES)
    assert theirs.read_text(encoding="utf-8") == "sedang dibetulkan"
    assert there(settings)["1.02.01/kembali/a_perbaikan-baru.xlsx"] == "dua"
    own.unlink()
    deliver(settings, CODES)
    assert theirs.is_file()


def test_a_place_that_cannot_be_reached_is_told_without_its_password(settings, monkeypatch):
    monkeypatch.setattr("dagster_project.sae.installation.address.BACKOFF_SECONDS", 0.0)
    answer(settings, "1.02.01/a_perbaikan.md")
    gone = Settings(
        home=settings.home,
        profile="probolinggo",
        inbox=settings.inbox,
        answers_to="entah://opd:rahasia@server/kembali",
    )
    [problem] = deliver(gone, CODES).problems
    assert "entah://server/kembali" in problem
    assert "rahasia" not in problem


def test_nothing_is_brought_without_a_place(settings):
    answer(settings, "1.02.01/a_perbaikan.md")
    assert deliver(Settings(settings.home, "probolinggo", settings.inbox), CODES).brought == 0


def test_the_place_is_a_setting_and_a_slip_in_its_name_is_told(tmp_path):
    env = {"SAE_HOME": str(tmp_path), "SAE_KEMBALI": "sftp://u:p@server/opd"}
    assert Settings.from_env(env).shown_answers == "sftp://server/opd"
    with pytest.raises(SettingsError, match="SAE_KEMBALI"):
        Settings.from_env({"SAE_HOME": str(tmp_path), "SAE_KEMBALIKAN": "x"})
