"""The test tables as frames: read-only, only the columns that are needed, in a fixed order.

Belongs here: which tables and columns the warehouse has, one frame per suite.
Stays out: computing anything (SQL did), judging (`judge`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    chosen = selection(columns, types)
    keys = ", ".join(f'"{column}"' for column in order)
    rows = connection.sql(f'select {chosen} from main."{table}" order by {keys}')
    # Through Arrow: half the time and memory of the direct way, and an all-empty text stays a text.
    frame: pd.DataFrame = rows.to_arrow_table().to_pandas()
    return frame


def selection(columns: Iterable[str], types: Columns) -> str:
    """The select list of columns as they are judged: numbers and booleans as DOUBLE."""
    return ", ".join(_selected(column, types[column]) for column in columns)


def _selected(column: str, kind: str) -> str:
    if kind.startswith((*_NUMERIC, *_UNSIGNED)):
        return f'cast("{column}" as double) as "{column}"'
    return f'"{column}"'
