"""Whether what lies in the work folder is what was written there; what is not, is made again.

Belongs here: the seal of a landed batch, and throwing away what no longer fits its seal or cannot
be opened. Stays out: the archive and the releases, which are never thrown away.
The work folder can always be rebuilt from the archive, so damage there costs time and no number.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import file_digest
from pathlib import Path

from dagster_project.sae.installation.held import is_lock
from dagster_project.sae.installation.settings import Settings

SEAL = "isi.json"
"""Name of the file in a batch that says size and sha256 of each of its tables."""


def seal(batch: Path) -> None:
    """Write what a batch holds, beside it, before it becomes visible."""
    content = {
        path.name: [path.stat().st_size, _hash(path)] for path in sorted(batch.glob("*.parquet"))
    }
    (batch / SEAL).write_text(json.dumps(content), encoding="utf-8")


def is_sound(batch: Path, *, deep: bool = False) -> bool:
    """Whether a batch holds the tables its seal names, whole.

    Args:
        batch: folder of the batch.
        deep: compare every byte; else sizes and names, which costs nothing at any number of files.
    """
    try:
        sealed = json.loads((batch / SEAL).read_text(encoding="utf-8"))
        sizes = {path.name: path.stat().st_size for path in batch.glob("*.parquet")}
        if sizes != {name: size for name, (size, _) in sealed.items()}:
            return False
        return not deep or all(
            _hash(batch / name) == digest for name, (_, digest) in sealed.items()
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return False  # no seal, or one that says nothing: nobody knows what the batch held


def discard_damaged(settings: Settings) -> tuple[str, ...]:
    """Remove what is damaged in the work folder, having looked at every byte of it.

    Called on the write lane, after something could not be built.

    Returns:
        Names of what was removed, relative to the work folder; nothing when all is sound, and then
        the fault lies elsewhere.
    """
    import shutil

    damaged = [
        batch
        for batch in sorted(settings.landing.iterdir() if settings.landing.is_dir() else ())
        if batch.is_dir() and not batch.name.startswith(".") and not is_sound(batch, deep=True)
    ]
    for batch in damaged:
        shutil.rmtree(batch)
    if settings.warehouse.exists() and not _can_be_read(settings.warehouse):
        for path in _warehouse_files(settings.warehouse):
            path.unlink(missing_ok=True)
            damaged.append(path)
    return tuple(str(path.relative_to(settings.work)) for path in damaged)


def _can_be_read(database: Path) -> bool:
    """Whether every block of every table of a DuckDB file can be read."""
    import duckdb

    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            tables = connection.execute(
                "select schema_name, table_name from duckdb_tables() where not temporary"
            ).fetchall()
            for schema, table in tables:
                connection.execute(f'select bit_xor(hash(t)) from "{schema}"."{table}" as t')
                connection.fetchall()
    except duckdb.Error as error:
        return is_lock(error)  # somebody holds it: busy, and nobody knows of damage
    return True


def _warehouse_files(database: Path) -> Iterator[Path]:
    yield database
    yield from database.parent.glob(f"{database.name}.*")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
