"""A child is judged by its own work, not by how busy the machine is."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from dagster_project.sae.intake.patience import Deadline

SECONDS = 0.3


@pytest.fixture
def child(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    code = f"print(1, flush=True)\n{request.param}"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stdout.readline()
        yield process
        process.send_signal(signal.SIGCONT)
        process.kill()


def spent(deadline: Deadline, limit: int = 2000) -> int:
    """How often it was asked until the time was over."""
    import time

    for asked in range(limit):
        time.sleep(deadline.left())
        if deadline.is_over():
            return asked
    raise AssertionError("it was never over")


@pytest.mark.parametrize("child", ["while True: pass"], indirect=True)
def test_a_child_that_works_is_over_when_it_has_used_its_processor_time(
    child: subprocess.Popen[bytes],
) -> None:
    spent(Deadline(child.pid, SECONDS))


@pytest.mark.parametrize("child", ["import time; time.sleep(60)"], indirect=True)
def test_a_child_that_sleeps_is_over_when_the_clock_says_so(
    child: subprocess.Popen[bytes],
) -> None:
    assert spent(Deadline(child.pid, SECONDS)) == 0


def test_a_starved_child_gets_more_time_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    from dagster_project.sae.intake import patience

    monkeypatch.setattr(patience, "_usage", lambda pid: (0.0, "R"))
    assert spent(Deadline(1, 0.05)) > 3


def test_a_child_that_is_gone_is_over() -> None:
    assert spent(Deadline(2**22 + 5, 0.01)) == 0
