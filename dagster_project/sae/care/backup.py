"""Backup and restore: what cannot be rebuilt, copied elsewhere and brought back whole.

Belongs here: copying everything an installation keeps, and making an empty machine of it.
Stays out: what can be rebuilt (`kerja`, `serving`, `kembali`), when a backup is made (the recipes).
What is kept is written once under its final name, so a backup needs no lane and may be made while
a run works; a name that begins with a dot is not whole yet and stays behind.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import BackupError, ReleaseError
from dagster_project.sae.installation.lane import lane
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import is_content
from dagster_project.sae.release.serving import list_releases, serve, verify

REBUILT = frozenset({"kerja", "serving", "kembali"})
SERVED = "MELAYANI"
"""File of a backup that says which release was served; serving itself is made again from it."""

_BLOCK = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Backup:
    """What one backup or restore did.

    Attributes:
        copied: files that were copied.
        kept: files that were there already.
        size: bytes copied.
        served: id of the release that is served, or None.
    """

    copied: int
    kept: int
    size: int
    served: str | None


def back_up(settings: Settings, target: Path) -> Backup:
    """Copy what is new of everything that is kept; nothing in the backup is ever removed.

    Args:
        settings: the installation.
        target: folder of the backup, outside the installation; made when missing. It may lie on
            another disk or on a network mount.

    Raises:
        BackupError: the folder lies inside the installation, the installation holds no archive (it
            is empty, or `SAE_HOME` points elsewhere), or an archived file is no longer what
            was received: what is damaged is never copied over what is whole.
        OSError: the folder cannot be written; what was copied before stays.
    """
    if target.resolve().is_relative_to(settings.home):
        raise BackupError(
            f"{target} terletak di dalam {settings.home}: cadangan harus di tempat lain."
        )
    if not any(_contents(settings.archive)):
        raise BackupError(
            f"{settings.home} tidak berisi arsip: tidak ada yang dapat dicadangkan. Periksa "
            "SAE_HOME (kini bawaannya var/ di folder proyek), atau jalankan dulu sae run."
        )
    copied = kept = size = 0
    for source in _kept_files(settings.home):
        relative = source.relative_to(settings.home)
        if _is_there(source, target / relative):
            kept += 1
            continue
        size += _copy(source, target / relative)
        copied += 1
    served = next((item.id for item in list_releases(settings) if item.is_served), None)
    if served is not None:
        disk.write_whole(target / SERVED, f"{served}\n".encode())
    return Backup(copied, kept, size, served)


def restore(source: Path, settings: Settings) -> Backup:
    """Make an installation of a backup and serve the release that was served.

    The work folder stays empty: the next run rebuilds it from the archive and comes to the same
    release.

    Args:
        source: folder of the backup.
        settings: an installation that holds nothing yet.

    Raises:
        BackupError: there is no backup in the folder, the installation already holds something, or
            what came back is not what was backed up.
        OSError: the installation cannot be written.
    """
    if not (source / "arsip").is_dir():
        raise BackupError(f"{source} bukan cadangan: tidak ada folder arsip di dalamnya.")
    if held := next(_kept_files(settings.home), None):
        raise BackupError(
            f"{settings.home} sudah berisi {held.relative_to(settings.home)}; pulihkan ke SAE_HOME "
            "yang kosong, supaya tidak ada yang tercampur."
        )
    pointer = source / SERVED
    served = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None
    copied = size = 0
    with lane(settings, wait_seconds=0, owner="sae pulihkan"):
        for path in _kept_files(source):
            if path.name != SERVED:
                size += _copy(path, settings.home / path.relative_to(source))
                copied += 1
        for release in list_releases(settings):
            if faults := verify(settings, release.id):
                raise BackupError(f"Rilis {release.id} kembali dalam keadaan rusak: {faults[0]}")
        if served is not None:
            try:
                serve(settings, served)
            except ReleaseError as error:
                raise BackupError(f"Semuanya sudah disalin, tetapi {error}") from error
    return Backup(copied, 0, size, served)


def _contents(archive: Path) -> Iterator[Path]:
    """Received contents in an archive."""
    return (path for path in archive.glob("[0-9a-f][0-9a-f]/*") if is_content(path.name))


def _kept_files(home: Path) -> Iterator[Path]:
    """Files of everything that is kept: all folders but those a run makes again."""
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        if not folder.is_dir() or folder.name in REBUILT or folder.name.startswith("."):
            continue
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(home).parts
            if path.is_file() and not any(part.startswith(".") for part in parts):
                yield path


def _is_there(source: Path, copy: Path) -> bool:
    """Whether the backup has the file already; lists that people add to are compared whole."""
    if not copy.is_file() or copy.stat().st_size != source.stat().st_size:
        return False
    return not source.stat().st_mode & 0o222 or source.read_bytes() == copy.read_bytes()


def _copy(source: Path, target: Path) -> int:
    """Copy one file so that it is either whole under its name or not there.

    Returns:
        Its size in bytes.

    Raises:
        BackupError: its name says another content than it has.
    """
    hasher, size = sha256(), 0
    with disk.whole(target) as aside:
        with source.open("rb") as read, aside.open("wb") as write:
            while block := read.read(_BLOCK):
                hasher.update(block)
                write.write(block)
                size += len(block)
        named = source.name.partition(".")[0]
        if _HASH.fullmatch(named) and is_content(source.name) and hasher.hexdigest() != named:
            raise BackupError(
                f"{source} bukan lagi yang diterima (sidiknya {hasher.hexdigest()[:12]}); tidak "
                "disalin. Jalankan sae doctor --dalam."
            )
        shutil.copymode(source, aside)
    return size
