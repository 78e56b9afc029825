"""Two releases side by side: the rows of KPI tables that changed, came or went.

Belongs here: both sides of a comparison and what it is as a whole.
Stays out: finding the differing rows (`differing`), why they differ (`causes`), how that is shown
(`notes`, the terminal).
Provenance (file, cell, versions) is not compared: it explains a change, it is none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.scope import Scope
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release import causes, changes, manifest, named
from dagster_project.sae.release.changes import Change, Comparison, Side, Value
from dagster_project.sae.release.contents import WAREHOUSE, identifier, literal, published_tables
from dagster_project.sae.release.differing import (
    KPI,
    OLD,
    TOLERANCE,
    Difference,
    Keys,
    differences,
    is_wanted,
    tables_of,
)
from dagster_project.sae.release.facts import DATABASE
from dagster_project.sae.release.measures import headline_of, labels_of
from dagster_project.sae.release.standing import held_rows, read_standing

if TYPE_CHECKING:
    import duckdb

NEW = "baru"
DATA_PACKAGE = "datapackage.json"


def side_of_folder(folder: Path) -> Side:
    """The side a kept release is on.

    Raises:
        ReleaseError: its manifest cannot be read or lacks what it must hold.
    """
    content = manifest.read_manifest(folder)
    try:
        return Side(
            id=str(content["id_rilis"]),
            cycle=str(content["id_siklus"]),
            is_past_cutoff=bool(content.get("is_batas_lewat", True)),
            versions={name: str(content[name]) for name in causes.VERSIONS},
            inputs={str(item["sha256_berkas"]): item for item in content["masukan"]},
            counts=_counts(content["keputusan"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ReleaseError(f"{folder.name}: manifesnya tidak memuat {error}") from error


def side_of_scope(scope: Scope, *, counts: Mapping[str, int]) -> Side:
    """The side of a release that is being written."""
    return Side(
        id=scope.id_rilis,
        cycle=scope.id_siklus,
        is_past_cutoff=True,
        versions={name: str(getattr(scope, name)) for name in causes.VERSIONS},
        inputs={item.sha256_berkas: vars(item) for item in scope.masukan},
        counts=counts,
    )


def keys_of_folder(folder: Path) -> Keys:
    """Keys of the tables of a kept release, as its data package names them.

    Raises:
        ReleaseError: the data package cannot be read.
    """
    try:
        package = json.loads((folder / DATA_PACKAGE).read_text(encoding="utf-8"))
        return {
            str(resource["name"]): tuple(resource["schema"].get("primaryKey", ()))
            for resource in package["resources"]
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{folder.name}: {DATA_PACKAGE} tidak dapat dibaca: {error}") from error


def compare_folders(former: Path, later: Path) -> Comparison:
    """Compare two kept releases that verify.

    Raises:
        ReleaseError: one of them cannot be read.
    """
    keys = {**keys_of_folder(former), **{k: v for k, v in keys_of_folder(later).items() if v}}
    return compare(
        former / DATABASE,
        later / DATABASE,
        sides=(side_of_folder(former), side_of_folder(later)),
        keys=keys,
    )


def compare(
    former: Path, later: Path, *, sides: tuple[Side, Side], keys: Keys, prefix: str = ""
) -> Comparison:
    """Compare two release databases.

    Args:
        former: the older database file.
        later: the newer database file; the build warehouse, where a candidate is not written yet.
        sides: what else is known of both, in that order.
        keys: columns that name one row of each table; a table without is not compared.
        prefix: what the names of the published tables begin with in the newer file.

    Raises:
        ReleaseError: a database cannot be opened.
    """
    import duckdb

    config = {"memory_limit": "1GB", "autoinstall_known_extensions": "false"}
    try:
        with duckdb.connect(":memory:", config=config) as connection:
            _attach_later(connection, later, prefix=prefix)
            return compare_attached(connection, former, later=NEW, sides=sides, keys=keys)
    except duckdb.Error as error:
        raise ReleaseError(
            f"{sides[0].id} dan {sides[1].id} tidak dapat dibandingkan: {error}"
        ) from error


def compare_attached(
    connection: duckdb.DuckDBPyConnection,
    former: Path,
    *,
    later: str,
    sides: tuple[Side, Side],
    keys: Keys,
) -> Comparison:
    """Compare a release database with one that is attached, also while that is being written.

    Args:
        connection: has the newer database attached.
        former: the older database file; it stays attached.
        later: name by which the newer one is attached.
        sides: what else is known of both, in that order.
        keys: columns that name one row of each table; a table without is not compared.

    Raises:
        duckdb.Error: a database cannot be read.
    """
    connection.execute(f"attach {literal(str(former))} as {OLD} (read_only)")
    old, new = tables_of(connection, OLD), tables_of(connection, later)
    found = list(differences(connection, old, new=new, keys=keys, later=later))
    before, after = (
        held_rows(connection, name, tables) for name, tables in ((OLD, old), (later, new))
    )
    standing = read_standing(connection, (OLD, old), (later, new))
    figures = _count(connection, f"{OLD}.main.{causes.INDICATORS}", old)
    evidence = causes.Evidence(*sides, held_before=before, held_after=after)
    rows = [causes.Row(d.table, _key(d), d.old, d.new) for d in found]
    told = causes.explain(evidence, rows)
    names = named.names(evidence, standing, rows, told)
    every = [
        _change(d, *reason, named=name) for d, reason, name in zip(found, told, names, strict=True)
    ]
    every.sort(key=lambda change: change.rank)
    return Comparison(
        *sides,
        changes=tuple(c for c in every if c.table.startswith(KPI)),
        rules=tuple(c for c in every if not c.table.startswith(KPI)),
        structure=tuple(_structure(old, new, keys=keys)),
        figures=figures,
        own_period=standing.periods.get(sides[1].cycle),
    )


def _attach_later(connection: duckdb.DuckDBPyConnection, file: Path, *, prefix: str) -> None:
    """Make the published tables of the newer file known under their own names.

    The views of the build warehouse say the name that dbt attached it by.
    """
    if not prefix:
        connection.execute(f"attach {literal(str(file))} as {NEW} (read_only)")
        return
    connection.execute(f"attach {literal(str(file))} as {WAREHOUSE} (read_only)")
    connection.execute(f"attach ':memory:' as {NEW}")
    for table in published_tables(connection):
        source = f"{WAREHOUSE}.main.{identifier(prefix + table)}"
        connection.execute(f"create view {NEW}.main.{identifier(table)} as from {source}")


def _count(connection: duckdb.DuckDBPyConnection, table: str, known: Collection[str]) -> int:
    if causes.INDICATORS not in known:
        return 0
    [(count,)] = connection.execute(f"select count(*) from {table}").fetchall()
    return int(count)


def _key(difference: Difference) -> dict[str, Any]:
    row = difference.new or difference.old or {}
    return {name: row[name] for name in difference.key}


def _change(
    difference: Difference, reasons: tuple[str, ...], why: str, *, named: str | None
) -> Change:
    old, new = difference.old or {}, difference.new or {}
    shown = new or old
    both = difference.old is not None and difference.new is not None
    kind = changes.CHANGED if both else changes.REMOVED if old else changes.ADDED
    headline = headline_of(difference.measures, row=shown)
    return Change(
        table=difference.table,
        key=_key(difference),
        kind=kind,
        headline=Value(headline, old.get(headline), new.get(headline)) if headline else None,
        values=tuple(
            value
            for name in difference.measures
            if both and _differs(value := Value(name, old[name], new[name]))
        ),
        causes=reasons,
        why=why,
        labels=labels_of(shown),
        named=named,
    )


def _differs(value: Value) -> bool:
    difference = value.difference
    if difference is None:
        return bool(value.old != value.new)
    return abs(difference) > TOLERANCE * max(abs(float(value.old)), abs(float(value.new)))


def _structure(
    old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]], *, keys: Keys
) -> Iterator[str]:
    yield from (f"Tabel baru: {name}" for name in sorted(new.keys() - old.keys()))
    yield from (f"Tabel hilang: {name}" for name in sorted(old.keys() - new.keys()))
    for table in sorted(old.keys() & new.keys()):
        if is_wanted(table) and not keys.get(table):
            yield f"Tabel {table} tidak dibandingkan: rilis tidak mencatat kunci barisnya"
        for title, names in (
            ("Kolom baru", new[table].keys() - old[table].keys()),
            ("Kolom hilang", old[table].keys() - new[table].keys()),
        ):
            if names:
                yield f"{title} pada {table}: {', '.join(sorted(names))}"


def _counts(decision: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in decision.items() if name.startswith("jumlah_")}
