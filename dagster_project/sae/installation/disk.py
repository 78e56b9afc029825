"""Writes that survive a kill: to disk before visible, read-only once whole, visible in one rename.

Belongs here: the one way to write a file whole or not at all (`whole`, `write_whole`, `settle`),
and the few operations that releases and serving are made of.
Stays out: what is written and in which order (`publish`, `serving`). An `OSError` goes up as it is;
the pipeline makes a `DiskError` of it, which says what still serves.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path

READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


ASIDE = ".*.tmp"
"""What a kill may leave beside a file that was being written; safe to remove on the lane."""


@contextmanager
def whole(target: Path, *, is_sealed: bool = False) -> Iterator[Path]:
    """A path to write to; the file takes its name when the block ends, whole and on disk.

    Until then, and for ever when the block or the process does not end well, readers find what was
    there before.

    Args:
        target: the name it gets; its folder is made when missing.
        is_sealed: as in `settle`.

    Raises:
        OSError: it cannot be written; nothing is left of it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    aside.unlink(missing_ok=True)
    try:
        yield aside
        settle(aside, target, is_sealed=is_sealed)
    finally:
        aside.unlink(missing_ok=True)


def write_whole(target: Path, content: bytes, *, is_sealed: bool = False) -> None:
    """Write a file that is seen whole or not at all; see `whole`."""
    with whole(target, is_sealed=is_sealed) as aside:
        aside.write_bytes(content)


def settle(aside: Path, target: Path, *, is_sealed: bool = False) -> None:
    """Give a finished file its name: its bytes reach the disk first, then it is renamed.

    Args:
        aside: the finished file, on the same disk.
        target: the name it gets, taking the place of a file that is there.
        is_sealed: the file is kept, not made again: read-only, and the name reaches the disk too.
    """
    if is_sealed:
        seal(aside)
        move(aside, target)
        return
    _sync(aside)
    os.replace(aside, target)  # noqa: PTH105 - the name says that it replaces


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
    _sync(path)
    path.chmod(READ_ONLY)


def _sync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def seal_folder(folder: Path) -> None:
    """Bring all files below a folder to disk and make them read-only.

    Thousands of small files are brought to disk at once, as one by one they would each wait.
    """
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(READ_ONLY)
    if hasattr(os, "sync"):
        os.sync()


def copy_folder_sealed(source: Path, target: Path) -> None:
    """Copy a folder into a new one, bring it to disk and make its files read-only."""
    shutil.copytree(source, target, copy_function=shutil.copyfile)
    seal_folder(target)


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
