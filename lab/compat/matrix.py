"""`make compat`: every reader we promise opens the served release and sees the same sums.

Belongs here: which readers, the expectation, the table that is printed. Stays out: how a reader
counts (`fingerprint`), where it is installed (`environments`).

The expectation is computed value by value in Python from the kept release folder, after its
checksums were verified; the readers get the served copy and use aggregates of their own.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import duckdb
from rich.console import Console
from rich.table import Table

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import serving
from lab.compat.environments import KEPT, environment
from lab.compat.fingerprint import Fingerprint, of_rows

DUCKDB_VERSIONS = ("1.0.0", "1.1.3", "1.2.2", "1.4.4", "1.5.6", "2.0.1")
PARQUET_READERS = {
    "pyarrow": ("pyarrow==26.0.1",),
    "polars": ("polars==2.1.0",),
    "pandas": ("pandas==3.1.1", "pyarrow==26.0.1"),
}
SCRIPT = Path(__file__).with_name("fingerprint.py")
# Engines add in their own order: doubles agree to the last few bits, not to the last one.
RELATIVE = 1e-12
SECONDS = 120


@dataclass(frozen=True)
class Seen:
    """What one reader made of the release: figures compared, those that differ, wall seconds."""

    reader: str
    place: str
    figures: int
    differences: list[str]
    seconds: float


def release_to_read() -> Settings:
    """The installation whose release is read: the one that serves, else a run over the sample.

    Raises:
        subprocess.CalledProcessError: nothing was served and the run over the sample failed.
    """
    settings = Settings.from_env()
    if served_id(settings):
        return settings
    own = KEPT / "var"
    own_settings = Settings(home=own.resolve(), profile=settings.profile, inbox=settings.inbox)
    if not served_id(own_settings):
        sae = Path(sys.executable).with_name("sae")
        subprocess.run([sae, "run"], env={**os.environ, "SAE_HOME": str(own)}, check=True)
    return own_settings


def served_id(settings: Settings) -> str | None:
    """The release that is served, only looked at: mending a broken swap is the pipeline's work."""
    return next((one.id for one in serving.list_releases(settings) if one.is_served), None)


def expected(file: Path) -> Fingerprint:
    """The figures of a release file, row by row, without any aggregate of an engine."""
    found: Fingerprint = {}
    with duckdb.connect(str(file), read_only=True) as connection:
        tables = connection.execute(
            "select table_name from duckdb_tables() union all "
            "select view_name from duckdb_views() where not internal order by 1"
        ).fetchall()
        for (table,) in tables:
            rows = connection.execute(f'from "{table}"')
            columns = [str(column[0]) for column in rows.description or []]
            found[str(table)] = of_rows(columns, rows.fetchall())
    return found


def differences(wanted: Fingerprint, found: Fingerprint) -> list[str]:
    """Every figure that is missing, too many or not the same."""
    lines = [f"tabel {name}" for name in sorted(set(wanted) ^ set(found))]
    for table in sorted(set(wanted) & set(found)):
        columns = wanted[table].keys() | found[table].keys()
        for column in sorted(columns):
            pair = (wanted[table].get(column), found[table].get(column))
            if pair[0] is None or pair[1] is None or not _same(pair[0], pair[1]):
                lines.append(f"{table}.{column}: {pair[0]} / {pair[1]}")
    return lines


def _same(wanted: list[float], found: list[float]) -> bool:
    return wanted[0] == found[0] and math.isclose(
        wanted[1], found[1], rel_tol=RELATIVE, abs_tol=RELATIVE
    )


def look(reader: str, packages: tuple[str, ...], path: Path, wanted: Fingerprint) -> Seen:
    """Let one reader in its own environment look at the release."""
    name = "-".join(packages).replace("==", "-")
    python = environment(name, packages)
    started = perf_counter()
    command = [str(python), "-I", str(SCRIPT), reader, str(path)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    seconds = perf_counter() - started
    label = packages[0].replace("==", " ")
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no word"])[-1]
        return Seen(label, path.name, 0, [last], seconds)
    found: Fingerprint = json.loads(answer.stdout)
    figures = 2 * sum(len(columns) for columns in found.values())
    return Seen(label, path.name, figures, differences(wanted, found), seconds)


def main() -> int:
    """Print the matrix; 1 when a reader fails or sees another sum."""
    console = Console()
    settings = release_to_read()
    release = str(served_id(settings))
    problems = serving.verify(settings, release)
    if problems:
        console.print(f"{release}: {'; '.join(problems)}")
        return 1
    wanted = expected(settings.releases / release / "sae.duckdb")
    file, folder = serving.served_file(settings), settings.serving / "parquet"
    seen = [look("duckdb", (f"duckdb=={v}",), file, wanted) for v in DUCKDB_VERSIONS]
    seen += [look(name, packages, folder, wanted) for name, packages in PARQUET_READERS.items()]
    table = Table("reader", "opens", "figures", "differ", "seconds", title=release)
    for one in seen:
        table.add_row(
            one.reader, one.place, str(one.figures), str(len(one.differences)), f"{one.seconds:.1f}"
        )
    console.print(table)
    for one in seen:
        for line in one.differences[:5]:
            console.print(f"{one.reader}: {line}", markup=False, highlight=False)
    bad = sum(bool(one.differences) for one in seen)
    rows = ", ".join(f"{name} {len(columns)}" for name, columns in sorted(wanted.items()))
    console.print(f"{len(wanted)} tables (columns: {rows}); {len(seen) - bad} of {len(seen)} agree")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
