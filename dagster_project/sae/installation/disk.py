"""Writes that survive a kill: to disk before visible, read-only once whole, visible in one rename.

Belongs here: the few file operations that releases and serving are made of.
Stays out: what is written and in which order (`publish`, `serving`).
"""

from __future__ import annotations

import os
import shutil
import stat
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


def write_sealed(path: Path, content: bytes) -> None:
    """Write a new file, bring it to disk and make it read-only."""
    path.write_bytes(content)
    seal(path)


def copy_sealed(source: Path, target: Path) -> None:
    """Copy a file, bring the copy to disk and make it read-only.

    A copy and not a hard link: whatever a reader with too many rights does to the served file,
    the kept release stays as it was.
    """
    shutil.copyfile(source, target)
    seal(target)


def seal(path: Path) -> None:
    """Bring a file to disk and make it read-only for everybody (0444)."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
    path.chmod(READ_ONLY)


def move(source: Path, target: Path) -> None:
    """Rename, taking the place of a file that is there, and bring the rename to disk."""
    os.replace(source, target)  # noqa: PTH105 - the name says that it replaces
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to disk; Windows cannot open a folder and does it by itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(path: Path) -> None:
    """Remove a file, a link or a folder with read-only files in it; nothing there is fine."""
    if path.is_symlink() or not path.is_dir():
        path.unlink(missing_ok=True)
        return
    if os.name == "nt":
        for inner in path.rglob("*"):
            inner.chmod(stat.S_IWRITE | stat.S_IREAD)
    shutil.rmtree(path, ignore_errors=True)


def remove_matching(folder: Path, pattern: str, *, keep: frozenset[str] = frozenset()) -> None:
    """Remove everything in a folder whose name matches, but the names to keep.

    What a reader still holds open on Windows stays, and goes the next time.
    """
    for path in list(folder.glob(pattern)):
        if path.name not in keep:
            with suppress(PermissionError):
                remove(path)


def hash_file(path: Path) -> str:
    """Hex sha256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()
