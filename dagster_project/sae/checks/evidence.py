"""The evidence of the checks: two Parquet files that the gate joins.

Belongs here: their schemas, writing them aside, making both visible, removing what is stale.
Stays out: judging (`judge`), the order of a run (`run`). Missing evidence holds a release.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.installation import disk

if TYPE_CHECKING:
    import pyarrow as pa

RESULTS_NAME = "dq_results.parquet"
VIOLATIONS_NAME = "dq_pelanggaran.parquet"

_TEXT, _COUNT = "text", "count"

# One row per rule that was run; `id_rilis` ties it to the scope whose rows were judged.
RESULT_COLUMNS: Mapping[str, str] = {
    "suite": _TEXT,
    "id_aturan": _TEXT,
    "tingkat": _TEXT,
    "entitas": _TEXT,
    "tabel": _TEXT,
    "status": _TEXT,
    "jumlah_dinilai": _COUNT,
    "jumlah_gagal": _COUNT,
    "galat": _TEXT,
    "id_rilis": _TEXT,
}

# One row per rule and entity that breaks it; `lembar` and `kolom` are the cell it names,
# `sha256_sel` and `baris_sel` its file and sheet row where the test table knows them.
VIOLATION_COLUMNS: Mapping[str, str] = {
    "suite": _TEXT,
    "id_aturan": _TEXT,
    "tingkat": _TEXT,
    "entitas": _TEXT,
    "id_baris": _TEXT,
    "kode_opd": _TEXT,
    "kunci_opd": _TEXT,
    "id_siklus": _TEXT,
    "kode_pilar": _TEXT,
    "id_indikator": _TEXT,
    "lembar": _TEXT,
    "sha256_sel": _TEXT,
    "baris_sel": _COUNT,
    "kolom": _TEXT,
    "pesan": _TEXT,
    "isi": _TEXT,
}


@dataclass(frozen=True)
class StagedEvidence:
    """Both files written aside, not yet visible to the gate."""

    results: Path
    violations: Path


@cache
def schema(columns: tuple[tuple[str, str], ...]) -> pa.Schema:
    """Arrow schema of `RESULT_COLUMNS` or `VIOLATION_COLUMNS` (their items)."""
    import pyarrow as pa

    kinds = {_TEXT: pa.string(), _COUNT: pa.int64()}
    return pa.schema([pa.field(name, kinds[kind]) for name, kind in columns])


def violations_table(columns: Mapping[str, Any]) -> pa.Table:
    """Violations as they are written: every column of `VIOLATION_COLUMNS` as a list."""
    import pyarrow as pa

    return pa.Table.from_pydict(dict(columns), schema=schema(tuple(VIOLATION_COLUMNS.items())))


def clear(folder: Path) -> None:
    """Remove the evidence of a former run, so that nobody takes it for that of this one."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*dq_*.parquet*"):
        path.unlink(missing_ok=True)


def stage(
    folder: Path,
    results: Iterable[Mapping[str, Any]],
    *,
    violations: Iterable[pa.Table],
) -> StagedEvidence:
    """Write both files aside; `violations` come in batches and are written one by one.

    Args:
        folder: the evidence folder.
        results: rows of `RESULT_COLUMNS`.
        violations: as `violations_table` makes them.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    staged = StagedEvidence(_aside(folder, RESULTS_NAME), _aside(folder, VIOLATIONS_NAME))
    shape = schema(tuple(VIOLATION_COLUMNS.items()))
    with pq.ParquetWriter(staged.violations, shape, compression="zstd") as writer:
        for batch in violations:
            writer.write_table(batch)
    table = pa.Table.from_pylist(
        [dict(row) for row in results], schema=schema(tuple(RESULT_COLUMNS.items()))
    )
    pq.write_table(table, staged.results, compression="zstd")
    return staged


def commit(staged: StagedEvidence) -> None:
    """Make both files visible; the results last, because they are what says a rule was run."""
    folder = staged.results.parent
    disk.settle(staged.violations, folder / VIOLATIONS_NAME)
    disk.settle(staged.results, folder / RESULTS_NAME)


def _aside(folder: Path, name: str) -> Path:
    return folder / f".{name}.{os.getpid()}"
