"""What the national bench asks of the tables that were built.

Belongs here: are they those of the script by hand, how long does a reader wait, what do the checks
cost. Stays out: building anything (`langkah`).
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import Any

from lab.bench.nasional import banding, papan
from lab.bench.nasional.dunia import settings_of


def compare(home: Path) -> dict[str, Any]:
    """The tables of the models beside those of the script: rows, and what differs."""
    tables, differences = banding.compare(settings_of(home).warehouse, home / "tangan.duckdb")
    return {"tables": tables, "differences": [asdict(found) for found in differences]}


def dashboards(home: Path) -> dict[str, Any]:
    """What a dashboard waits for, on a file as a release writes it."""
    return {"asked": papan.ask(papan.publish(settings_of(home).warehouse, home / "rilis.duckdb"))}


def checks(home: Path) -> dict[str, Any]:
    """Judge the test tables that the models built, as a run does; the evidence is not kept.

    Raises:
        SystemExit: a rule could not be evaluated.
    """
    import dagster_project.sae.checks.judge  # noqa: F401  # seconds, before the clock starts
    from dagster_project.sae.checks.run import evaluate

    started = process_time()
    report = evaluate(settings_of(home))
    processor = process_time() - started
    for file in (report.staged.results, report.staged.violations):
        file.unlink()
    if errors := [result.galat for result in report.results if result.status == "error"]:
        raise SystemExit("\n".join(map(str, errors)))
    return {
        "processor": round(processor, 2),
        "rows": dict(report.rows),
        "broken": sum(result.jumlah_gagal for result in report.results),
    }
