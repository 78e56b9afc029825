"""Write one release: aside, whole, verified, read-only, and then visible in one rename.

Belongs here: the order in which a release folder comes to be, and cleaning up when it does not.
Stays out: tables (`contents`), texts (`dictionary`, `documents`), checksums (`manifest`), what
readers open (`serving`). Called by one run at a time, on the write lane.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.approval import read_approval
from dagster_project.sae.build.published import PREFIX
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import GateError, ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import contents, dictionary, former, manifest
from dagster_project.sae.release.decision import HELD, Decision, read_decision
from dagster_project.sae.release.documents import DOCUMENTS
from dagster_project.sae.release.facts import (
    DATABASE,
    PARQUET,
    ColumnFacts,
    ReleaseFacts,
    TableFacts,
)
from dagster_project.sae.release.satu_data import profile_facts

if TYPE_CHECKING:
    import duckdb

Faces = Callable[[Path], None]

_RELEASE, _DECISIONS, _INDICATORS = "rilis", "mutu_keputusan", "dim_indikator"


@dataclass(frozen=True)
class Release:
    """One release as it lies in its folder.

    Attributes:
        id: the release id, which is the name of the folder.
        folder: the folder, every file in it read-only.
        tables: rows by table name.
        is_new: False when the same release was there already and was verified.
        differing: tables of the build warehouse that do not hold what the kept release of the same
            id holds; anything here means that something outside the id changed the numbers.
    """

    id: str
    folder: Path
    tables: Mapping[str, int]
    is_new: bool
    differing: tuple[str, ...] = ()


def publish(settings: Settings, scope: Scope, *, faces: Faces | None = None) -> Release:
    """Write the release of a scope from the build warehouse, or find it there already.

    A release of the same id that verifies is kept as it is; one that does not is moved aside to
    `.rusak-...` and written again. Nothing readers open is touched here.

    Args:
        settings: the installation.
        scope: what the warehouse was built for.
        faces: writes what people look at into the folder of a release that is whole but for its
            manifest; it may read nothing else. None writes tables and documents alone.

    Raises:
        GateError: the gate holds the release, or left no decision.
        ReleaseError: the warehouse was built for another scope, lacks a table or a description,
            has a type that some BI tool cannot read, or the folder could not be written.
    """
    import duckdb

    decision = read_decision(settings)
    if not decision.is_released:
        raise GateError(f"Gerbang menahan {scope.id_rilis}: {decision.alasan}")
    staging = settings.releases / f".tmp-{scope.id_rilis}-{os.getpid()}"
    try:
        settings.releases.mkdir(parents=True, exist_ok=True)
        disk.remove_matching(settings.releases, ".tmp-*")
        kept = settings.releases / scope.id_rilis
        with contents.workbench(settings.warehouse, spill=settings.work / "tumpah") as connection:
            if kept.is_dir() and not manifest.verify_folder(kept):
                return _reuse(connection, kept)
            staging.mkdir()
            facts = _write(connection, staging, settings=settings, scope=scope, decision=decision)
        if faces is not None:
            faces(staging)
        manifest.write_manifest(staging, facts)
        disk.sync_folder(staging / PARQUET)
        disk.sync_folder(staging)
        _set_damaged_aside(kept)
        disk.move(staging, kept)
    except (OSError, duckdb.Error) as error:
        raise ReleaseError(
            f"{scope.id_rilis} tidak dapat ditulis, rilis sebelumnya tetap melayani: {error}"
        ) from error
    finally:
        disk.remove(staging)
    return Release(
        id=scope.id_rilis,
        folder=kept,
        tables={table.name: table.rows for table in facts.tables},
        is_new=True,
    )


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    *,
    settings: Settings,
    scope: Scope,
    decision: Decision,
) -> ReleaseFacts:
    """Write tables, Parquet and documents into the staging folder."""
    texts = dictionary.load_texts(settings.dbt_dir)
    public = dictionary.load_public(settings.policy_dir)
    names = _names(connection, texts)
    (folder / PARQUET).mkdir()
    with contents.release_file(connection, folder / DATABASE):
        tables = _write_tables(connection, names=names, texts=texts, public=public)
        label = _check_release_row(connection, scope)
        held = _held(connection)
        indicators = _indicators(connection) if _INDICATORS in names else ()
        for table in tables:
            target = folder / PARQUET / f"{table.name}.parquet"
            contents.export_parquet(connection, table.name, target=target)
            disk.seal(target)
    disk.seal(folder / DATABASE)
    predecessor = former.former_folder(settings, scope.id_rilis)
    facts = ReleaseFacts(
        scope=scope,
        decision=decision,
        tables=tables,
        label=label,
        held=held,
        files=manifest.files_below(folder),
        written_at=settings.now(),
        comparison=former.compare_with(
            predecessor, folder / DATABASE, scope=scope, decision=decision, tables=tables
        ),
        former_manifest=former.manifest_hash(predecessor),
        indicators=indicators,
        profile=profile_facts(settings.profile_dir),
        approval=read_approval(settings, scope.id_rilis),
    )
    for name, document in DOCUMENTS.items():
        disk.write_sealed(folder / name, document(facts))
    return facts


def _names(
    connection: duckdb.DuckDBPyConnection, texts: Mapping[str, dictionary.TableText]
) -> tuple[str, ...]:
    """Tables to publish: all the warehouse offers, which must be all that are described."""
    names = contents.published_tables(connection)
    lacking = (texts.keys() - {dictionary.DICTIONARY} | {_RELEASE, _DECISIONS}) - set(names)
    if lacking:
        raise ReleaseError(
            f"Gudang kerja tidak memuat {', '.join(f'pub_{n}' for n in sorted(lacking))}; jalankan "
            "sae run --bangun-ulang."
        )
    if dictionary.DICTIONARY in names:
        raise ReleaseError("pub_kamus_data ditulis oleh rilis, bukan oleh model; hapus modelnya.")
    return names


def _write_tables(
    connection: duckdb.DuckDBPyConnection,
    *,
    names: tuple[str, ...],
    texts: Mapping[str, dictionary.TableText],
    public: Mapping[tuple[str, str], str],
) -> tuple[TableFacts, ...]:
    """Copy the tables, add the dictionary, describe and hash them."""
    own = tuple((name, "VARCHAR") for name in dictionary.OWN_TEXT.columns)
    columns = {
        name: contents.columns_of(
            connection, f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + name)}"
        )
        for name in names
    } | {dictionary.DICTIONARY: own}
    dictionary.check_texts(texts, columns=columns)
    for name in names:
        contents.copy_table(connection, name, columns=columns[name], order=texts[name].order)
    contents.create_table(
        connection,
        dictionary.DICTIONARY,
        columns=[name for name, _ in own],
        rows=dictionary.dictionary_rows(texts, columns=columns, public=public),
    )
    return tuple(
        _describe(connection, name, columns=columns[name], text=texts[name])
        for name in sorted(columns)
    )


def _describe(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    columns: contents.Columns,
    text: dictionary.TableText,
) -> TableFacts:
    facts = tuple(
        ColumnFacts(column, kind, text.columns[column].en, text.columns[column].id)
        for column, kind in columns
    )
    contents.describe_table(
        connection,
        name,
        text=text.table.id,
        columns=[(column.name, column.text_id) for column in facts],
    )
    rows, content = contents.content_hash(connection, contents.qualified(name), columns=columns)
    known = text.key if set(text.key) <= {column for column, _ in columns} else ()
    return TableFacts(name, rows, facts, content, text.table.en, text.table.id, known)


def _check_release_row(connection: duckdb.DuckDBPyConnection, scope: Scope) -> str | None:
    """Make sure the warehouse was built for this scope; the label of the data, or None."""
    [*rows] = _rows(connection, f"select * from {contents.qualified(_RELEASE)}")
    if len(rows) != 1 or rows[0].get("id_rilis") != scope.id_rilis:
        built = ", ".join(str(row.get("id_rilis")) for row in rows) or "nothing"
        raise ReleaseError(
            f"Gudang kerja berisi {built}, bukan {scope.id_rilis}; jalankan sae run --bangun-ulang."
        )
    label = rows[0].get("label_data")
    return str(label) if label else None


def _held(connection: duckdb.DuckDBPyConnection) -> tuple[Mapping[str, Any], ...]:
    table, held = contents.qualified(_DECISIONS), contents.literal(HELD)
    query = f"select * from {table} where keputusan = {held} order by all"
    return tuple(_rows(connection, query))


def _indicators(connection: duckdb.DuckDBPyConnection) -> tuple[Mapping[str, Any], ...]:
    """The definitions in force; older versions of them stay in the table."""
    table = contents.qualified(_INDICATORS)
    query = f"select * from {table} where berlaku_sampai is null order by kode_opd, id_indikator"
    return tuple(_rows(connection, query))


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [str(column[0]) for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _reuse(connection: duckdb.DuckDBPyConnection, folder: Path) -> Release:
    """The kept release, compared with what the warehouse would publish under the same id."""
    kept = manifest.read_manifest(folder)["tabel"]
    differing = []
    for name in contents.published_tables(connection):
        table = f"{contents.WAREHOUSE}.main.{contents.identifier(PREFIX + name)}"
        columns = contents.columns_of(connection, table)
        _, content = contents.content_hash(connection, table, columns=columns)
        if content != kept.get(name, {}).get("sha256_isi"):
            differing.append(name)
    return Release(
        id=folder.name,
        folder=folder,
        tables={name: int(table["baris"]) for name, table in kept.items()},
        is_new=False,
        differing=tuple(differing),
    )


def _set_damaged_aside(folder: Path) -> None:
    """Move a release that does not verify out of the way, kept for whoever wants to know why."""
    if not folder.exists():
        return
    number = 1
    while (aside := folder.with_name(f".rusak-{folder.name}-{number}")).exists():
        number += 1
    disk.move(folder, aside)
