"""Reading and landing 2,000 template workbooks, beside bare python-calamine on the same cores.

Printed and written: time per file in the steady state as a ratio, memory at 200 and at 2,000 files,
files per second beside pandas with openpyxl.

Reading and landing is what a run does with archived files: check, read, recognise, coerce, judge
the form, write the landing tables, all of it, from an empty working folder. Bare calamine opens
each file and takes every row of every sheet, and keeps nothing. Both use one process for each core.
The steady state is the difference between 2,000 and 200 files, for both: neither pays for its
start. What it costs to receive the files into the archive, with its fsyncs, is reported apart.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dagster_project.sae.installation.settings import Settings
from lab.bench.intake_steps import steps
from lab.bench.measure import ROOT, write_result
from lab.bench.workbooks import write_workbooks

FEW, MANY = 200, 2_000
PANDAS_FEW, PANDAS_MANY = 10, 40
ROUNDS = 3
STEP_FILES = 30
TARGET_RATIO = 2.0
CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Spent:
    """Wall and processor seconds of a process tree; peak MiB of its head and largest child."""

    wall: float
    work: float
    head_mib: float = 0.0
    child_mib: float = 0.0


def _settings(home: Path, inbox: Path) -> Settings:
    return Settings.from_env({"SAE_HOME": str(home), "SAE_MASUK": str(inbox)})


def receive_and_land(home: Path, inbox: Path) -> None:
    """What a run does with an inbox; says on the last line what it cost in memory."""
    from dagster_project.sae.intake.pull import pull

    pull(_settings(home, inbox))
    peaks = [resource.getrusage(who).ru_maxrss / 1024 for who in _HEAD_AND_CHILDREN]
    print(json.dumps(peaks))


def read_bare(paths: Sequence[str]) -> None:
    """Every row of every sheet, by calamine alone."""
    from python_calamine import CalamineWorkbook

    for path in paths:
        with CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def read_pandas(paths: Sequence[str]) -> None:
    """Every sheet as a frame, by pandas with openpyxl."""
    import pandas as pd

    for path in paths:
        pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")


_HEAD_AND_CHILDREN = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
_READERS: dict[str, Callable[[Sequence[str]], None]] = {"bare": read_bare, "pandas": read_pandas}


def _spent(commands: Sequence[Sequence[str]]) -> Spent:
    """Run commands at once, to their end."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, "-m", "lab.bench.intake", *c], cwd=ROOT, stdout=-1)
        for c in commands
    ]
    said = [process.communicate()[0] for process in running]
    wall = time.perf_counter() - started
    if any(process.returncode for process in running):
        raise SystemExit(f"{commands[0][:2]} failed")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peaks = json.loads(said[0].splitlines()[-1]) if said[0] else (0.0, 0.0)
    return Spent(wall, work, *peaks)


def _shared_out(reader: str, folder: Path, count: int) -> Spent:
    paths = [str(path) for path in _first(folder, count)]
    lists = []
    for part in range(CORES):
        lists.append(folder.parent / f"{reader}-{part}.txt")
        lists[-1].write_text("\n".join(paths[part::CORES]), encoding="utf-8")
    return _spent([[reader, str(listed)] for listed in lists])


def _first(folder: Path, count: int) -> list[Path]:
    return sorted(folder.glob("*.xlsx"), key=lambda path: int(path.stem.rpartition("_v")[2]))[
        :count
    ]


def _archive(folder: Path, *, home: Path, count: int) -> Spent:
    """An archive with the first files, and what receiving, reading and landing them cost."""
    inbox = home.parent / f"inbox-{count}"
    inbox.mkdir()
    for path in _first(folder, count):
        os.link(path, inbox / path.name)
        os.utime(path, (0, 0))  # long complete: nothing waits for it to stop growing
    return _spent([["land", str(home), str(inbox)]])


def _land(home: Path, nothing: Path) -> Spent:
    """Read and land the whole archive again, as after the loss of the working folder."""
    shutil.rmtree(_settings(home, nothing).landing)
    return _spent([["land", str(home), str(nothing)]])


def main() -> int:
    """Measure in turn, print, write."""
    ours: dict[int, list[Spent]] = {FEW: [], MANY: []}
    bare: dict[int, list[Spent]] = {FEW: [], MANY: []}
    with tempfile.TemporaryDirectory(prefix="sae-bench-") as scratch:
        folder, nothing = Path(scratch) / "workbooks", Path(scratch) / "nothing"
        nothing.mkdir()
        write_workbooks(folder, MANY)
        homes = {count: Path(scratch) / f"home-{count}" for count in ours}
        whole = {count: _archive(folder, home=homes[count], count=count) for count in ours}
        for _ in range(ROUNDS):
            for count in ours:
                bare[count].append(_shared_out("bare", folder, count))
                ours[count].append(_land(homes[count], nothing))
        _shared_out("pandas", folder, CORES)  # who comes first pays for a cold disk
        pandas = {n: _shared_out("pandas", folder, n) for n in (PANDAS_FEW, PANDAS_MANY)}
        of_steps = steps(_first(folder, STEP_FILES), Path(scratch))
    result = _result(ours, bare, whole=whole, pandas=pandas)
    result["processor_ms_of_steps"] = of_steps
    path = write_result("intake", result)
    for name in (
        "ours_ms_per_file",
        "bare_calamine_ms_per_file",
        "ratio",
        "ratio_of_processor_time",
    ):
        print(f"{name:28} {result[name]:8.2f}")
    print(f"{'':28} {'':8} target of both ratios at most {TARGET_RATIO}")
    print(f"files per second             {result['files_per_second']}")
    print(f"memory in MiB                {result['peak_mib']}")
    for name, milliseconds in of_steps.items():
        print(f"  {name:40} {milliseconds:6.2f} ms of a processor")
    print(f"written to {path.relative_to(ROOT)}")
    return 0


def _result(
    ours: dict[int, list[Spent]],
    bare: dict[int, list[Spent]],
    *,
    whole: dict[int, Spent],
    pandas: dict[int, Spent],
) -> dict[str, object]:
    own, other = _steady(ours, "wall"), _steady(bare, "wall")
    own_work, other_work = _steady(ours, "work"), _steady(bare, "work")
    received = (whole[MANY].wall - whole[FEW].wall) / (MANY - FEW)
    framed = (pandas[PANDAS_MANY].wall - pandas[PANDAS_FEW].wall) / (PANDAS_MANY - PANDAS_FEW)
    return {
        "what": f"reading and landing template workbooks of 60 indicators / bare calamine, {CORES} "
        f"processes each; steady state between {FEW} and {MANY} files",
        "rounds": ROUNDS,
        "ours_ms_per_file": round(own * 1000, 2),
        "bare_calamine_ms_per_file": round(other * 1000, 2),
        "ratio": round(own / other, 2),
        "ratio_of_processor_time": round(own_work / other_work, 2),
        "target_ratio": TARGET_RATIO,
        "processor_ms_per_file": {
            "ours": round(own_work * 1000, 2),
            "bare_calamine": round(other_work * 1000, 2),
        },
        "cores_used": round(own_work / own, 2),
        "ours_seconds": {n: [round(s.wall, 2) for s in spent] for n, spent in ours.items()},
        "bare_calamine_seconds": {
            n: [round(s.wall, 2) for s in spent] for n, spent in bare.items()
        },
        "with_receiving_ms_per_file": round(received * 1000, 2),
        "files_per_second": {
            "reading and landing": round(1 / own),
            "bare calamine": round(1 / other),
            "pandas with openpyxl": round(1 / framed, 1),
        },
        "peak_mib": {
            f"{who} at {n} files": round(max(getattr(s, key) for s in spent))
            for who, key in (("parent", "head_mib"), ("reading child", "child_mib"))
            for n, spent in ours.items()
        },
    }


def _steady(spent: dict[int, list[Spent]], kind: str) -> float:
    """Seconds for one file more, by the medians."""
    few, many = (statistics.median(getattr(s, kind) for s in spent[n]) for n in (FEW, MANY))
    return float(many - few) / (MANY - FEW)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["land", home, inbox]:
            receive_and_land(Path(home), Path(inbox))
        case [reader, listed] if reader in _READERS:
            _READERS[reader](Path(listed).read_text(encoding="utf-8").splitlines())
        case _:
            raise SystemExit(main())
