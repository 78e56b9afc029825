"""Every command begins with the settings and ends with words and an exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from dagster_project.cli.session import on_lane, session
from dagster_project.sae.installation.errors import LaneBusyError, ReleaseError
from dagster_project.sae.installation.lane import lane


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAE_HOME", str(tmp_path))
    monkeypatch.delenv("SAE_MASUK", raising=False)
    return tmp_path


def test_an_error_of_the_library_is_shown_as_it_is_and_ends_the_command(capsys):
    with pytest.raises(typer.Exit) as ended, session(broken=3):
        raise ReleaseError("berkas [bold]data[/nama].xlsx tidak ada")
    assert ended.value.exit_code == 3
    assert "[bold]data[/nama].xlsx" in capsys.readouterr().err


def test_settings_that_cannot_be_read_end_the_command_too(monkeypatch, capsys):
    monkeypatch.setenv("SAE_THREADS", "banyak")
    with pytest.raises(typer.Exit) as ended, session():
        pytest.fail("the command was begun")
    assert ended.value.exit_code == 1
    assert "SAE_THREADS" in capsys.readouterr().err


def test_an_error_that_is_not_of_the_library_goes_up():
    with pytest.raises(ZeroDivisionError), session():
        raise ZeroDivisionError


def test_the_inbox_of_the_command_line_comes_before_that_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SAE_MASUK", "/lain")
    with session(inbox=str(tmp_path)) as settings:
        assert settings.inbox == tmp_path


def test_a_held_lane_is_waited_for_and_then_told(home):
    with (
        session() as settings,
        lane(settings, wait_seconds=0, owner="sae run"),
        pytest.raises(LaneBusyError),
        on_lane(settings, "sae rawat", wait_seconds=0.1),
    ):
        pytest.fail("two writers at once")
