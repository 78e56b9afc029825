"""One run at a time: the second waits or is told who holds the lane."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import LaneBusyError
from dagster_project.sae.installation.lane import lane, lane_holder, lane_if_free
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

HOLD = """
import sys, time
from datetime import datetime
from pathlib import Path
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings
settings = Settings(home=Path(sys.argv[1]), profile="x", inbox=Path(sys.argv[1]),
                    clock=datetime(2026, 11, 23, 8, 0))
with lane(settings, wait_seconds=0, owner="sae run"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "var",
        profile="probolinggo",
        inbox=tmp_path,
        clock=datetime(2026, 11, 23, 9, 30),
    )


@pytest.fixture
def holder(settings: Settings):
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(settings.home)],
        stdout=subprocess.PIPE,
        cwd=PROJECT_ROOT,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    yield child
    child.kill()
    child.wait()
    child.stdout.close()


def test_a_second_run_is_told_who_holds_the_lane_and_since_when(settings, holder):
    with (
        pytest.raises(LaneBusyError, match=r"sae run \(pid \d+, 2026-11-23 08:00:00\)"),
        lane(settings, wait_seconds=0, owner="dagster"),
    ):
        pytest.fail("two runs in the lane")
    assert lane_holder(settings).pid == holder.pid


def test_the_lane_of_a_killed_run_is_free_although_its_note_is_still_there(settings, holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    assert lane_holder(settings) is not None
    with lane(settings, wait_seconds=0, owner="dagster") as mine:
        assert lane_holder(settings) == mine
        assert mine.since == datetime(2026, 11, 23, 9, 30)
    assert lane_holder(settings) is None


def test_a_run_that_waits_says_so_once_and_goes_on_when_the_lane_is_free(settings, holder):
    said: list[str] = []
    threading.Timer(0.4, holder.kill).start()
    started = time.monotonic()
    with lane(settings, wait_seconds=30, owner="dagster", waiting=said.append):
        waited = time.monotonic() - started
    assert 0.2 < waited < 20
    assert len(said) == 1
    assert "sae run" in said[0]


def test_the_wait_ends_with_the_same_sentence(settings, holder):
    with (
        pytest.raises(LaneBusyError, match=r"ditunggu 0,3 detik"),
        lane(settings, wait_seconds=0.3, owner="dagster"),
    ):
        pytest.fail("two runs in the lane")


def test_the_lane_is_given_back_when_the_run_breaks(settings):
    with pytest.raises(ZeroDivisionError), lane(settings, wait_seconds=0, owner="sae run"):
        _ = 1 / 0
    with lane(settings, wait_seconds=0, owner="sae run"):
        assert lane_holder(settings).owner == "sae run"


def test_a_note_cut_in_half_is_not_taken_for_a_holder(settings):
    settings.home.mkdir(parents=True)
    settings.lane_lock.with_suffix(".json").write_text('{"owner": "sae', encoding="utf-8")
    assert lane_holder(settings) is None


def test_a_reader_may_write_where_nobody_runs_and_in_a_run_of_its_own(settings):
    with lane_if_free(settings, owner="sae") as is_ours:
        assert is_ours
        assert lane_holder(settings).owner == "sae"
        with lane_if_free(settings, owner="sae") as is_ours_still:
            assert is_ours_still
    assert lane_holder(settings) is None


def test_a_reader_may_not_write_while_another_process_runs(settings, holder):
    with lane_if_free(settings, owner="sae") as is_ours:
        assert not is_ours
    assert lane_holder(settings).pid == holder.pid
