"""What a person at the server reads: a sentence and an exit code, whatever is wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from dagster_project.cli.app import app
from dagster_project.sae.care.doctor.examine import examine
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.run.record import record_file
from lab.simulasi.webhook import webhook

Sae = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "masuk").mkdir()
    for name, value in {
        "SAE_HOME": tmp_path / "var", "SAE_MASUK": tmp_path / "masuk",
        "SAE_KINI": "2026-08-12T08:00:00",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))
    return tmp_path


@pytest.fixture
def sae(home: Path) -> Sae:
    return lambda *words, **more: CliRunner().invoke(app, [str(w) for w in words], **more)


def in_one_line(text: str) -> str:
    """A panel's text without its box."""
    return " ".join("".join(c for c in text if c not in "│╭╮╰╯─").split())


def test_the_version_is_one_line(sae: Sae) -> None:
    done = sae("--version")
    assert done.exit_code == 0
    assert done.stdout.startswith("sae 0.")
    assert len(done.stdout.splitlines()) == 1


def test_a_backup_of_nothing_is_an_error_that_says_where_it_looked(sae: Sae, home: Path) -> None:
    # Wide enough for any path: a panel breaks one that is too long in the middle of a word.
    done = sae("cadangkan", home / "cadangan", env={"COLUMNS": "400"})
    assert done.exit_code == 1
    assert f"{home}/var tidak berisi arsip" in in_one_line(done.stderr).replace(" /", "/")
    assert not (home / "cadangan").exists()


def test_a_backup_of_a_folder_that_is_no_installation_copies_nothing(
    sae: Sae, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "rumah" / "foto").mkdir(parents=True)
    (home / "rumah" / "foto" / "a.jpg").write_bytes(b"x")
    monkeypatch.setenv("SAE_HOME", str(home / "rumah"))
    assert sae("cadangkan", home / "cadangan").exit_code == 1
    assert not (home / "cadangan").exists()


def test_a_sample_into_a_place_that_cannot_be_written_is_a_sentence(sae: Sae, home: Path) -> None:
    (home / "berkas").write_text("x", encoding="utf-8")
    done = sae("contoh", "--opd", 1, "--periode", 1, "--ke", home / "berkas" / "di-dalam")
    assert done.exit_code == 1
    assert "berkas, bukan folder" in in_one_line(done.stderr)
    assert "Traceback" not in done.output


def test_too_many_agencies_are_told_how_many_there_are(sae: Sae, home: Path) -> None:
    done = sae("contoh", "--opd", 999, "--ke", home / "contoh")
    assert done.exit_code == 1
    assert "memuat 1 sampai 54 OPD" in in_one_line(done.stderr)


def test_the_doctor_tries_to_write_where_nothing_exists_yet(
    sae: Sae, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "berkas").write_text("x", encoding="utf-8")
    monkeypatch.setenv("SAE_HOME", str(home / "berkas" / "jauh" / "var"))
    [sign] = [s for s in examine(Settings.from_env()) if s.subject == "Hak akses"]
    assert sign.sentence.startswith(f"{home}/berkas adalah berkas, bukan folder")
    # A file system that takes no files, whoever asks: the superuser too.
    monkeypatch.setenv("SAE_HOME", "/proc/sae/var")
    [sign] = [s for s in examine(Settings.from_env()) if s.subject == "Hak akses"]
    assert sign.sentence.startswith("Proses ini tidak dapat menulis ke /proc (")
    assert "/proc/sae/var harus dibuat di sana" in sign.sentence


def test_the_doctor_leaves_nothing_where_it_tried(home: Path, sae: Sae) -> None:
    before = sorted(home.rglob("*"))
    sae("doctor")
    assert sorted(home.rglob("*")) == before


def test_an_inbox_of_what_cannot_be_read_is_not_empty(
    sae: Sae, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(home / "masuk" / "[bold]<!channel>pipa.xlsx")
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        done = sae("run")
    assert done.exit_code == 4, done.output
    shown = in_one_line(done.stdout)
    assert "Belum ada laporan yang dapat dibaca" in shown
    assert "kosong" not in shown
    assert "[bold]<!channel>pipa.xlsx" in shown
    kept = record_file(Settings.from_env()).read_text(encoding="utf-8")
    assert "Berkas '[bold]<!channel>pipa.xlsx' tidak dapat dibuka (bukan berkas biasa" in kept
    [text] = [message["text"] for message in hook.received]
    assert "1 berkas di kotak masuk TIDAK TERBACA" in text
    assert "pipa.xlsx" in text
    assert "<!channel>" not in text
    assert "rahasia" not in done.output


def test_an_empty_inbox_is_still_called_empty_and_ends_with_0(sae: Sae) -> None:
    done = sae("run")
    assert done.exit_code == 0
    assert "kosong" in in_one_line(done.stdout)


def test_a_reminder_that_is_not_sent_says_why(
    sae: Sae, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAE_KINI", "2026-07-01T08:00:00")
    assert "Tidak ada kabar yang dikirim: " in sae("pengingat", "--kirim").stdout


def test_a_reminder_says_what_was_sent_and_the_next_time_that_it_was(
    sae: Sae, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_day = Settings.from_env()
    from dagster_project.sae.contract.profile import load_profile

    cycle = load_profile(on_the_day.profile_dir).cycles[1]
    monkeypatch.setenv("SAE_KINI", f"{cycle.deadline}T08:00:00")
    words = ("pengingat", "--kirim", "--siklus", cycle.id)
    silent = " ".join(sae(*words).stdout.split())
    assert "Tidak ada kabar yang dikirim: SAE_WEBHOOK belum diisi." in silent
    with webhook(200) as hook:
        monkeypatch.setenv("SAE_WEBHOOK", hook.url)
        first, second = (" ".join(sae(*words).stdout.split()) for _ in range(2))
    [text] = [message["text"] for message in hook.received]
    assert f"Dikirim ke kanal SAE_WEBHOOK: {text}" in first
    assert "sudah dikirim" in second
    assert "rahasia" not in first
