"""Whether two warehouses hold the same published tables: counts, sums, filled cells.

Belongs here: comparing our marts with the script by hand, column by column of what both name.
Stays out: building either. A difference makes a ratio of times worthless, so it ends the bench.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

_NUMBERS = ("INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "DECIMAL", "FLOAT", "UBIGINT", "SMALLINT")


@dataclass(frozen=True)
class Difference:
    """One measure of one table on which the two disagree."""

    table: str
    measure: str
    models: float | None
    by_hand: float | None


def compare(models: Path, by_hand: Path) -> tuple[dict[str, int], list[Difference]]:
    """Rows of every table both hold, and where they differ beyond the last digits.

    Returns:
        Rows by table, and the differences: a count of rows, a sum of numbers, a count of true, or
        a count and length of filled texts.
    """
    import duckdb

    with duckdb.connect() as connection:
        # By the name that dbt gives it: its views say where their tables stand.
        connection.execute(f"attach '{models}' as warehouse (read_only)")
        connection.execute(f"attach '{by_hand}' as tangan (read_only)")
        connection.execute("set threads = 2")
        rows: dict[str, int] = {}
        found: list[Difference] = []
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'tangan' order by 1"
        ).fetchall()
        for (table,) in tables:
            measures = _measures(connection, table)
            sums = ", ".join(measures.values())
            mine, theirs = (
                connection.execute(f"select {sums} from {side}.main.{table}").fetchone() or ()
                for side in ("warehouse", "tangan")
            )
            rows[table] = int(mine[0])
            for name, left, right in zip(measures, mine, theirs, strict=True):
                if not _same(left, right):
                    found.append(Difference(table, name, left, right))
        return rows, found


def _measures(connection: object, table: str) -> dict[str, str]:
    """One aggregate per column that both sides have; the number of rows first."""
    found = connection.execute(  # type: ignore[attr-defined]
        """
        select a.column_name, a.data_type
        from duckdb_columns() as a
        inner join duckdb_columns() as b
            on a.table_name = b.table_name and a.column_name = b.column_name
        where a.database_name = 'warehouse' and b.database_name = 'tangan' and a.table_name = ?
        order by a.column_index
        """,
        [table],
    ).fetchall()
    measures = {"rows": "count(*)"}
    for column, kind in found:
        if column == "id_temuan":
            continue
        if kind.startswith(_NUMBERS):
            measures[f"sum({column})"] = f"sum(cast({column} as double))"
        elif kind == "BOOLEAN":
            measures[f"true({column})"] = f"count(case when {column} then 1 end)"
        else:
            measures[f"length({column})"] = f"sum(length(cast({column} as varchar)))"
    return measures


def _same(left: float | None, right: float | None) -> bool:
    if left is None or right is None:
        return left == right
    return math.isclose(float(left), float(right), rel_tol=1e-9, abs_tol=1e-6)
