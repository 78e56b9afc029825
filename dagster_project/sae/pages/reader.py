"""The tables of a release file as rows: each table read once, nothing else opened.

Belongs here: opening a release or its public subset for pages, cards and decks.
Stays out: what a page shows (`site`), questions of analysts (the notebook helper).
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.installation.errors import ReleaseError

if TYPE_CHECKING:
    import duckdb

# Sixty agencies with sixty indicators over four years are read in pieces of this many rows.
_PIECE = 5_000


class Tables(Mapping[str, tuple[Any, ...]]):
    """Rows by table name; a table the file does not hold has no rows.

    A row is a named tuple with the columns of the table in their order.

    Attributes:
        comments: what each table holds, as the file says, in Indonesian.
    """

    def __init__(
        self, rows: Mapping[str, tuple[Any, ...]], comments: Mapping[str, str] | None = None
    ) -> None:
        """Keep the rows of each table and what it holds."""
        self._rows = dict(rows)
        self.comments = dict(comments or {})

    def __getitem__(self, name: str) -> tuple[Any, ...]:
        """Rows of one table; none where the file has no such table."""
        return self._rows.get(name, ())

    def __contains__(self, name: object) -> bool:
        """Whether the file holds the table, with rows or without."""
        return name in self._rows

    def __iter__(self) -> Iterator[str]:
        """Names of the tables the file holds, sorted."""
        return iter(sorted(self._rows))

    def __len__(self) -> int:
        """How many tables the file holds."""
        return len(self._rows)


def read_tables(file: Path, *, only: frozenset[str] | None = None) -> Tables:
    """Read a release file, or the file of a public subset, into memory.

    Args:
        file: the DuckDB file; it is opened read-only and closed again.
        only: names of the tables to read; all of them when None.

    Raises:
        ReleaseError: the file is missing or cannot be read.
    """
    import duckdb

    config = {"memory_limit": "256MB", "threads": "1", "autoinstall_known_extensions": "false"}
    try:
        with duckdb.connect(str(file), read_only=True, config=config) as connection:
            found = connection.execute(
                "select table_name, coalesce(comment, '') from duckdb_tables() "
                "where schema_name = 'main' order by all"
            ).fetchall()
            comments = {str(name): str(text) for name, text in found if not only or name in only}
            kept: dict[Any, Any] = {}
            return Tables({name: _rows(connection, name, kept) for name in comments}, comments)
    except duckdb.Error as error:
        raise ReleaseError(f"{file.name} tidak dapat dibaca: {error}") from error


def _rows(
    connection: duckdb.DuckDBPyConnection, table: str, kept: dict[Any, Any]
) -> tuple[Any, ...]:
    """The rows of one table; equal texts and dates are kept once, which halves the memory."""
    quoted = table.replace('"', '""')
    cursor = connection.execute(f'select * from "{quoted}"')
    row = namedtuple("Row", [str(column[0]) for column in cursor.description])  # type: ignore[misc]
    rows: list[Any] = []
    while piece := cursor.fetchmany(_PIECE):
        rows += [
            row._make(kept.setdefault(v, v) if isinstance(v, (str, date)) else v for v in values)
            for values in piece
        ]
    return tuple(rows)
