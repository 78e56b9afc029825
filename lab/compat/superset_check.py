"""`make compat-superset`: a real Superset opens the served file and draws from it.

Belongs here: what is asked of Superset and what it must answer. Stays out: running one
(`superset_server`), the bundle itself (`bi/superset`).

Its numbers are compared with those DuckDB gives for the same question; a write must be refused, and
after a swap the next answer must be of the new release.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import yaml
from rich.console import Console
from rich.table import Table

from bi.superset.pack import pack
from dagster_project.sae.release import serving
from lab.compat.matrix import release_to_read
from lab.compat.superset_server import Api, ApiError, python, superset

ROOT = Path(__file__).resolve().parents[2]
BUNDLE = ROOT / "bi" / "superset"
READ_ONLY = {
    "engine_params": {
        "connect_args": {"read_only": True, "config": {"memory_limit": "1GB", "threads": 2}}
    }
}
_WRITE = """
import sys, sqlalchemy as sa
engine = sa.create_engine("duckdb:///" + sys.argv[1], connect_args={"read_only": True,
    "config": {"memory_limit": "1GB", "threads": 2}})
refused = 0
for attempt in ("create table coba (i integer)", "delete from rilis", "drop table kpi_pilar"):
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(attempt))
    except sa.exc.DBAPIError as error:
        refused += "read-only" in str(error)
print(refused)
"""


class Findings:
    """What was asked, what came, whether it was right."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, bool]] = []

    def note(self, question: str, answer: object, *, right: bool) -> None:
        """Keep one answer."""
        self.rows.append((question, str(answer), right))


def ask(api: Api, dataset: int, query: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of one chart query, never from Superset's cache."""
    body = {
        "datasource": {"id": dataset, "type": "table"},
        "force": True,
        "queries": [{"row_limit": 10000, **query}],
        "result_format": "json",
        "result_type": "full",
    }
    answer = api.call("POST", "/api/v1/chart/data", body)
    return list(answer["result"][0]["data"])


def connect(api: Api, file: Path, found: Findings) -> int:
    """Connect the served file read-only and list its tables."""
    body = {
        "database_name": "SAE uji",
        "sqlalchemy_uri": f"duckdb:///{file}",
        "extra": json.dumps(READ_ONLY),
        "expose_in_sqllab": True,
        # The switch of the tool is left open on purpose: the file itself has to refuse.
        "allow_dml": True,
    }
    database = int(api.call("POST", "/api/v1/database/", body)["id"])
    listing = api.call("GET", f"/api/v1/database/{database}/tables/?q=(schema_name:main)")
    tables = {str(entry["value"]) for entry in listing["result"]}
    with duckdb.connect(str(file), read_only=True) as connection:
        wanted = {
            n for (n,) in connection.execute("select table_name from duckdb_tables()").fetchall()
        }
    found.note("tables listed", len(tables), right=tables >= wanted)
    return database


def datasets(api: Api, database: int, file: Path, found: Findings) -> int:
    """Datasets for pillars and indicators answer as DuckDB does; returns that of `rilis`."""
    questions: dict[str, tuple[dict[str, Any], str]] = {
        "kpi_pilar": (
            _total("kode_pilar", "sum(skor_tersedia)"),
            "select kode_pilar, sum(skor_tersedia) from kpi_pilar group by 1 order by 1",
        ),
        "kpi_indikator": (
            _total("status_capaian", "sum(realisasi)"),
            "select status_capaian, sum(realisasi) from kpi_indikator group by 1 order by 1",
        ),
    }
    release = 0
    with duckdb.connect(str(file), read_only=True) as connection:
        for table in (*questions, "rilis"):
            body = {"database": database, "schema": "main", "table_name": table}
            made = int(api.call("POST", "/api/v1/dataset/", body)["id"])
            if table == "rilis":
                release = made
                continue
            query, sql = questions[table]
            column = query["columns"][0]
            got = {row[column]: row["total"] for row in ask(api, made, query)}
            wanted = dict(connection.execute(sql).fetchall())
            right = got.keys() == wanted.keys() and all(
                _close(got[key], wanted[key]) for key in wanted
            )
            found.note(f"chart data of {table}, groups", len(got), right=right)
    return release


def _total(column: str, expression: str) -> dict[str, Any]:
    metric = {"expressionType": "SQL", "sqlExpression": expression, "label": "total"}
    return {"columns": [column], "metrics": [metric]}


def _close(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1)


def forget(api: Api) -> None:
    """Remove the datasets again: over SQLite, Superset wants a dataset name only once."""
    for entry in api.call("GET", "/api/v1/dataset/?q=(page_size:100)")["result"]:
        api.call("DELETE", f"/api/v1/dataset/{entry['id']}")


def bundle(api: Api, file: Path, scratch: Path, found: Findings) -> None:
    """The bundle imports, and every chart in it returns rows."""
    archive = scratch / "sae-superset.zip"
    count = pack(str(file), archive)
    api.upload("/api/v1/dashboard/import/", archive, {"overwrite": "true"})
    found.note("bundle imported, YAML files", count, right=True)
    listing = api.call("GET", "/api/v1/dashboard/sae-lima-pilar/charts")["result"]
    wanted = sorted((BUNDLE / "charts").glob("*.yaml"))
    found.note("charts on the dashboard", len(listing), right=len(listing) == len(wanted))
    ids = {
        entry["table_name"]: int(entry["id"])
        for entry in api.call("GET", "/api/v1/dataset/?q=(page_size:100)")["result"]
        if entry["database"]["database_name"] == "SAE (hanya baca)"
    }
    names = {
        yaml.safe_load(path.read_text(encoding="utf-8"))["uuid"]: path.stem
        for path in (BUNDLE / "datasets" / "SAE").glob("*.yaml")
    }
    for path in wanted:
        chart = yaml.safe_load(path.read_text(encoding="utf-8"))
        rows = ask(api, ids[names[chart["dataset_uuid"]]], _query(chart["params"]))
        found.note(f"chart {path.stem}, rows", len(rows), right=bool(rows))


def _query(params: dict[str, Any]) -> dict[str, Any]:
    """The data query that Superset's page makes of a chart's parameters."""
    filters = [
        {"col": f["subject"], "op": f["operator"], "val": f["comparator"]}
        for f in params.get("adhoc_filters", [])
    ]
    if params.get("query_mode") == "raw":
        return {"columns": params["all_columns"], "filters": filters}
    columns = [params["x_axis"], *params.get("groupby", [])]
    return {"columns": columns, "metrics": params["metrics"], "filters": filters}


def writes(api: Api, database: int, file: Path, found: Findings) -> None:
    """Writing is refused by the file, through SQL Lab and through SQLAlchemy."""
    refused = 0
    for attempt in ("create table coba (i integer)", "delete from rilis"):
        body = {"database_id": database, "sql": attempt, "schema": "main", "runAsync": False}
        try:
            api.call("POST", "/api/v1/sqllab/execute/", body)
        except ApiError as error:
            refused += "read-only" in str(error)
    found.note("writes refused in SQL Lab", f"{refused} of 2", right=refused == 2)
    answer = subprocess.run(
        [python(), "-c", _WRITE, file], capture_output=True, text=True, check=True
    ).stdout.strip()
    found.note("writes refused by SQLAlchemy", f"{answer} of 3", right=answer == "3")


def swap(api: Api, release: int, file: Path, found: Findings) -> None:
    """After the file was replaced, the next answer is of the new release."""
    see: Callable[[], Any] = lambda: ask(api, release, {"columns": ["id_rilis"]})[0]["id_rilis"]  # noqa: E731
    before = see()
    fresh = file.with_name("baru.duckdb")
    shutil.copyfile(file, fresh)
    fresh.chmod(0o644)
    with duckdb.connect(str(fresh)) as connection:
        connection.execute("update rilis set id_rilis = 'R-UJI-TUKAR'")
        connection.execute("checkpoint")
    fresh.chmod(0o444)
    fresh.replace(file)
    after = see()
    found.note("release seen after a swap", f"{before} -> {after}", right=after == "R-UJI-TUKAR")


def main() -> int:
    """Run all of it in a scratch folder; 1 when an answer is wrong."""
    # A plain end would leave the server behind; an exit passes through its clean-up.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console, found, started = Console(), Findings(), time.perf_counter()
    settings = release_to_read()
    keep = os.environ.get("SAE_COMPAT_HOLD")
    with tempfile.TemporaryDirectory(prefix="sae-superset-") as name:
        scratch = Path(name)
        file = scratch / "serving" / "sae.duckdb"
        file.parent.mkdir()
        shutil.copyfile(serving.served_file(settings), file)
        file.chmod(0o444)
        with superset(scratch) as api:
            database = connect(api, file, found)
            release = datasets(api, database, file, found)
            writes(api, database, file, found)
            swap(api, release, file, found)
            forget(api)
            bundle(api, file, scratch, found)
            if keep:
                console.print(f"held for {keep} s, see {scratch / 'masuk.json'}")
                time.sleep(float(keep))
    table = Table("asked of Superset 6.1.0", "answer", "right")
    for question, answer, right in found.rows:
        table.add_row(question, answer, "yes" if right else "NO")
    console.print(table)
    console.print(f"{time.perf_counter() - started:.0f} seconds")
    return 0 if all(right for *_, right in found.rows) else 1


if __name__ == "__main__":
    sys.exit(main())
