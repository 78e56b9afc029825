"""The checks alone over one national quarter: every suite, through the run's own code, in a child.

Printed and written: seconds per million rows of the test table and peak memory of the child, which
imports the library, reads the frames, judges and writes the evidence; and the checks of a regency's
quarter beside the time it takes to import the library. The rows are made in DuckDB.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import yaml

from dagster_project.sae.installation.settings import Settings
from lab.bench.measure import ROOT, measure, write_result

NATIONAL_ROWS = 1_500_000
REGENCY_ROWS = 48 * 60
TARGET_MIB = 4096.0
TARGET_RATIO = 1.0
FAILING_SHARE = 50
FIGURES, FIGURES_PER_AGENCY = "int_realisasi__uji", 60
CASES = ROOT / "tests" / "cases" / "aturan"
# What makes a row of a test table a row of its own, by the keys its suite sorts by.
OWN = ("id_baris", "kode_opd", "kunci_opd", "kode_pilar")

_CHILD = """
import json, sys, time
from pathlib import Path
started = time.perf_counter(), time.process_time()
import dagster_project.sae.checks.judge
imported = time.perf_counter() - started[0], time.process_time() - started[1]
from dagster_project.sae.checks.run import run_checks
from dagster_project.sae.installation.settings import Settings
home, worked = Path(sys.argv[1]), time.process_time()
report = run_checks(Settings(home=home, profile="probolinggo", inbox=home))
errors = [r.galat for r in report.results if r.status == "error"]
print("HASIL " + json.dumps({"import": imported, "errors": errors,
    "checks": (report.seconds, time.process_time() - worked), "rows": report.rows,
    "failed": sum(r.jumlah_gagal for r in report.results)}))
"""


def fill(settings: Settings, rows: int) -> None:
    """A build warehouse whose test tables hold that many rows: clean ones, one in fifty broken.

    The broken ones are the failing cases of `tests/cases/aturan`, so every rule finds something.
    """
    settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("set enable_progress_bar = false")
        connection.execute("set preserve_insertion_order = false")
        for file in sorted(CASES.glob("*.yaml")):
            table = yaml.safe_load(file.read_text(encoding="utf-8"))
            own = rows if table["table"] == FIGURES else max(rows // FIGURES_PER_AGENCY, 1)
            _fill_table(connection, table, own)


def _fill_table(connection: duckdb.DuckDBPyConnection, table: Mapping[str, Any], rows: int) -> None:
    name, columns = table["table"], table["columns"]
    typed = ", ".join(f'"{column}" {kind}' for column, kind in columns.items())
    connection.execute(f"create table pola (nomor integer, {typed})")
    broken = [case["row"] for case in table["cases"] if case["breaks"]]
    marks = ", ".join("?" for _ in range(len(columns) + 1))
    for number, change in enumerate([{}, *broken]):
        values = {**table["clean"], **change}
        connection.execute(
            f"insert into pola values ({marks})", [number, *(values.get(c) for c in columns)]
        )
    own = ", ".join(f"'{column[:2]}' || i as \"{column}\"" for column in OWN if column in columns)
    connection.execute(
        f"create table {name} as select pola.* exclude (nomor) replace ({own}) "
        f"from range({rows}) as r(i) join pola on pola.nomor = case when i % {FAILING_SHARE} = 0 "
        f"then 1 + (i // {FAILING_SHARE}) % {max(len(broken), 1)} else 0 end"
    )
    connection.execute("drop table pola")


def checks(rows: int) -> dict[str, Any]:
    """Judge test tables of that many rows in a fresh process.

    Returns:
        rows, seconds of the checks and of the import of the library, by the wall clock and of the
        processor (which other work on the machine does not change), both for each million rows of
        `int_realisasi__uji`, peak MiB of the process, entities that break a rule.

    Raises:
        SystemExit: the process broke, or a rule could not be evaluated.
    """
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), profile="probolinggo", inbox=Path(folder))
        # In a process of its own: the memory of making the rows is not that of judging them.
        subprocess.run([sys.executable, "-c", _FILL, folder, str(rows)], check=True, cwd=ROOT)
        measured = measure([sys.executable, "-c", _CHILD, str(settings.home)], env={})
    _, found, said = measured.output.rpartition("HASIL ")  # a progress bar may stand before it
    if measured.code != 0 or not found:
        raise SystemExit(measured.output[-2000:])
    told = json.loads(said)
    if told["errors"]:
        raise SystemExit("\n".join(told["errors"]))
    seconds, processor = told["checks"]
    millions = told["rows"][FIGURES] / 1e6
    return {
        "rows": told["rows"],
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),
        "import_seconds": round(told["import"][0], 2),
        "import_processor_seconds": round(told["import"][1], 2),
        "seconds_per_million_rows": round(seconds / millions, 2),
        "processor_seconds_per_million_rows": round(processor / millions, 2),
        "peak_mib": round(measured.peak_mib),
        "broken_entities": told["failed"],
    }


_FILL = """
import sys
from pathlib import Path
from lab.bench.checks_national import fill
from dagster_project.sae.installation.settings import Settings
home = Path(sys.argv[1])
fill(Settings(home=home, profile="probolinggo", inbox=home), int(sys.argv[2]))
"""


def national(rows: int = NATIONAL_ROWS) -> dict[str, Any]:
    """The national quarter with its target."""
    found = checks(rows)
    return {**found, "target_peak_mib": TARGET_MIB, "is_met": found["peak_mib"] <= TARGET_MIB}


def regency() -> dict[str, Any]:
    """A regency's quarter: the checks beside the import of the library."""
    found = checks(REGENCY_ROWS)
    ratio = found["seconds"] / found["import_seconds"]
    processor = found["processor_seconds"] / found["import_processor_seconds"]
    return {
        **found,
        "ratio_to_import": round(ratio, 2),
        "ratio_of_processor_time": round(processor, 2),
        "target_ratio": TARGET_RATIO,
        "is_met": ratio <= TARGET_RATIO,
    }


def main() -> None:
    """Measure both, print and write them."""
    result = {"regency": regency(), "national": national()}
    print(json.dumps(result, indent=1))
    write_result("checks_national", result)


if __name__ == "__main__":
    main()
