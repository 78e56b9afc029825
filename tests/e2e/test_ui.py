"""The Dagster UI as a service starts it: in the background, ended by SIGTERM."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SECONDS_TO_START, SECONDS_TO_END = 120, 60

# A shell without job control starts its background jobs like this.
BACKGROUND = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
os.execv(sys.executable, [sys.executable, "-m", "dagster_project.cli", "ui", "--port", sys.argv[1]])
"""


def children(pid: int) -> list[int]:
    """Processes started by that one, and by those."""
    found: list[int] = []
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split():
        found += [int(line), *children(int(line))]
    return found


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_a_ui_in_the_background_ends_with_all_its_processes_on_sigterm(tmp_path: Path):
    parent = subprocess.Popen(
        [sys.executable, "-c", BACKGROUND, "0"],
        env={**os.environ, "SAE_HOME": str(tmp_path / "var"), "DAGSTER_DISABLE_TELEMETRY": "yes"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        limit = time.monotonic() + SECONDS_TO_START
        while len(started := children(parent.pid)) < 3 and time.monotonic() < limit:
            time.sleep(0.2)
        assert len(started) >= 3, "code server, webserver and daemon did not start"
        parent.send_signal(signal.SIGTERM)
        parent.wait(SECONDS_TO_END)
        limit = time.monotonic() + SECONDS_TO_END
        while any(map(is_alive, started)) and time.monotonic() < limit:
            time.sleep(0.2)
        assert [pid for pid in started if is_alive(pid)] == []
    finally:
        for pid in [*(p for p in started if is_alive(p)), parent.pid]:
            if parent.poll() is None or pid != parent.pid:
                os.kill(pid, signal.SIGKILL)
        parent.wait()
