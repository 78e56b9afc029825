"""Two finished runs of the same inbox, table by table: what one says and the other does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.manifest import read_manifest

BUILT = "warehouse"  # the name by which the views of a warehouse call it


@dataclass(frozen=True)
class Difference:
    """A table that is not the same, and how."""

    table: str
    what: str


def built_differences(a: Settings, b: Settings) -> tuple[int, list[Difference]]:
    """Tables that both warehouses have, compared to the last row, value and type; how many.

    The release id of both is the same: it names inputs and code, not the engine.
    """
    connection = duckdb.connect()
    connection.execute("create schema satu")
    left = _copied(connection, a.warehouse)
    connection.execute(f"attach '{b.warehouse}' as {BUILT} (read_only)")
    right = _columns(connection, BUILT, "main")
    found = [
        difference
        for name in sorted(left.keys() & right.keys())
        for difference in _different(connection, name, left[name], right[name])
    ]
    return len(left.keys() & right.keys()), found


def released_differences(a: Path, b: Path) -> tuple[int, list[Difference]]:
    """Published tables of two releases by their content hash, which knows the order of rows."""
    one, other = read_manifest(a)["tabel"], read_manifest(b)["tabel"]
    found = [Difference(name, "only in one release") for name in sorted(one.keys() ^ other.keys())]
    found += [
        Difference(name, "content hash")
        for name in sorted(one.keys() & other.keys())
        if one[name] != other[name]
    ]
    return len(one.keys() & other.keys()), found


def _copied(connection: duckdb.DuckDBPyConnection, file: Path) -> dict[str, dict[str, str]]:
    """Copy a warehouse into schema `satu`; two of one name cannot stand together."""
    connection.execute(f"attach '{file}' as {BUILT} (read_only)")
    columns = _columns(connection, BUILT, "main")
    for name in columns:
        connection.execute(f'create table satu."{name}" as from {BUILT}.main."{name}"')
    connection.execute(f"detach {BUILT}")
    return columns


def _columns(
    connection: duckdb.DuckDBPyConnection, catalog: str, schema: str
) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_catalog = ? and table_schema = ? order by all",
        [catalog, schema],
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _different(
    connection: duckdb.DuckDBPyConnection, name: str, left: dict[str, str], right: dict[str, str]
) -> list[Difference]:
    if left != right:
        said = sorted(set(left.items()) ^ set(right.items()))
        return [Difference(name, f"columns {said}")]
    # As text: a zero with a minus sign equals one without, and people would see it.
    names = ", ".join(
        f'cast("{column}" as varchar)' if kind == "DOUBLE" else f'"{column}"'
        for column, kind in left.items()
    )
    one, other = f'satu."{name}"', f'{BUILT}.main."{name}"'
    found = []
    for here, there, where in ((one, other, "missing"), (other, one, "more")):
        [(count,)] = connection.execute(
            f"select count(*) from (select {names} from {here} "
            f"except all select {names} from {there})"
        ).fetchall()
        if count:
            found.append(
                Difference(name, f"{count} rows {where}: {_which(connection, here, there, left)}")
            )
    return found


def _which(
    connection: duckdb.DuckDBPyConnection, here: str, there: str, columns: dict[str, str]
) -> str:
    """Columns that differ, each with a value that stands here alone."""
    said = []
    for column in columns:
        rows = connection.execute(
            f'select "{column}" from {here} except all select "{column}" from {there} limit 1'
        ).fetchall()
        said += [f"{column}={rows[0][0]!r}"] if rows else []
    return ", ".join(said)[:300]
