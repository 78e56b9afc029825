"""What one reader sees in a release: for each column how many values, and their sum.

Belongs here: the same two figures by DuckDB, pyarrow, polars and pandas, printed as JSON.
Stays out: everything but the standard library and the one reader, for it runs in foreign
environments as `python fingerprint.py READER PATH`.

The sum is of the numbers themselves; of texts the characters, of dates the days and of times the
seconds since 1970, of truth values the true ones.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

# Table -> column -> [values that are there, their sum].
Fingerprint = dict[str, dict[str, list[float]]]
EPOCH = datetime(1970, 1, 1)

_SQL_MEASURE = {
    "VARCHAR": "length({c})",
    "BOOLEAN": "{c}::integer",
    "DATE": "date_diff('day', date '1970-01-01', {c})",
    "TIMESTAMP": "date_diff('second', timestamp '1970-01-01 00:00:00', {c})",
}


def measure(value: object) -> float:
    """One value as the number that is summed.

    Raises:
        TypeError: a type that a release does not hold.
    """
    if isinstance(value, str):
        return float(len(value))
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, datetime):
        return (value - EPOCH).total_seconds()
    if isinstance(value, date):
        return float((value - EPOCH.date()).days)
    raise TypeError(f"{type(value).__name__} is not a type of a release")


def of_rows(columns: Iterable[str], rows: Iterable[tuple[object, ...]]) -> dict[str, list[float]]:
    """The figures of one table computed value by value, without any engine's aggregate."""
    names = list(columns)
    seen: list[list[float]] = [[] for _ in names]
    for row in rows:
        for values, value in zip(seen, row, strict=True):
            if value is not None:
                values.append(measure(value))
    return {n: [float(len(v)), math.fsum(v)] for n, v in zip(names, seen, strict=True)}


def by_duckdb(file: Path) -> Fingerprint:
    """DuckDB's own aggregates over the served file, read-only, also attached by another name.

    Raises:
        RuntimeError: the file let itself be written to.
    """
    import duckdb

    limits = {"memory_limit": "1GB", "threads": 2}
    with duckdb.connect(str(file), read_only=True, config=limits) as connection:
        found = {t: _duckdb_table(connection, t) for t in _duckdb_tables(connection)}
        for attempt in ("create table coba (i integer)", "delete from rilis"):
            try:
                connection.execute(attempt)
            except duckdb.Error:
                continue
            raise RuntimeError(f"a read-only connection carried out: {attempt}")
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"attach '{file}' as nama_lain (read_only)")
        connection.execute("use nama_lain")
        for table in found:
            connection.execute(f'select * from "{table}" limit 1').fetchall()
    return found


def _duckdb_tables(connection: Any) -> list[str]:
    """Tables and views, for a view is read as a table is."""
    rows = connection.execute(
        "select table_name from duckdb_tables() union all "
        "select view_name from duckdb_views() where not internal order by 1"
    ).fetchall()
    return [str(name) for (name,) in rows]


def _duckdb_table(connection: Any, table: str) -> dict[str, list[float]]:
    kinds = connection.execute(f'describe "{table}"').fetchall()
    parts = []
    for name, kind, *_ in kinds:
        column = _SQL_MEASURE.get(str(kind), "{c}").format(c=f'"{name}"')
        parts.append(f'count("{name}"), coalesce(sum({column}), 0)::double')
    row = connection.execute(f'select {", ".join(parts)} from "{table}"').fetchone()
    return {
        str(kind[0]): [float(row[2 * i]), float(row[2 * i + 1])] for i, kind in enumerate(kinds)
    }


def by_pyarrow(folder: Path) -> Fingerprint:
    """Pyarrow's own kernels over the Parquet folder."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    def figure(column: Any) -> list[float]:
        kind, filled = column.type, len(column) - column.null_count
        if pa.types.is_string(kind) or pa.types.is_large_string(kind):
            column = pc.utf8_length(column)
        elif pa.types.is_date32(kind):
            column = column.cast(pa.int32())
        elif pa.types.is_timestamp(kind):
            column = pc.divide(column.cast(pa.timestamp("us")).cast(pa.int64()), 1_000_000)
        return [float(filled), float(pc.sum(column.cast(pa.float64())).as_py() or 0)]

    tables = {file.stem: pq.read_table(file) for file in sorted(folder.glob("*.parquet"))}
    return {n: {c: figure(t[c]) for c in t.column_names} for n, t in tables.items()}


def by_polars(folder: Path) -> Fingerprint:
    """Polars' own expressions over the Parquet folder."""
    import polars as pl

    def figure(column: Any) -> list[float]:
        filled = len(column) - column.null_count()
        if column.dtype == pl.String:
            column = column.str.len_chars()
        elif column.dtype == pl.Date:
            column = column.to_physical()
        elif column.dtype == pl.Datetime:
            column = column.dt.epoch("s")
        return [float(filled), float(column.cast(pl.Float64).sum() or 0)]

    tables = {file.stem: pl.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}
    return {n: {c: figure(t[c]) for c in t.columns} for n, t in tables.items()}


def by_pandas(folder: Path) -> Fingerprint:
    """Pandas over the Parquet folder, as `read_parquet` gives it to an analyst."""
    import pandas as pd

    def figure(column: Any) -> list[float]:
        there = column.dropna()
        if pd.api.types.is_datetime64_any_dtype(there):
            there = (there - pd.Timestamp(EPOCH)).dt.total_seconds()
        elif not pd.api.types.is_numeric_dtype(there):
            there = there.map(measure)
        return [float(len(there)), float(there.astype("float64").sum())]

    tables = {file.stem: pd.read_parquet(file) for file in sorted(folder.glob("*.parquet"))}
    return {n: {str(c): figure(t[c]) for c in t.columns} for n, t in tables.items()}


READERS: dict[str, Callable[[Path], Fingerprint]] = {
    "duckdb": by_duckdb,
    "pyarrow": by_pyarrow,
    "polars": by_polars,
    "pandas": by_pandas,
}

if __name__ == "__main__":
    reader, path = sys.argv[1:3]
    json.dump(READERS[reader](Path(path)), sys.stdout)
