"""Where Spark's workers find their input and leave their tables: a folder, or an address on S3.

Belongs here: putting files there, listing and fetching them, Spark's name of a place.
Stays out: which files (`handed`, `returned`).
A folder must be one that every worker sees; on one machine any folder is. An address is reached
from here by fsspec, and by the workers through the file system that their Hadoop has for it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.address import Address
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.variables import shown

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

GIVEN, MADE, TAKEN = "masukan", "gudang", "keluar"
"""Folders of a place: what Spark is given, the models' tables, and views written out for us."""

# Hadoop's name of a file system, where it is not that of the address.
_HADOOP = {"s3": "s3a"}


class Place(Protocol):
    """The place of one installation. A key is a path below it, with slashes."""

    uri: str
    """The place as Spark names it."""

    def clear(self, key: str = "") -> None:
        """Remove what lies there; nothing there is fine."""

    def put(self, file: Path, key: str) -> None:
        """Put one file there, in place of one that is there."""

    def tables(self, key: str) -> tuple[str, ...]:
        """Names of the folders at a key, which are tables; none when nothing is there."""

    def files(self, key: str) -> AbstractContextManager[list[Path]]:
        """The Parquet files of a table as local files; copies are gone at the end."""


def place_of(settings: Settings) -> Place:
    """The place that the settings name."""
    place = _named(settings)
    return _Store(settings, place) if "://" in place else _Folder(Path(place))


def uri_of(settings: Settings) -> str:
    """The place that the settings name, as Spark names it; nothing is opened."""
    place = _named(settings)
    scheme, mark, rest = place.partition("://")
    if not mark:
        return Path(place).as_uri()
    return f"{_HADOOP.get(scheme, scheme)}://{rest.rstrip('/')}"


def tables_uri_of(settings: Settings) -> str:
    """Where the models' tables lie, as Spark names it."""
    return f"{uri_of(settings)}/{MADE}"


def _named(settings: Settings) -> str:
    return settings.engine.place or str(settings.work / "spark" / "tempat")


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._folder, self.uri = folder, folder.as_uri()

    def clear(self, key: str = "") -> None:
        disk.remove(self._folder / key)

    def put(self, file: Path, key: str) -> None:
        target = self._folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(file, target)
        except OSError:  # another disk, or one that knows no links
            shutil.copyfile(file, target)

    def tables(self, key: str) -> tuple[str, ...]:
        folder = self._folder / key
        found = folder.iterdir() if folder.is_dir() else ()
        return tuple(sorted(path.name for path in found if path.is_dir()))

    @contextmanager
    def files(self, key: str) -> Iterator[list[Path]]:
        yield sorted((self._folder / key).glob("[!._]*.parquet"))


class _Store:
    def __init__(self, settings: Settings, place: str) -> None:
        self.uri = uri_of(settings)
        self._copies = settings.work / "spark" / "unduh"
        self._address = Address(
            place,
            shown(place),
            what="Gudang Spark",
            remedy="Periksa alamat dan kuncinya (SAE_SPARK_GUDANG), lalu jalankan lagi.",
        )

    def clear(self, key: str = "") -> None:
        def remove(system: AbstractFileSystem) -> None:
            if system.exists(self._at(key)):
                system.rm(self._at(key), recursive=True)

        self._address.again(remove)

    def put(self, file: Path, key: str) -> None:
        self._address.again(lambda system: system.put_file(str(file), self._at(key)))

    def tables(self, key: str) -> tuple[str, ...]:
        return tuple(
            sorted(_last(row["name"]) for row in self._rows(key) if row["type"] == "directory")
        )

    @contextmanager
    def files(self, key: str) -> Iterator[list[Path]]:
        copies = self._copies / key
        disk.remove(copies)
        copies.mkdir(parents=True)
        try:
            for row in self._rows(key):
                if row["name"].endswith(".parquet"):
                    self._fetch(row["name"], copies / _last(row["name"]))
            yield sorted(copies.glob("*.parquet"))
        finally:
            disk.remove(copies)

    def _rows(self, key: str) -> list[dict[str, str]]:
        def listed(system: AbstractFileSystem) -> list[dict[str, str]]:
            system.invalidate_cache()  # others write there
            return list(system.ls(self._at(key), detail=True))

        try:
            return self._address.again(listed)
        except FileNotFoundError:
            return []

    def _fetch(self, name: str, target: Path) -> None:
        self._address.again(lambda system: system.get_file(name, str(target)))

    def _at(self, key: str) -> str:
        return f"{self._address.root}/{key}" if key else self._address.root


def _last(name: str) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1]
