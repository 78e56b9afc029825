"""`python -m lab.faults`: hurt an installation in every way; exit 1 if anything is WRONG.

Belongs here: the order of the scenes, two at a time, the arguments, the exit code.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from queue import Queue

from lab.faults import full_disk, kills, scenes
from lab.faults.installation import ROOT, Installation
from lab.faults.table import Result, Verdict, table

AT_ONCE = 2
KILLS, QUICK_KILLS, IN_A_ROW = 40, 8, 4
QUICK_WRITES, QUICK_DISKS = 8, 2
SEED = 2026
STEPS = ("intake", "publish")

Job = Callable[[Installation], Iterable[Result]]


def boundary(step: str, home: Installation, *, every: int) -> list[Result]:
    """Kill one step at each of its writes (every so many-th), in a copy of the installation."""
    copy = home.folder.with_name(f"batas-{step}")
    done = subprocess.run(
        [sys.executable, "-m", "lab.faults.boundary", step, str(copy), home.before, home.after,
         str(every)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    kind = f"killed at a write: {step}"
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    results = [
        Result(
            kind, f"write {line['number']}", Verdict.WRONG if line["wrong"] else Verdict.RIGHT,
            "; ".join(line["wrong"])[:600],
        )
        for line in lines
        if line["killed"] or line["wrong"]
    ]  # fmt: skip
    if done.returncode != 0:
        results.append(Result(kind, "all", Verdict.WRONG, done.stderr[-600:]))
    return results


def jobs(given: argparse.Namespace, seconds: float) -> list[Job]:
    """Everything that is tried, the longest first."""
    every = QUICK_WRITES if given.quick else 1
    asked = given.kills if given.kills is not None else QUICK_KILLS if given.quick else KILLS
    chains = asked // IN_A_ROW
    listed: list[Job] = []
    if "batas" in given.only:
        listed += [partial(boundary, step, every=every) for step in STEPS]
    if "bunuh" in given.only:
        listed += [
            partial(kills.killed, moments=IN_A_ROW, seed=SEED + n, seconds=seconds)
            for n in range(chains)
        ]
    if "rusak" in given.only:
        chosen = scenes.quick() if given.quick else scenes.SCENES
        listed += [lambda home, scene=scene: [scenes.play(home, scene)] for scene in chosen]
    if "penuh" in given.only:
        listed += [
            lambda home, n=n, f=f, t=t: [full_disk.play(home, n, free=f, filled_at=t)]
            for n, f, t in full_disk.scenes(seconds, every=QUICK_DISKS if given.quick else 1)
        ]
    return listed


def main() -> int:
    """Make two installations, try everything in them, print."""
    parser = argparse.ArgumentParser(prog="python -m lab.faults", description=__doc__)
    parser.add_argument("--kills", type=int, help=f"runs killed at random moments ({KILLS})")
    parser.add_argument("--quick", action="store_true", help="every kind of fault, few of each")
    parser.add_argument("--only", nargs="+", default=["batas", "bunuh", "rusak", "penuh"])
    parser.add_argument("--ke", type=Path, help="a folder to keep; a temporary one if none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sae-gangguan-") as temporary:
        results, notes = _try(given, (given.ke or Path(temporary)).resolve())
    print("\n".join(table(results, notes=notes)))
    return 1 if any(result.verdict is Verdict.WRONG for result in results) else 0


def _try(given: argparse.Namespace, folder: Path) -> tuple[list[Result], list[str]]:
    homes = [Installation(folder / f"s{number}") for number in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(Installation.begin, homes))
        started = time.monotonic()
        list(pool.map(partial(Installation.learn, module=("lab.faults.boundary", "count")), homes))
        seconds = time.monotonic() - started
        if (homes[0].after, homes[0].tables) != (homes[1].after, homes[1].tables):
            raise SystemExit("two undisturbed runs did not come to the same release")
        for step in STEPS:
            shutil.copytree(homes[0].folder, folder / f"batas-{step}", symlinks=True)
        free: Queue[Installation] = Queue()
        for home in homes:
            free.put(home)

        def one(job: Job) -> list[Result]:
            home = free.get()
            try:
                found = list(job(home))
            finally:
                free.put(home)
            for result in found:
                line = f"{result.verdict}: {result.kind}, {result.scene} {result.why}"
                print(line, file=sys.stderr, flush=True)
            return found

        found = [result for results in pool.map(one, jobs(given, seconds)) for result in results]
    total = int((homes[0].folder / "tulisan.txt").read_text(encoding="utf-8"))
    tried = sum(result.kind.startswith("killed at a write") for result in found)
    notes = [
        f"writes: an undisturbed run makes {total} "
        f"(replace, rename, link, symlink, fsync of its own process); a kill before {tried} of "
        f"them was tried: {f'one in {QUICK_WRITES}' if given.quick else 'all'} of intake and "
        "scope, and of those from the net to the end; dbt's and the checks' are made again by "
        "every run",
        f"random kills: {IN_A_ROW} in a row, each in what the one before left, then one run",
    ]
    return found, notes


if __name__ == "__main__":
    sys.exit(main())
