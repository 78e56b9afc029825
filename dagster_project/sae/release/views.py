"""The views `kini_*` of a release: what stands now, one row for each thing.

Belongs here: reading them from `dbt/pembaca.yml`, making them, the texts of their columns.
Stays out: what they say (`dbt/pembaca.yml`), the tables below them (`tables`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.contents import RELEASE, Columns, identifier
from dagster_project.sae.release.dictionary import TableText, Text, text_of
from dagster_project.sae.release.linkage import OFFER, read_offer

if TYPE_CHECKING:
    import duckdb

_Said = TypeVar("_Said")


@dataclass(frozen=True)
class View:
    """One declared view.

    Attributes:
        needs: the tables its columns come from, which lend them their texts, the first one first.
        key: columns that name one row.
        text: what it holds.
        own: texts of the columns that no table has.
        sql: the query, without catalogue and schema.
    """

    name: str
    needs: tuple[str, ...]
    key: tuple[str, ...]
    text: Text
    own: Mapping[str, Text]
    sql: str

    def lent(self, column: str, of: Mapping[str, Mapping[str, _Said]]) -> _Said | None:
        """What is said of a column where a table lends it, else None."""
        return next((of[name][column] for name in self.needs if column in of.get(name, {})), None)


def load_views(dbt_dir: Path) -> tuple[View, ...]:
    """The declared views, in the order in which they can be made.

    Raises:
        ReleaseError: the declaration cannot be used.
    """
    found = []
    for name, said in (read_offer(dbt_dir).get("kini") or {}).items():
        try:
            own = {str(column): text_of(text) for column, text in said.get("kolom", {}).items()}
            view = View(
                name=str(name),
                needs=tuple(map(str, said["perlu"])),
                key=tuple(map(str, said["kunci"])),
                text=text_of(said),
                own=own,
                sql=str(said["sql"]).strip(),
            )
        except (KeyError, TypeError, AttributeError) as error:
            raise ReleaseError(f"{OFFER}: kini.{name} lacks {error}") from error
        found.append(view)
    return tuple(found)


def create_view(connection: duckdb.DuckDBPyConnection, view: View) -> None:
    """Make one view in the attached release file, which opens under any name."""
    with_release(connection, f"create view {identifier(view.name)} as {view.sql}")


def with_release(connection: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Run a statement whose names are those of the attached release file.

    After an error the connection is of no more use, as is the file (`contents.release_file`).
    """
    connection.execute(f"use {RELEASE}")
    connection.execute(statement)
    connection.execute("use memory")


def view_text(view: View, *, columns: Columns, texts: Mapping[str, TableText]) -> TableText:
    """What is said of a view and its columns; one that nothing describes lacks a text."""
    said = {name: text.columns for name, text in texts.items()}
    described = {
        name: text for name, _ in columns if (text := view.own.get(name) or view.lent(name, said))
    }
    return TableText(view.text, described, key=view.key)


def view_shapes(
    view: View, *, columns: Columns, public: Mapping[tuple[str, str], str]
) -> dict[tuple[str, str], str]:
    """Public shape of the columns of a view: that of the table which lends them."""
    shapes: dict[str, dict[str, str]] = {}
    for (table, column), shape in public.items():
        shapes.setdefault(table, {})[column] = shape
    if not all(name in shapes for name in view.needs):
        return {}
    own = dict.fromkeys(view.own, "UTUH")
    found = {name: own.get(name) or view.lent(name, shapes) for name, _ in columns}
    return {(view.name, name): shape for name, shape in found.items() if shape}
