"""The bytes of a received file, read once and with the reason when they cannot be read.

Belongs here: opening a plain file and nothing else, reading it in pieces, its hash.
Stays out: what the bytes are kept as (`archive`), what stands in them (`file`).
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.words import printable, why

_PIECE = 1024 * 1024
_BYTES = getattr(os, "O_BINARY", 0)  # Windows would turn line ends around


def hash_and_size(source: Path) -> tuple[str, int]:
    """Hex sha256 and bytes of a file.

    Raises:
        UnreadableFileError: as `pieces`.
    """
    hasher, size = sha256(), 0
    for piece in pieces(source):
        hasher.update(piece)
        size += len(piece)
    return hasher.hexdigest(), size


def pieces(source: Path) -> Iterator[bytes]:
    """The bytes of a plain file, a piece at a time.

    Raises:
        UnreadableFileError: it vanished, cannot be read, or is no plain file; in Indonesian.
    """
    try:
        with _opened(source) as reading:
            while piece := reading.read(_PIECE):
                yield piece
    except OSError as error:
        raise UnreadableFileError(
            f"Berkas '{printable(source.name, limit=120)}' tidak dapat dibuka ({why(error)})."
        ) from error


def _opened(source: Path) -> BinaryIO:
    """A plain file, open; a pipe that took its place since it was listed must not be waited for."""
    descriptor = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BYTES)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(source))
