"""`make compat-spark`: a generated nation is built on a cluster, and a worker dies in the middle.

Belongs here: what is asked of the cluster and of the run. Stays out: the cluster (`gugus`), parity
over real inboxes (`tests/spark`), what must be refused (`spark_faults`).
Landing and output lie on an S3 server only: workers are another user, in folders of their own, and
cannot open the driver's home.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lab.bench.nasional import bukti, dunia
from lab.compat import s3_server
from lab.compat.asking import Answers
from lab.compat.environments import ROOT, environment
from lab.compat.gugus.cluster import WORKERS, Cluster, Machine, as_worker, cluster
from lab.compat.gugus.driver import BUCKET, PREFIX, Driver, build, on_spark

GOVERNMENTS = 3
TABLES_BEFORE_THE_KILL = 8
STAGE_SECONDS = MART_SECONDS = 1200.0
_VICTIM = 1
_BUILT = "warehouse"  # by which the views of a warehouse call it


def main() -> int:
    """Ask everything; 0 when all answers are right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ke", type=Path, help="a new folder to keep; a temporary one if none")
    given = parser.parse_args()
    answers = Answers()
    with tempfile.TemporaryDirectory(prefix="sae-gugus-") as name:
        folder = (given.ke or Path(name)).resolve()
        folder.mkdir(parents=True, exist_ok=given.ke is None)
        _ask_all(answers, folder)
    return 1 if answers.wrong else 0


def _ask_all(answers: Answers, folder: Path) -> None:
    import pyspark

    ask, home, machines = answers.ask, folder / "driver", folder / "mesin"
    folder.chmod(0o711)  # workers pass through it to their own folders
    machines.mkdir()
    home.mkdir(mode=0o700)
    nation = dunia.generate(home / "nasional", GOVERNMENTS, root=ROOT)
    bukti.generate(nation.settings)
    by_duckdb, seconds = _on_duckdb(home, nation.settings.warehouse)
    print(f"DuckDB built {GOVERNMENTS} governments in {seconds:.0f} s")
    server = s3_server.server(environment("s3", s3_server.PACKAGES))
    spark_home = Path(pyspark.__file__).parent
    with server as (url, _), cluster(spark_home, machines) as running:
        s3_server.make_bucket(url, BUCKET)
        ask("workers that the master counts on", running.alive(), WORKERS)
        ask("a worker opens the driver's home", _opens(home), False)
        ask("addresses that they listen on", running.addresses(), {"127.0.0.1"})
        variables = on_spark(home, running.master, url)
        started = time.monotonic()
        with build(nation.settings.home, home / "ucapan", variables, "stage", "mart") as driver:
            ask("the mart half begins", driver.wait_for("mart", STAGE_SECONDS), True)
            ask("landing on S3", bool(s3_server.keys(url, BUCKET, f"{PREFIX}/masukan/")), True)
            lost, before = _kill_one(driver, running, url)
            print(f"{lost} killed after {before} tables of the mart half")
            code = driver.process.wait(MART_SECONDS)
            print(f"Spark built them in {time.monotonic() - started:.0f} s")
            ask("the run ends", (code, driver.said()[-800:] if code else ""), (0, ""))
        java = nation.settings.work / "spark" / "spark.log"
        told = java.read_text(encoding="utf-8", errors="replace")
        ask("Spark saw an executor go", "Lost executor" in told, True)
        ask("in the middle of a task", _computes(running.workers[_VICTIM]), True)
        ask("workers left", running.alive(), WORKERS - 1)
        ask("Parquet in folders of workers", _parquet_of(running.workers), [])
        ask("addresses then", running.addresses(), {"127.0.0.1"})
    compared, found = differing(by_duckdb, nation.settings.warehouse)
    ask(f"published tables that differ, of {compared}", found, [])
    ask("tables compared", compared > 0, True)


def _on_duckdb(home: Path, warehouse: Path) -> tuple[Path, float]:
    """The same nation built on DuckDB, put aside; and how long it took."""
    started, aside = time.monotonic(), home / "duckdb"
    with build(home / "nasional", home / "ucapan", {}, "stage", "mart") as driver:
        if driver.process.wait(STAGE_SECONDS):
            raise SystemExit(f"DuckDB failed: {driver.said()[-2000:]}")
    aside.mkdir()
    return warehouse.rename(aside / warehouse.name), time.monotonic() - started


def _opens(home: Path) -> bool:
    return (
        subprocess.run([*as_worker(), "ls", home], capture_output=True, check=False).returncode == 0
    )


def _made(url: str) -> set[str]:
    """Tables that Spark has written whole."""
    above = f"{PREFIX}/gudang/"
    return {
        key.removeprefix(above).rpartition("/")[0]
        for key in s3_server.keys(url, BUCKET, above)
        if key.endswith("/_SUCCESS")
    }


def _kill_one(driver: Driver, running: Cluster, url: str) -> tuple[str, int]:
    """Kill a worker in the middle of a task, some tables into this half; its name, how many."""
    first, until = len(_made(url)), time.monotonic() + MART_SECONDS
    made, victim = 0, running.workers[_VICTIM]
    while driver.process.poll() is None and time.monotonic() < until:
        if made < TABLES_BEFORE_THE_KILL:
            made = len(_made(url)) - first
            time.sleep(0.5)
        elif _computes(victim):
            victim.kill()
            return victim.name, made
    return "nothing was", made


def _computes(worker: Machine) -> bool:
    """Whether its executor has begun a task that it has not ended."""
    said = "".join(
        file.read_text(encoding="utf-8", errors="replace")
        for file in worker.folder.glob("app-*/*/stderr")
    )
    return said.count("Running task") > said.count("Finished task")


def _parquet_of(workers: list[Machine]) -> list[str]:
    """Tables that lie on a machine and not on S3; executors may still be clearing their folders."""
    return [
        name
        for worker in workers
        for _, _, names in os.walk(worker.folder)
        for name in names
        if name.endswith(".parquet")
    ]


def differing(a: Path, b: Path) -> tuple[int, list[str]]:
    """Published tables of two warehouses: how many were compared, and what differs in which.

    Every row counts, to the last digit of every value.
    """
    import duckdb

    with duckdb.connect() as connection:
        columns = {}
        for schema, file in (("satu", a), ("dua", b)):
            connection.execute(f"create schema {schema}")
            connection.execute(f"attach '{file}' as {_BUILT} (read_only)")
            names = connection.execute(
                "select table_name, list(column_name || ' ' || data_type order by column_index) "
                f"from duckdb_columns() where database_name = '{_BUILT}' "
                "and table_name like 'pub\\_%' escape '\\' group by table_name"
            ).fetchall()
            columns[schema] = dict(names)
            for name, _ in names:
                connection.execute(f"create table {schema}.{name} as from {_BUILT}.main.{name}")
            connection.execute(f"detach {_BUILT}")
        both = columns["satu"].keys() & columns["dua"].keys()
        found = [f"{n}: only on one engine" for n in columns["satu"].keys() ^ columns["dua"].keys()]
        for name in sorted(both):
            if columns["satu"][name] != columns["dua"][name]:
                found.append(f"{name}: columns")
                continue
            for here, there in (("satu", "dua"), ("dua", "satu")):
                (count,) = connection.execute(
                    f"select count(*) from (from {here}.{name} except all from {there}.{name})"
                ).fetchone() or (0,)
                found += [f"{name}: {count} rows only in {here}"] if count else []
        return len(both), found


if __name__ == "__main__":
    sys.exit(main())
