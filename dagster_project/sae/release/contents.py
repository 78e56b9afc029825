"""The tables of a release: copied from the build warehouse, typed for every BI tool, hashed.

Belongs here: the DuckDB side of a release - storage version, safe types, Parquet, content hashes.
Stays out: which columns mean what (`dictionary`), folders and files around it (`publish`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dagster_project.sae.build.published import PREFIX
from dagster_project.sae.installation.errors import ReleaseError

if TYPE_CHECKING:
    import duckdb

# Every DuckDB from 1.0 on reads it; the default of 2.0 is unreadable before 2.0.
STORAGE_VERSION = "v1.0.0"
# The oldest BI tools read Snappy; zstd is smaller and not read by all of them.
PARQUET_COMPRESSION = "snappy"
# The warehouse is attached by the name dbt knows it by: what is published are views that say it.
WAREHOUSE, RELEASE = "warehouse", "rilis"
# The column in which every table says what its readers are warned about.
LABEL = "label_data"
# Tables in which figures of agencies stand beside those that an authority published, which are no
# sample: each row keeps the label of its own source.
BESIDE_AUTHORITIES = frozenset({"konflik_sumber_nilai"})

_SAFE_TYPES = frozenset({"BOOLEAN", "INTEGER", "BIGINT", "DOUBLE", "VARCHAR", "DATE", "TIMESTAMP"})
_MAX_DECIMAL_WIDTH = 18
# Whole doubles up to here are exact, so they are hashed with all their digits.
_EXACT_DOUBLE = 2**53

Columns = tuple[tuple[str, str], ...]


@contextmanager
def workbench(warehouse: Path, *, spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A private in-memory connection with the build warehouse attached read-only.

    Args:
        warehouse: the build warehouse.
        spill: folder for what does not fit into memory.
    """
    import duckdb

    connection = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": "1GB",
            "temp_directory": str(spill),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )
    try:
        connection.execute(f"attach {literal(str(warehouse))} as {WAREHOUSE} (read_only)")
        yield connection
    finally:
        connection.close()


@contextmanager
def release_file(connection: duckdb.DuckDBPyConnection, file: Path) -> Iterator[None]:
    """Attach a new release file for writing; at the end it is whole, with no WAL beside it.

    After an error inside, the connection is of no more use and the file is to be thrown away.

    Raises:
        ReleaseError: DuckDB left a WAL beside the file, or wrote another storage version.
    """
    connection.execute(
        f"attach {literal(str(file))} as {RELEASE} (storage_version '{STORAGE_VERSION}')"
    )
    # One transaction: hundreds of small commits are what writing a release would mostly wait for.
    connection.execute("begin")
    yield
    connection.execute("commit")
    connection.execute(f"checkpoint {RELEASE}")
    row = connection.execute(
        "select tags['storage_version'] from duckdb_databases() "
        f"where database_name = {literal(RELEASE)}"
    ).fetchone()
    connection.execute(f"detach {RELEASE}")
    if row is None or not str(row[0]).startswith(STORAGE_VERSION):
        raise ReleaseError(f"{file.name} was written with storage version {row and row[0]}")
    if file.with_name(f"{file.name}.wal").exists():
        raise ReleaseError(f"DuckDB left a WAL beside {file.name}; nothing was published")


def published_tables(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """Names, without prefix, of the tables and views the build warehouse offers for publishing."""
    rows = connection.execute(
        "select table_name from information_schema.tables "
        f"where table_catalog = {literal(WAREHOUSE)} and table_schema = 'main' "
        f"and starts_with(table_name, {literal(PREFIX)}) order by table_name"
    ).fetchall()
    return tuple(str(name).removeprefix(PREFIX) for (name,) in rows)


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> Columns:
    """Names and DuckDB types of the columns of a qualified table, in order.

    Raises:
        ReleaseError: a type that some BI tool cannot read.
    """
    rows = connection.execute(f"describe {table}").fetchall()
    columns = tuple((str(row[0]), str(row[1])) for row in rows)
    unsafe = [f"{name} {kind}" for name, kind in columns if not is_safe_type(kind)]
    if unsafe:
        raise ReleaseError(
            f"{table}: {', '.join(unsafe)} cannot be read by every BI tool; "
            f"cast in its mart to one of {', '.join(sorted(_SAFE_TYPES))}, DECIMAL(18,x)"
        )
    return columns


def is_safe_type(kind: str) -> bool:
    """Whether every BI tool reads that DuckDB type."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),\d+\)", kind)
    if decimal:
        return int(decimal[1]) <= _MAX_DECIMAL_WIDTH
    return kind in _SAFE_TYPES


def source_of(name: str, *, columns: Columns, label: str | None) -> str:
    """SQL of one published table of the warehouse with the label that every table carries."""
    table = f"{WAREHOUSE}.main.{identifier(PREFIX + name)}"
    has_own = LABEL in {column for column, _ in columns}
    if has_own and (label is None or name in BESIDE_AUTHORITIES):
        return table
    said = "null" if label is None else literal(label)
    if has_own:
        return f"(select * replace (coalesce({LABEL}, {said}) as {LABEL}) from {table})"
    return f"(select *, cast({said} as varchar) as {LABEL} from {table})"


def labelled(columns: Columns) -> Columns:
    """The columns of a table with that of its label; one that is there keeps its place."""
    known = {column for column, _ in columns}
    return columns if LABEL in known else (*columns, (LABEL, "VARCHAR"))


def copy_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    columns: Columns,
    label: str | None,
    order: Sequence[str] = (),
) -> None:
    """Copy one published table into the attached release file, rows in a fixed order.

    Args:
        connection: the workbench, the release file attached.
        name: of the table, without prefix.
        columns: all of its columns in the warehouse.
        label: what readers are warned about, or None; the column `label_data` says it.
        order: columns to sort by; rows that are equal in them are sorted by the others.
    """
    source = source_of(name, columns=columns, label=label)
    by = [*order, *(column for column, _ in columns if column not in order)]
    connection.execute(
        f"create table {qualified(name)} as select * from {source} "
        f"order by {', '.join(map(identifier, by))}"
    )


def create_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    columns: Columns,
    rows: Iterable[Sequence[Any]] = (),
) -> None:
    """Create a table in the attached release file, of rows whose values JSON can say."""
    fields = ", ".join(f"{identifier(column)} {kind}" for column, kind in columns)
    connection.execute(f"create table {qualified(name)} ({fields})")
    insert_rows(connection, name, columns=columns, rows=rows)


def insert_rows(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    columns: Columns,
    rows: Iterable[Sequence[Any]],
) -> None:
    """Add rows to a table of the attached release file, in their order."""
    # One statement: a statement per row takes a millisecond each, and a list of SQL values is
    # parsed ten times slower than JSON.
    places = {f"k{place}": kind for place, (_, kind) in enumerate(columns)}
    content = [dict(zip(places, row, strict=True)) for row in rows]
    if not content:
        return
    text, shape = json.dumps(content, ensure_ascii=False), json.dumps([places])
    connection.execute(
        f"insert into {qualified(name)} select unnest(baris, recursive := true) from "
        f"(select unnest(from_json({literal(text)}, {literal(shape)})) as baris)"
    )


def describe_table(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    *,
    text: str,
    columns: Iterable[tuple[str, str]],
    kind: str = "table",
) -> None:
    """Store descriptions of a table or view as comments, where database tools show them."""
    table = qualified(name)
    connection.execute(f"comment on {kind} {table} is {literal(text)}")
    for column, meaning in columns:
        connection.execute(f"comment on column {table}.{identifier(column)} is {literal(meaning)}")


def export_parquet(connection: duckdb.DuckDBPyConnection, name: str, *, target: Path) -> None:
    """Write one table of the attached release file as Parquet."""
    connection.execute(
        f"copy {qualified(name)} to {literal(str(target))} "
        f"(format parquet, compression {PARQUET_COMPRESSION})"
    )


def content_hash(
    connection: duckdb.DuckDBPyConnection, table: str, *, columns: Columns
) -> tuple[int, str]:
    """Rows and hash of what a qualified table holds.

    Neither the order of rows nor the order of columns counts, and fractions count to 12 significant
    digits, so that the last bit of a sum made by other threads or another machine does not count.

    Returns:
        Number of rows; hex sha256 over column names, types and the sorted hashes of the rows.
    """
    ordered = sorted(columns)
    parts = [_canonical(identifier(name), kind) for name, kind in ordered]
    header = ";".join(f"{name} {kind}" for name, kind in ordered)
    row = connection.execute(
        f"with hashes as (select sha256(concat({', '.join(parts)})) as h from {table}) "
        f"select count(*), sha256({literal(header)} || "
        "coalesce(string_agg(h, '' order by h), '')) from hashes"
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate always returns its row
    return int(row[0]), str(row[1])


def _canonical(column: str, kind: str) -> str:
    """SQL text of one value with its length before it, so that no two rows read alike."""
    if kind == "DOUBLE":
        text = (
            f"case when {column} = trunc({column}) and abs({column}) < {_EXACT_DOUBLE} "
            f"then cast(cast({column} as bigint) as varchar) "
            f"else format('{{:.12g}}', {column}) end"
        )
    elif kind == "TIMESTAMP":
        text = f"cast(epoch_us({column}) as varchar)"
    else:
        text = f"cast({column} as varchar)"
    return f"case when {column} is null then '~' else strlen({text}) || ':' || {text} end"


def qualified(name: str) -> str:
    """Full name of a table in the attached release file."""
    return f"{RELEASE}.main.{identifier(name)}"


def identifier(name: str) -> str:
    """A quoted SQL name."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A quoted SQL text.

    Texts are quoted rather than bound: binding makes DuckDB import pandas, a quarter of a second.
    """
    return "'" + text.replace("'", "''") + "'"
