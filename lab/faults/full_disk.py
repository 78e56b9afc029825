"""A disk that is full: the whole installation on a small file system of its own.

Belongs here: making the file system, filling it, running. Needs the right to mount; without it the
row says that it was not tried.
"""

from __future__ import annotations

import shutil
import subprocess
import time

from lab.faults.installation import Installation
from lab.faults.scenes import refusal
from lab.faults.table import Result, Verdict

KIND = "disk full"
ROOM = 4096
ASKS = ("penuh", "sae doctor")


def scenes(seconds: float, *, every: int = 1) -> list[tuple[str, int, float | None]]:
    """Name, MiB free at the start, and when (seconds into the run) the rest is filled.

    Args:
        seconds: how long an undisturbed run takes.
        every: take every so many-th only, for a look in passing.
    """
    small = [(f"{free} MiB free", free, None) for free in (0, 1, 4, 12, 24)]
    times = [round(seconds * part, 1) for part in (0.1, 0.35, 0.6, 0.8, 0.95)]
    filled = [(f"filled {moment} s into the run", ROOM, moment) for moment in times]
    return [*small[::every], *filled[::every]]


def play(home: Installation, name: str, *, free: int, filled_at: float | None) -> Result:
    """Run on a disk of that size, make room, run again."""
    shutil.rmtree(home.settings.home, ignore_errors=True)
    home.settings.home.mkdir()
    if not _mount(home, f"size={ROOM}m"):
        return Result(KIND, name, Verdict.UNTRIED, "this machine does not allow a mount")
    try:
        beginning = home.folder / "dasar" / "var"
        shutil.copytree(beginning, home.settings.home, symlinks=True, dirs_exist_ok=True)
        shutil.rmtree(home.folder / "masuk")
        shutil.copytree(home.folder / "dasar" / "masuk", home.folder / "masuk")
        if filled_at is None:
            used = shutil.disk_usage(home.settings.home).used
            _mount(home, f"remount,size={used // 1024 + free * 1024}k")
            ended = home.run()
        else:
            process = home.command()
            time.sleep(filled_at)
            used = shutil.disk_usage(home.settings.home).used
            _mount(home, f"remount,size={used // 1024 + 64}k")
            ended = home.end_of(process)
        wrong = home.wrong_now()
        if ended.code != 0:
            wrong += refusal(ended, ASKS)
        _mount(home, f"remount,size={ROOM}m")
        again = home.run() if ended.code != 0 else ended
        wrong += home.wrong_at_the_end() if again.code == 0 else [f"with room: {again.said[-400:]}"]
    finally:
        subprocess.run(["umount", str(home.settings.home)], check=False)
    good = Verdict.SAID if ended.code else Verdict.RIGHT
    return Result(KIND, name, Verdict.WRONG if wrong else good, "; ".join(wrong)[:900])


def _mount(home: Installation, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(home.settings.home)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
