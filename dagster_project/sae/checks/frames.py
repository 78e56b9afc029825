"""The test tables as frames: read-only, only the columns that are needed, in a fixed order.

Belongs here: which tables and columns the warehouse has, the frame of a suite or its parts.
Stays out: computing anything (SQL did), judging (`judge`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

Columns = Mapping[str, str]

# Read as DOUBLE: a nullable integer or boolean frame column would drop rows from a condition like
# `x != 1` where x is missing, while a float column keeps them, as SQL's `is distinct from` would.
_NUMERIC = ("BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DECIMAL")
_UNSIGNED = ("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


def warehouse_columns(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Columns (name to type) of every table and view of schema `main`, by table."""
    tables: dict[str, dict[str, str]] = {}
    rows = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_schema = 'main' and table_catalog = current_database() "
        "order by table_name, ordinal_position"
    ).fetchall()
    for table, column, kind in rows:
        tables.setdefault(table, {})[column] = kind
    return tables


def read_frame(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    *,
    columns: Sequence[str],
    types: Columns,
    order: Sequence[str],
) -> pd.DataFrame:
    """The named columns of a table as a frame with positions 0..n-1, ordered by key.

    Numbers and booleans become float64 (missing is NaN), texts stay texts.
    """
    rows = connection.sql(_ordered(table, columns=columns, types=types, order=order))
    # Through Arrow: half the time and memory of the direct way, and an all-empty text stays a text.
    frame: pd.DataFrame = rows.to_arrow_table().to_pandas()
    return frame


def read_parts(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    *,
    columns: Sequence[str],
    types: Columns,
    order: Sequence[str],
    rows: int,
) -> Iterator[pd.DataFrame]:
    """The frame of `read_frame` in parts of at most so many rows, each with positions from 0.

    A table without rows is one part without rows. While parts are read, the connection is theirs.
    """
    query = _ordered(table, columns=columns, types=types, order=order)
    reader = connection.sql(query).to_arrow_reader(rows)
    is_empty = True
    for batch in reader:
        is_empty = False
        yield batch.to_pandas()
    if is_empty:
        yield reader.schema.empty_table().to_pandas()


def _ordered(table: str, *, columns: Sequence[str], types: Columns, order: Sequence[str]) -> str:
    keys = ", ".join(f'"{column}"' for column in order)
    return f'select {selection(columns, types)} from main."{table}" order by {keys}'


def selection(columns: Iterable[str], types: Columns) -> str:
    """The select list of columns as they are judged: numbers and booleans as DOUBLE."""
    return ", ".join(_selected(column, types[column]) for column in columns)


def _selected(column: str, kind: str) -> str:
    if kind.startswith((*_NUMERIC, *_UNSIGNED)):
        return f'cast("{column}" as double) as "{column}"'
    return f'"{column}"'
