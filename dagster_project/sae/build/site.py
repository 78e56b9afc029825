"""Where a warehouse is built, and how it is read: neither ever waits for the other.

Belongs here: the building site, making what was built there visible in one rename, reading what
stands finished, also when somebody else holds it.
Stays out: dbt (`warehouse`), who holds a file (`installation.held`).
DuckDB lets one process write a file, or many read it. A person's shell on the warehouse would
therefore stop a run, and a run would turn the shell away. So a run builds a file of its own, and
readers keep the one that the last run finished until the new one takes its name.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import WarehouseError, WarehouseHeldError
from dagster_project.sae.installation.held import holder_named, holders, is_lock
from dagster_project.sae.installation.settings import Settings

if TYPE_CHECKING:
    import duckdb


@contextmanager
def construction(settings: Settings, *, on_top: bool = False) -> Iterator[Settings]:
    """The installation with a building site as its warehouse; finished when the block ends well.

    What a block that ended badly leaves there is cleared by the next one. Called on the lane.

    Args:
        settings: the installation; one that is building already goes on with its site.
        on_top: begin with a copy of what stands, to build a part of it anew.

    Raises:
        OSError: the work folder cannot be written.
    """
    if settings.is_building:
        yield settings
        return
    site = replace(settings, is_building=True)
    site.warehouse.parent.mkdir(parents=True, exist_ok=True)
    _clear(site.warehouse)
    if on_top and settings.warehouse.is_file():
        shutil.copyfile(settings.warehouse, site.warehouse)
    yield site
    if site.warehouse.is_file():
        # A log beside the old file belongs to whoever wrote to it; the new one must not meet it.
        _clear(settings.warehouse, but_file=True)
        os.replace(site.warehouse, settings.warehouse)  # noqa: PTH105 - the name says it replaces


@contextmanager
def read_only(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the build warehouse, closed at the end.

    When another process holds the file for writing, a copy is read: the file as its last run
    finished it, for whatever that process changed stands in its own log.

    Raises:
        WarehouseHeldError: it is held and no copy of it can be read; names who holds it.
        WarehouseError: there is no warehouse yet.
    """
    import duckdb

    file = settings.warehouse
    if not file.is_file():
        raise WarehouseError(f"Belum ada gudang kerja di {file}; jalankan dulu `sae run`.")
    try:
        connection = _opened(file)
    except duckdb.IOException as error:
        if not is_lock(error):
            raise
        with _copied(settings, error) as connection:
            yield connection
        return
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def own_copy(settings: Settings) -> Iterator[Path]:
    """A folder of one's own with a copy of the warehouse, gone at the end; empty without one.

    For tools that open for writing what they only read, as dbt does when it describes the models.

    Raises:
        OSError: the work folder cannot be written.
    """
    settings.work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".baca-", dir=settings.work) as folder:
        if settings.warehouse.is_file():
            shutil.copyfile(settings.warehouse, Path(folder) / settings.warehouse.name)
        yield Path(folder)


def held(path: Path, said: object) -> WarehouseHeldError:
    """The error for a file that another process holds, naming it as far as we may look."""
    found = holder_named(said) or next(holders(path), None)
    who = str(found) if found else "proses lain yang tidak dapat dilihat dari akun ini"
    return WarehouseHeldError(
        f"{path} sedang dipegang {who}. Tutup program itu, lalu jalankan lagi. Berkasnya tidak "
        "rusak, dan rilis terakhir tetap melayani."
    )


@contextmanager
def _copied(settings: Settings, refused: Exception) -> Iterator[duckdb.DuckDBPyConnection]:
    import duckdb

    with own_copy(settings) as folder:
        try:
            connection = _opened(folder / settings.warehouse.name)
        except duckdb.Error as error:
            raise held(settings.warehouse, refused) from error
        try:
            yield connection
        finally:
            connection.close()


def _opened(file: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    connection = duckdb.connect(str(file), read_only=True)
    # DuckDB draws a bar beside what a library gives back where it takes the process for a shell.
    connection.execute("set enable_progress_bar = false")
    return connection


def _clear(file: Path, *, but_file: bool = False) -> None:
    disk.remove_matching(
        file.parent, f"{file.name}*", keep=frozenset([file.name] if but_file else [])
    )
