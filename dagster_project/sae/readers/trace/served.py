"""Questions to the served release.

Belongs here: opening what readers open, rows as dicts, the tables and columns there are.
Stays out: what the rows mean (`lookup`, `rules`), the build warehouse (a release outlives it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.contents import identifier
from dagster_project.sae.release.serving import existing_file

Row = dict[str, Any]


class Served:
    """The served release, open for reading."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        rows = self.query(
            "select table_name as nama, column_name as kolom from duckdb_columns()"
            " where schema_name = 'main' and not internal order by table_name, column_index"
        )
        self.columns: dict[str, tuple[str, ...]] = {}
        for row in rows:
            self.columns[row["nama"]] = (*self.columns.get(row["nama"], ()), row["kolom"])

    def query(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[Row]:
        """Rows as dicts; values by place, or by name where the SQL says `$name`."""
        found = self._connection.execute(
            sql, dict(values) if isinstance(values, Mapping) else list(values)
        )
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def where(self, table: str, conditions: dict[str, Any], *, order: str = "all") -> list[Row]:
        """Rows of a table whose columns, as text, have those values; None matches a missing one."""
        clauses = [f"cast({identifier(c)} as varchar) is not distinct from ?" for c in conditions]
        wanted = [None if value is None else str(value) for value in conditions.values()]
        return self.query(
            f"select * from {identifier(table)} where {' and '.join(clauses) or 'true'} "
            f"order by {order}",
            wanted,
        )


@contextmanager
def open_served(settings: Settings) -> Iterator[Served]:
    """Open the served release.

    Raises:
        ReleaseError: nothing is served yet.
    """
    import duckdb

    connection = duckdb.connect(str(existing_file(settings)), read_only=True)
    try:
        yield Served(connection)
    finally:
        connection.close()
