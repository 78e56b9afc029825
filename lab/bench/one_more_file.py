"""What one resubmission costs at 48 archived files and at 25,000, and what a sensor's tick costs.

The shape: 48 agencies report one cycle; the many files are 520 more versions of the same 48
reports, so that all but the last of each are superseded, as resubmissions over the years leave
them. A report is a zip of CSV sheets with 3 indicators and 6 values, the same for all but code and
a sentence.

Measured at both, after the files were received, read and landed (which is no part of the cost):
`pull`, receiving, archiving, reading and landing one more version; `tick`, the Dagster sensor with
its cursor and nothing new, without the import of Dagster; `run`, the whole `sae run` for one more
version: dbt rebuilds everything, and its data grows with the archive. Each with an inbox that still
holds every file ever sent, for SAE removes none, and `inbox emptied`, where people took away what
was received. Medians of several, taken in turn at both. The ratio is of processor seconds, which a
busy machine stretches less; wall seconds stand beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from dagster_project.sae.contract.profile import Opd, load_profile
from dagster_project.sae.installation.settings import Settings
from lab.bench.measure import ROOT, write_result

CASE = ROOT / "tests" / "cases" / "kuartal_bersih" / "masuk" / "1.02.01_2026_TW2_v1"
CASE_CODE, CASE_NAME, CASE_TEXT = "1.02.01", "Dinas Kesehatan", "Data dicatat sejak awal"
PROFILE = "probolinggo"
NOW, DAY = "2026-08-12T08:00:00", date(2026, 8, 12)
FEW, MANY = 48, 25_000
AGENCIES = 48
ROUNDS, TICKS = 3, 7
TARGET_RATIO = 1.2


@dataclass(frozen=True)
class Spent:
    """Wall and processor seconds of one piece of work, and what it said."""

    wall: float
    work: float
    said: str = ""


class Site:
    """An installation that received so many files, and its inbox that still holds them."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.sent = folder, count
        for number in range(count):
            write_report(folder / "masuk", number)

    def spend(self, *command: str, inbox: str = "masuk") -> Spent:
        """Run a module in this installation to its end."""
        names = {"SAE_HOME": str(self.folder / "var"), "SAE_MASUK": str(self.folder / inbox)}
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False,
            env={**os.environ, **names, "SAE_PROFIL": PROFILE, "SAE_KINI": NOW},
        )  # fmt: skip
        wall = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode != 0:
            raise SystemExit(f"{command} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Spent(wall, work, done.stdout)

    def with_one_more(self, *command: str, inbox: str = "masuk") -> Spent:
        """The same after one more version of a report came in."""
        write_report(self.folder / inbox, self.sent)
        self.sent += 1
        return self.spend(*command, inbox=inbox)


@cache
def _agencies() -> tuple[Opd, ...]:
    profile = load_profile(ROOT / "dbt" / "seeds" / "profil" / PROFILE)
    return profile.agencies_on(DAY)[:AGENCIES]


@cache
def _sheets() -> tuple[tuple[str, str], ...]:
    return tuple((path.name, path.read_text("utf-8")) for path in sorted(CASE.glob("*.csv")))


def write_report(inbox: Path, number: int) -> None:
    """Write the report of a number: its agency by the rest, its version by the quotient."""
    inbox.mkdir(parents=True, exist_ok=True)
    agency, version = _agencies()[number % AGENCIES], number // AGENCIES + 1
    path = inbox / f"{agency.code}_2026_TW2_v{version}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _sheets():
            own = text.replace(CASE_CODE, agency.code).replace(CASE_NAME, agency.name)
            archive.writestr(zipfile.ZipInfo(name), own.replace(CASE_TEXT, f"Kiriman {number}"))
    os.utime(path, (0, 0))  # long complete: nothing waits for it to stop growing


def pull_once() -> None:
    """A pull in this process, which must read exactly what it is told is new."""
    from dagster_project.sae.intake.pull import pull

    print(pull(Settings.from_env()).new)


def tick() -> None:
    """Evaluate the sensor until it knows the inbox, then several times; print what one costs."""
    import dagster as dg

    from dagster_project.defs.jobs import kotak_masuk_sensor

    cursor, spent = None, []
    for _ in range(TICKS + 1):
        wall, work = time.perf_counter(), time.process_time()
        data = kotak_masuk_sensor.evaluate_tick(dg.build_sensor_context(cursor=cursor))
        spent.append((time.perf_counter() - wall, time.process_time() - work))
        cursor = data.cursor
    print(json.dumps({"first": spent[0], "next": spent[1:], "cursor": len(cursor or "")}))


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write; nothing here fails for being slow."""
    parser = argparse.ArgumentParser(prog="python -m lab.bench.one_more_file")
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--runs", type=int, default=1, help="whole runs at each; 0 for none")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="sae-bench-") as scratch:
        sites = {n: Site(Path(scratch) / str(n), n) for n in (FEW, given.many)}
        first = {n: site.spend("lab.bench.one_more_file", "pull") for n, site in sites.items()}
        spent = _measure(sites, rounds=given.rounds, runs=given.runs)
        ticks = {
            name: {n: _ticks(site, inbox) for n, site in sites.items()}
            for name, inbox in _named("tick")
        }
    result: dict[str, Any] = {
        "what": f"one more version of a report at {FEW} and at {given.many} archived files",
        "shape": f"{AGENCIES} reports of one cycle, the rest superseded versions of them; "
        "csv.zip, 3 indicators, 6 values each",
        "rounds": given.rounds,
        "runs": given.runs,
        "target_ratio": TARGET_RATIO,
        "landing_all_seconds": {n: round(s.wall, 1) for n, s in first.items()},
        "stages": {name: _compared(found) for name, found in spent.items()},
        "first_tick_seconds": {
            name: {n: round(first.wall, 3) for n, (_, first, _) in found.items()}
            for name, found in ticks.items()
        },
        "cursor_bytes": {
            name: {n: size for n, (_, _, size) in found.items()} for name, found in ticks.items()
        },
        "run_steps_seconds": {
            name: {n: _steps(found) for n, found in spent.get(name, {}).items()}
            for name, _ in _named("run")
        },
    }
    for name, found in ticks.items():
        result["stages"][name] = _compared({n: later for n, (later, _, _) in found.items()})
    path = write_result("one_more_file", result)
    for name, row in result["stages"].items():
        print(f"{name:22} {json.dumps(row)}   target at most {TARGET_RATIO}")
    for name in ("first_tick_seconds", "cursor_bytes", "run_steps_seconds"):
        print(f"{name:22} {json.dumps(result[name])}")
    print(f"written to {path.relative_to(ROOT)}")
    return 0


def _measure(
    sites: Mapping[int, Site], *, rounds: int, runs: int
) -> dict[str, dict[int, list[Spent]]]:
    """One more file in turn at each site, for each stage."""
    pull = ("lab.bench.one_more_file", "pull")
    spent: dict[str, dict[int, list[Spent]]] = {}
    for name, inbox in _named("pull"):
        for _ in range(rounds):
            for count, site in sites.items():
                found = site.with_one_more(*pull, inbox=inbox)
                if found.said.strip() != "1":
                    raise SystemExit(f"the pull read {found.said} new files instead of one")
                spent.setdefault(name, {}).setdefault(count, []).append(found)
    for site in sites.values() if runs else ():  # builds what later ones find there
        site.with_one_more("dagster_project.cli", "run")
    for name, inbox in _named("run"):
        for _ in range(runs):
            for count, site in sites.items():
                found = site.with_one_more("dagster_project.cli", "run", inbox=inbox)
                spent.setdefault(name, {}).setdefault(count, []).append(found)
    return spent


def _named(stage: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """A stage with an inbox that still holds all that was archived, and with an emptied one."""
    return (stage, "masuk"), (f"{stage}, inbox emptied", "masuk-baru")


def _ticks(site: Site, inbox: str) -> tuple[list[Spent], Spent, int]:
    """The later ticks, the first one, and the size of the cursor."""
    spent = site.spend("lab.bench.one_more_file", "tick", inbox=inbox)
    said = json.loads(spent.said.splitlines()[-1])
    return [Spent(*pair) for pair in said["next"]], Spent(*said["first"]), said["cursor"]


def _compared(spent: Mapping[int, Sequence[Spent]]) -> dict[str, object]:
    few, many = sorted(spent)
    wall = {n: statistics.median(s.wall for s in spent[n]) for n in (few, many)}
    work = {n: statistics.median(s.work for s in spent[n]) for n in (few, many)}
    return {
        "wall_seconds": {n: round(seconds, 3) for n, seconds in wall.items()},
        "processor_seconds": {n: round(seconds, 3) for n, seconds in work.items()},
        "ratio": round(work[many] / work[few], 2),
        "ratio_of_wall": round(wall[many] / wall[few], 2),
    }


def _steps(spent: Sequence[Spent]) -> dict[str, float]:
    """Wall seconds of the steps of the last run, as it prints them."""
    found = re.search(r"Waktu \(detik\): ([\s\S]+)", spent[-1].said)
    listed = re.findall(r"(\w+) ([\d.]+)", found.group(1)) if found else []
    return {name: float(value) for name, value in listed}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["pull"]:
            pull_once()
        case ["tick"]:
            tick()
        case arguments:
            raise SystemExit(main(arguments))
