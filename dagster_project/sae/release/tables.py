"""All tables and views of a release file: what the warehouse offers, and what the release adds.

Belongs here: the order in which the file is filled - label, dictionary, views, changes, comments.
Stays out: DuckDB's side of it (`contents`), the folder around the file (`publish`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dagster_project.sae.build.published import PREFIX
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import change_table, contents, dictionary, linkage, views
from dagster_project.sae.release.changes import Comparison
from dagster_project.sae.release.contents import Columns
from dagster_project.sae.release.differing import Keys
from dagster_project.sae.release.facts import ColumnFacts, TableFacts
from dagster_project.sae.release.wording import label_line

if TYPE_CHECKING:
    import duckdb

# The comparison of the release that is being written, by the keys of its tables.
Compare = Callable[[Keys], Comparison | None]

_OWN = {dictionary.DICTIONARY: dictionary.OWN_COLUMNS, change_table.TABLE: change_table.COLUMNS}
_NEEDED = ("rilis", "mutu_keputusan")


@dataclass(frozen=True)
class Written:
    """What was written into a release file.

    Attributes:
        tables: every table and view.
        comparison: what changed since the former release; None when there was none.
    """

    tables: tuple[TableFacts, ...]
    comparison: Comparison | None


def write_tables(
    connection: duckdb.DuckDBPyConnection,
    settings: Settings,
    *,
    label: str | None,
    compare: Compare,
) -> Written:
    """Fill the attached release file.

    Args:
        connection: the workbench, a new release file attached.
        settings: the installation.
        label: what readers are warned about, or None.
        compare: compares the tables, which stand by then, with the former release.

    Raises:
        ReleaseError: the warehouse lacks a table, or something has no description.
    """
    texts = dictionary.load_texts(settings.dbt_dir) | {change_table.TABLE: change_table.TEXT}
    columns = dict(_copy(connection, texts, label=label)) | _OWN
    contents.create_table(connection, change_table.TABLE, columns=change_table.COLUMNS)
    public = dictionary.load_public(settings.policy_dir)
    offered = views.load_views(settings.dbt_dir)
    made = _make_views(connection, offered, columns=columns)
    shown = columns | made
    for view in offered:
        if view.name in made:
            texts[view.name] = views.view_text(view, columns=made[view.name], texts=texts)
            public |= views.view_shapes(view, columns=made[view.name], public=public)
    dictionary.check_texts(texts, columns=shown)
    foreign = _foreign(settings, shown)
    rows = dictionary.dictionary_rows(
        texts, columns=shown, public=public, foreign=foreign, label=label
    )
    contents.create_table(
        connection, dictionary.DICTIONARY, columns=dictionary.OWN_COLUMNS, rows=rows
    )
    known = {name: {column for column, _ in held} for name, held in shown.items()}
    keys = {name: texts[name].key for name in shown if set(texts[name].key) <= known[name]}
    comparison = compare(keys)
    contents.insert_rows(
        connection,
        change_table.TABLE,
        columns=change_table.COLUMNS,
        rows=change_table.change_table(comparison, label=label),
    )
    tables = []
    for name, held in sorted(shown.items()):
        count, content = contents.content_hash(connection, contents.qualified(name), columns=held)
        text = texts[name]
        table = TableFacts(
            name, count, _column_facts(held, text), content, text.table.en, text.table.id,
            keys.get(name, ()), foreign[name],
        )  # fmt: skip
        _describe(connection, table, kind="view" if name in made else "table", label=label)
        tables.append(table)
    return Written(tuple(tables), comparison)


def label_of(connection: duckdb.DuckDBPyConnection) -> str | None:
    """What the warehouse warns readers of its tables about, or None."""
    table = f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + 'rilis')}"
    if contents.LABEL not in {name for name, _ in contents.columns_of(connection, table)}:
        return None
    row = connection.execute(f"select max({contents.LABEL}) from {table}").fetchone()
    return str(row[0]) if row and row[0] else None


def warehouse_hash(connection: duckdb.DuckDBPyConnection, name: str, *, label: str | None) -> str:
    """Hash of what the warehouse would publish as that table."""
    table = f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + name)}"
    columns = contents.columns_of(connection, table)
    source = contents.source_of(name, columns=columns, label=label)
    return contents.content_hash(connection, source, columns=contents.labelled(columns))[1]


def _copy(
    connection: duckdb.DuckDBPyConnection,
    texts: Mapping[str, dictionary.TableText],
    *,
    label: str | None,
) -> Mapping[str, Columns]:
    """Copy what the warehouse offers, which must be all that is described; its columns."""
    names = contents.published_tables(connection)
    lacking = (texts.keys() - _OWN.keys() | set(_NEEDED)) - set(names)
    if lacking:
        raise ReleaseError(
            f"Gudang kerja tidak memuat {', '.join(f'pub_{n}' for n in sorted(lacking))}; jalankan "
            "sae run --bangun-ulang."
        )
    if own := sorted(_OWN.keys() & set(names)):
        raise ReleaseError(f"pub_{own[0]} ditulis oleh rilis, bukan oleh model; hapus modelnya.")
    columns = {
        name: contents.columns_of(
            connection, f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + name)}"
        )
        for name in names
    }
    held = {name: contents.labelled(known) for name, known in columns.items()}
    dictionary.check_texts(texts, columns=held)
    for name, known in columns.items():
        contents.copy_table(connection, name, columns=known, label=label, order=texts[name].order)
    return held


def _make_views(
    connection: duckdb.DuckDBPyConnection,
    offered: Iterable[views.View],
    *,
    columns: Mapping[str, Columns],
) -> dict[str, Columns]:
    """Make the views whose tables are there; their columns."""
    made: dict[str, Columns] = {}
    for view in offered:
        if set(view.needs) <= columns.keys():
            views.create_view(connection, view)
            made[view.name] = contents.columns_of(connection, contents.qualified(view.name))
    return made


def _foreign(
    settings: Settings, columns: Mapping[str, Columns]
) -> dict[str, tuple[linkage.ForeignKey, ...]]:
    references = linkage.load_references(settings.dbt_dir)
    names = {table: [name for name, _ in held] for table, held in columns.items()}
    return {
        table: linkage.foreign_keys(table, held, references=references, tables=names)
        for table, held in names.items()
    }


def _column_facts(columns: Columns, text: dictionary.TableText) -> tuple[ColumnFacts, ...]:
    return tuple(
        ColumnFacts(name, kind, text.columns[name].en, text.columns[name].id)
        for name, kind in columns
    )


def _describe(
    connection: duckdb.DuckDBPyConnection, table: TableFacts, *, kind: str, label: str | None
) -> None:
    """Store what is said of a table, its keys and the label as comments."""
    warning = label_line(label)
    said = [
        table.text_id,
        *([f"Kunci: {', '.join(table.key)}."] if table.key else []),
        *([f"Rujukan: {'; '.join(map(str, table.foreign))}."] if table.foreign else []),
        *([f"[{warning}]"] if warning else []),
    ]
    notes = dict.fromkeys(table.key, "kunci")
    for key in table.foreign:
        for name, target in zip(key.columns, key.target, strict=True):
            notes[name] = ", ".join(
                filter(None, [notes.get(name), f"merujuk {key.table}.{target}"])
            )
    contents.describe_table(
        connection,
        table.name,
        text=" ".join(said),
        columns=[
            (one.name, f"{one.text_id} [{notes[one.name]}]" if one.name in notes else one.text_id)
            for one in table.columns
        ],
        kind=kind,
    )
