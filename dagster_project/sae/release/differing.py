"""The rows of two attached databases that differ, table by table.

Belongs here: finding them with DuckDB, in any KPI table whose key is known.
Stays out: why they differ (`causes`), what is made of them (`compare`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dagster_project.sae.release.contents import identifier, is_safe_type, literal
from dagster_project.sae.release.measures import is_measure

if TYPE_CHECKING:
    import duckdb

Keys = Mapping[str, tuple[str, ...]]

OLD = "lama"
KPI, RULES = "kpi_", ("aturan", "rumus")
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Difference:
    """One row of a table that only one has or that differs; the side that lacks it is None."""

    table: str
    key: tuple[str, ...]
    measures: tuple[str, ...]
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def tables_of(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    """Names and types of the columns of every table and view of an attached database."""
    rows = connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        f"where database_name = {literal(database)} order by table_name, column_index"
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        tables.setdefault(str(table), {})[str(column)] = str(kind)
    return tables


def differences(
    connection: duckdb.DuckDBPyConnection,
    old: Mapping[str, Mapping[str, str]],
    *,
    new: Mapping[str, Mapping[str, str]],
    keys: Keys,
    later: str,
) -> Iterator[Difference]:
    """Rows of the compared tables that changed, came or went.

    Args:
        connection: has the older database attached as `lama`.
        old: tables and columns of the older database.
        new: the same of the newer one.
        keys: columns that name one row of each table.
        later: name by which the newer database is attached.
    """
    for table in sorted(old.keys() & new.keys()):
        key = keys.get(table, ())
        columns = [name for name in new[table] if name in old[table]]
        if not is_wanted(table) or not key or not set(key) <= set(columns):
            continue
        measures = tuple(c for c in columns if c not in key and is_measure(c))
        unlike = " or ".join(_unlike(c, kind=new[table][c]) for c in measures) or "false"
        same_row = " and ".join(
            f"a.{identifier(c)} is not distinct from b.{identifier(c)}" for c in key
        )
        sides = [", ".join(f"{side}.{identifier(c)}" for c in columns) for side in ("a", "b")]
        cursor = connection.execute(
            f"select a.ada, b.ada, {', '.join(sides)} "
            f"from (select *, true as ada from {OLD}.main.{identifier(table)}) as a "
            f"full outer join (select *, true as ada from {later}.main.{identifier(table)}) as b "
            f"on {same_row} where a.ada is null or b.ada is null or {unlike}"
        )
        for was, stays, *values in cursor.fetchall():
            before = dict(zip(columns, values[: len(columns)], strict=True)) if was else None
            after = dict(zip(columns, values[len(columns) :], strict=True)) if stays else None
            yield Difference(table, key, measures, before, after)


def is_wanted(table: str) -> bool:
    """Whether a table is one that releases are compared by."""
    return table.startswith(KPI) or table in RULES


def _unlike(column: str, *, kind: str) -> str:
    a, b = f"a.{identifier(column)}", f"b.{identifier(column)}"
    if not is_safe_type(kind) or kind in {"VARCHAR", "BOOLEAN", "DATE", "TIMESTAMP"}:
        return f"({a} is distinct from {b})"
    # The last bit of a sum made by other threads is no change.
    near = f"abs({a} - {b}) <= {TOLERANCE} * greatest(abs({a}), abs({b}))"
    return f"({a} is distinct from {b} and not coalesce({near}, false))"
