"""Write one release: aside, whole, verified, read-only, and then visible in one rename.

Belongs here: the order in which a release folder comes to be, and cleaning up when it does not.
Stays out: tables (`tables`), texts (`documents`), checksums (`manifest`), what
readers open (`serving`). Called by one run at a time, on the write lane.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.approval import read_approval
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.build.warehouse import engine_named
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import GateError, ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import contents, former, manifest, tables
from dagster_project.sae.release.decision import HELD, Decision, read_decision
from dagster_project.sae.release.documents import DOCUMENTS
from dagster_project.sae.release.facts import (
    DATABASE,
    PARQUET,
    ReleaseFacts,
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
    label = tables.label_of(connection)
    (folder / PARQUET).mkdir()
    predecessor = former.former_folder(settings, scope.id_rilis)
    with contents.release_file(connection, folder / DATABASE):
        written = tables.write_tables(
            connection,
            settings,
            label=label,
            compare=lambda keys: former.compare_with(
                predecessor, connection, scope=scope, decision=decision, keys=keys
            ),
        )
        _check_release_row(connection, scope)
        held = _held(connection)
        names = {table.name for table in written.tables}
        indicators = _indicators(connection) if _INDICATORS in names else ()
        for name in sorted(names):
            target = folder / PARQUET / f"{name}.parquet"
            contents.export_parquet(connection, name, target=target)
            disk.seal(target)
    disk.seal(folder / DATABASE)
    facts = ReleaseFacts(
        scope=scope,
        decision=decision,
        tables=written.tables,
        label=label,
        held=held,
        files=manifest.files_of_release(folder),
        written_at=settings.now(),
        comparison=written.comparison,
        former_manifest=former.manifest_hash(predecessor),
        indicators=indicators,
        profile=profile_facts(settings.profile_dir),
        approval=read_approval(settings, scope.id_rilis),
        engine=engine_named(settings),
    )
    for name, document in DOCUMENTS.items():
        disk.write_sealed(folder / name, document(facts))
    return facts


def _check_release_row(connection: duckdb.DuckDBPyConnection, scope: Scope) -> None:
    """Make sure the warehouse was built for this scope."""
    [*rows] = _rows(connection, f"select * from {contents.qualified(_RELEASE)}")
    if len(rows) != 1 or rows[0].get("id_rilis") != scope.id_rilis:
        built = ", ".join(str(row.get("id_rilis")) for row in rows) or "nothing"
        raise ReleaseError(
            f"Gudang kerja berisi {built}, bukan {scope.id_rilis}; jalankan sae run --bangun-ulang."
        )


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
    label = tables.label_of(connection)
    differing = [
        name
        for name in contents.published_tables(connection)
        if tables.warehouse_hash(connection, name, label=label)
        != kept.get(name, {}).get("sha256_isi")
    ]
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
