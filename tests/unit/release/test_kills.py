"""A kill at any moment leaves one whole release served, and the next run succeeds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import PROJECT_ROOT

SCRIPT = Path(__file__).with_name("killed.py")


@pytest.fixture
def killed(settings, scope, write_scope_file):
    write_scope_file(scope)

    def run(*arguments: str) -> list[dict]:
        done = subprocess.run(
            [sys.executable, str(SCRIPT), settings.home, settings.root, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT_ROOT,
            env={"PYTHONPATH": str(PROJECT_ROOT)},
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def assert_always_one_whole_release(lines: list[dict]) -> None:
    for line in lines:
        assert line["wal"] is False, line
        served = line["served"] or ""
        assert line["served"] == line["before"] or served.startswith(line["made"]), line
        expected = [] if line["served"] is None else [line["served"]]
        assert line["database"] == expected, line
        if line["served"]:
            assert line["parquet"] == expected, line
            assert line["pages"] == expected, line
            assert line["pointer"] == line["served"], line
    assert lines[-1]["killed"] is False
    assert lines[-1]["served"].startswith(lines[-1]["made"])


def test_killed_at_every_step_on_disk_in_turn(killed):
    lines = killed("steps")
    assert_always_one_whole_release(lines)
    assert sum(line["killed"] for line in lines) > 30
    # The first kills come before anything was ever served.
    assert lines[0]["served"] is None


def test_killed_at_random_moments(killed):
    lines = killed("random", "20", "20260218")
    assert_always_one_whole_release(lines)
    assert sum(line["killed"] for line in lines) == 20
