"""Runs killed at random moments: the whole process group, or only the process a person started.

Belongs here: when to kill, what is left over of it. Stays out: kills at single writes (`boundary`).
A kill hits what the kill before it left behind; after every few of them a run is left in peace and
must come to release B.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from lab.faults.installation import Installation
from lab.faults.table import Result, Verdict

KIND = "killed at a random moment"


def killed(home: Installation, *, moments: int, seed: int, seconds: float) -> Iterator[Result]:
    """Kill a run at so many moments between its start and `seconds`, then let one run.

    Yields:
        One result for each kill; the verdict of the undisturbed run counts for all of them.
    """
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    home.reset()
    results = []
    for number in range(moments):
        moment, whole = chance.uniform(0, seconds), number % 2 == 0
        process = home.command()
        time.sleep(moment)
        is_early = process.poll() is None
        (os.killpg if whole else os.kill)(process.pid, signal.SIGKILL) if is_early else None
        process.wait()
        wrong = home.wrong_now()
        scene = f"seed {seed}, {moment:.1f} s, {'group' if whole else 'parent only'}"
        results.append((scene if is_early else f"{scene}, had ended", wrong))
        if not is_early:
            home.reset()
    ended = home.run()
    final = home.wrong_at_the_end() if ended.code == 0 else [f"exit {ended.code}: {ended.said}"]
    final += orphans(home)
    for scene, wrong in results:
        verdict = Verdict.WRONG if wrong or final else Verdict.RIGHT
        yield Result(KIND, scene, verdict, "; ".join([*wrong, *final])[:600])


def orphans(home: Installation) -> list[str]:
    """Processes of this installation that are still there after its run ended."""
    mark = f"SAE_HOME={home.settings.home}".encode()
    left = []
    for entry in Path("/proc").iterdir():
        try:
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            if mark in (entry / "environ").read_bytes().split(b"\0"):
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                left.append(f"still running: {words[:80]}")
        except OSError:
            continue
    return left
