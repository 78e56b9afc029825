"""Processor seconds of a run over the sample with one new file, beside those of another commit.

    python -m lab.bench.quiet_dbt --before /path/to/checkout [--rounds 5] [--form job]

A run is `sae run`, or the Dagster job `rakorev` as the UI starts it; both do the same.

The other checkout has its own `.venv`. Both first run the sample, so that nothing is measured that
only a first run does. Each round gives both one more file, in turn: a report of the sample sent
once more as its next version, other bytes and the same figures, so that no gate holds it. Measured
are user and system seconds of the process and its children, which a busy machine stretches less
than wall time; medians count. The floor is what the models cost without dbt: the SQL that dbt
compiled, statement by statement, in one connection.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb

from dagster_project.sae.build.dbt_calls import write_manifest
from dagster_project.sae.installation.settings import Settings
from lab.bench.measure import ROOT, write_result

ROUNDS = 5
TARGET = 0.5
SAMPLE = ROOT / "data_raw" / "contoh"
FORMS = {
    "run": ("sae", "run"),
    "job": ("dagster", "job", "execute", "-m", "dagster_project.definitions", "-j", "rakorev"),
}


def spent(root: Path, form: str, *, home: Path, inbox: Path) -> float:
    """Processor seconds of a run of a checkout in that form, its children included."""
    command, *words = FORMS[form]
    records = home / "kerja" / "dagster"
    records.mkdir(parents=True, exist_ok=True)
    places = {"SAE_HOME": home, "SAE_MASUK": inbox, "DAGSTER_HOME": records}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [str(root / ".venv" / "bin" / command), *words],
        cwd=root, capture_output=True, text=True, check=False,
        env={**os.environ, **{name: str(place) for name, place in places.items()}},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{root}: {form} failed:\n{done.stdout[-3000:]}{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def send_again(report: Path, inbox: Path) -> None:
    """Put a report into the inbox as its second version: the same cells, other bytes."""
    again = inbox / report.name.replace("_v1", "_v2")
    shutil.copy2(report, again)
    with zipfile.ZipFile(again, "a") as workbook:
        workbook.comment = b"dikirim lagi"


def compiled(home: Path) -> list[tuple[str, bool, str]]:
    """Name, whether it is a view, and SQL of each model as the last run compiled it, in order."""
    settings = Settings.from_env({"SAE_HOME": str(home)})
    file = write_manifest(settings)
    manifest = json.loads(file.read_text(encoding="utf-8"))
    models = {k: n for k, n in manifest["nodes"].items() if n["resource_type"] == "model"}
    order = TopologicalSorter(
        {
            key: {p for p in node["depends_on"]["nodes"] if p in models}
            for key, node in models.items()
        }
    ).static_order()
    made = []
    for node in (models[key] for key in order):
        path = file.parent / "compiled" / "sae" / "models" / node["path"]
        is_view = node["config"]["materialized"] == "view"
        made.append((node["name"], is_view, path.read_text(encoding="utf-8")))
    return made


def floor(home: Path, scratch: Path) -> float:
    """Processor seconds of all models' SQL alone, over the seeds of a built warehouse."""
    settings = Settings.from_env({"SAE_HOME": str(home)})
    models = compiled(home)
    names = {name for name, _, _ in models}
    file = scratch / "lantai" / "warehouse.duckdb"
    file.parent.mkdir()
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"set threads = {settings.threads}")
        connection.execute("set preserve_insertion_order = false")
        connection.execute(f"attach '{settings.warehouse}' as built (read_only)")
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'built'"
        ).fetchall():
            if table not in names:
                connection.execute(f"create table {table} as from built.main.{table}")
        connection.execute("detach built")
        before = os.times()
        for name, is_view, sql in models:
            connection.execute(f"create {'view' if is_view else 'table'} {name} as ({sql})")
        after = os.times()
    return after.user + after.system - before.user - before.system


def main(arguments: Sequence[str]) -> int:
    """Measure in turn, print, write; nothing here fails for being slow."""
    parser = argparse.ArgumentParser(prog="python -m lab.bench.quiet_dbt")
    parser.add_argument("--before", type=Path, required=True, help="checkout of another commit")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--form", choices=FORMS, default="run")
    given = parser.parse_args(arguments)
    sides = {"before": given.before.resolve(), "after": ROOT}
    seconds: dict[str, list[float]] = {side: [] for side in sides}
    with tempfile.TemporaryDirectory(prefix="sae-bench-") as folder:
        scratch = Path(folder)
        inbox = scratch / "masuk"
        shutil.copytree(SAMPLE, inbox)
        for side, root in sides.items():
            spent(root, given.form, home=scratch / side, inbox=inbox)
        for report in sorted(SAMPLE.glob("*_TW3_v1.xlsx"))[: given.rounds]:
            send_again(report, inbox)
            for side, root in sides.items():
                seconds[side].append(spent(root, given.form, home=scratch / side, inbox=inbox))
                print(side, report.name, round(seconds[side][-1], 2), flush=True)
        sql = floor(scratch / "after", scratch)
    medians = {side: statistics.median(values) for side, values in seconds.items()}
    result = {
        "what": f"processor seconds of `{' '.join(FORMS[given.form])}`, the sample with one new "
        "file, two commits in turn",
        "rounds": given.rounds,
        **{side: [round(value, 2) for value in values] for side, values in seconds.items()},
        "median_before": round(medians["before"], 2),
        "median_after": round(medians["after"], 2),
        "ratio": round(medians["after"] / medians["before"], 3),
        "target_ratio": TARGET,
        "floor_models_sql_alone": round(sql, 2),
    }
    print(json.dumps(result, indent=2))
    write_result("quiet_dbt" if given.form == "run" else f"quiet_dbt_{given.form}", result)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
