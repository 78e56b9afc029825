"""The command a person types: exit codes, a second run at the same time, a run that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.serving import served_release, verify

CASE = "kuartal_bersih"
SAE = [sys.executable, "-m", "dagster_project.cli"]
PATIENCE = 600

pytestmark = pytest.mark.xdist_group("command_line")


@pytest.fixture
def settings(install_case: Callable[[str, Path], Settings], tmp_path: Path) -> Settings:
    return install_case(CASE, tmp_path)


def start(settings: Settings, *words: str) -> subprocess.Popen[str]:
    clock = settings.clock.isoformat() if settings.clock else ""
    environment = {
        **os.environ,
        "SAE_HOME": str(settings.home),
        "SAE_PROFIL": settings.profile,
        "SAE_MASUK": str(settings.inbox),
        "SAE_KINI": clock,
    }
    return subprocess.Popen(
        [*SAE, *words],
        env=environment,
        cwd=settings.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def test_an_empty_inbox_ends_with_a_sentence_and_exit_0(settings: Settings, tmp_path: Path):
    (tmp_path / "kosong").mkdir()
    code, out, err = finish(start(settings, "run", "--masuk", str(tmp_path / "kosong")))
    assert code == 0, err
    assert "tidak ada yang dikerjakan" in out
    assert served_release(settings) is None


def test_an_unknown_cycle_is_refused_with_those_that_are_known(settings: Settings):
    code, _, err = finish(start(settings, "run", "--siklus", "RAKOREV-1999-01"))
    assert code == 1
    assert "RAKOREV-1999-01" in err
    assert "RAKOREV-2026-01" in err


def test_a_wrong_clock_is_refused_with_one_sentence(settings: Settings):
    process = subprocess.run(
        [*SAE, "run"],
        env={**os.environ, "SAE_HOME": str(settings.home), "SAE_KINI": "besok"},
        cwd=settings.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert process.returncode == 1
    assert "SAE_KINI" in process.stderr
    assert "Traceback" not in process.stderr


def test_of_two_runs_at_once_the_second_waits_and_both_end_with_one_release(settings: Settings):
    first, second = start(settings, "run"), start(settings, "run")
    ends = [finish(first), finish(second)]
    assert [code for code, _, _ in ends] == [0, 0], [err for _, _, err in ends]
    assert sum("menunggu giliran" in err for _, _, err in ends) == 1
    assert len(list(settings.releases.glob("R-*"))) == 1
    served = served_release(settings)
    assert served is not None
    assert verify(settings, served) == []


def test_a_run_killed_half_way_leaves_what_is_served_and_the_next_one_succeeds(
    settings: Settings,
):
    code, _, err = finish(start(settings, "run"))
    assert code == 0, err
    before = served_release(settings)
    file = (settings.serving / "sae.duckdb").read_bytes()
    for seconds in (1.0, 4.0, 8.0):
        process = start(settings, "run", "--bangun-ulang")
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert served_release(settings) == before
        assert (settings.serving / "sae.duckdb").read_bytes() == file
    code, _, err = finish(start(settings, "run", "--bangun-ulang"))
    assert code == 0, err
    assert served_release(settings) == before
    assert before is not None
    assert verify(settings, before) == []
