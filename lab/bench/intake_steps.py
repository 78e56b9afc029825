"""Where the processor time of intake goes, step by step, for one workbook of 60 indicators.

Belongs here: the steps of one file, each alone, best of several rounds.
Stays out: the whole, with its processes and pipes (`intake`).
"""

from __future__ import annotations

import gc
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from dagster_project.sae.contract.landing import write_batch
from dagster_project.sae.contract.template import TEMPLATE_NAME
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.file.guard import check_file
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.xlsx import scan_xlsx
from dagster_project.sae.intake.pull import landing_rows
from dagster_project.sae.intake.submission import Submission, Task, read_submission
from lab.bench.workbooks import LAYOUTS, PROFILE

ROUNDS = 9

Item = TypeVar("Item")


def steps(paths: Sequence[Path], scratch: Path) -> dict[str, float]:
    """Milliseconds of processor time for one file: bare calamine, then each step of ours."""
    from lab.bench.intake import read_bare

    context = ReaderContext.load(LAYOUTS, PROFILE)
    when = "2026-10-10T08:00:00"
    tasks = [Task(str(p), f"{n:064x}", p.name, 1, when, when, "") for n, p in enumerate(paths)]
    read: list[Submission] = [read_submission(task, context) for task in tasks]

    def scan(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            scan_xlsx(archive)

    def land(_: object) -> None:
        shutil.rmtree(scratch / "landing", ignore_errors=True)
        rows, _digests = landing_rows(read)
        write_batch(scratch / "landing", "b", rows=rows, template_file=LAYOUTS / TEMPLATE_NAME)

    gc.freeze()  # as a reading child does
    bare = _best(lambda path: read_bare([str(path)]), paths)
    checked = _best(lambda path: check_file(path, path.name), paths)
    scanned = _best(scan, paths)
    opened = _best(lambda path: read_workbook(path, file_name=path.name), paths)
    whole = _best(lambda task: read_submission(task, context), tasks)
    return {
        "bare calamine": round(bare, 2),
        "check before any parser": round(checked, 2),
        "second look: formats, formulas, hidden": round(scanned, 2),
        "calamine, joined with the second look": round(opened - checked - scanned, 2),
        "recognise, coerce, judge, pack": round(whole - opened, 2),
        "gather and write Parquet": round(_best(land, [None]) / len(paths), 2),
    }


def _best(run: Callable[[Item], object], items: Sequence[Item]) -> float:
    """Milliseconds for one item: of each the best round, so that other work does not count."""
    best = [float("inf")] * len(items)
    for _ in range(ROUNDS):
        for place, item in enumerate(items):
            started = time.thread_time()
            run(item)
            best[place] = min(best[place], time.thread_time() - started)
    return sum(best) / len(best) * 1000
