"""A disk without room: seen in the words of whoever wrote on it, or on the disk; told in one way.

Belongs here: recognising it, the sentence with its remedy. Stays out: an `OSError` of our own
writing, which says itself which file it was (`pipeline`), disks of Spark's workers (`build.spark`).
"""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

from dagster_project.sae.installation.errors import DiskError

_FULL = os.strerror(errno.ENOSPC)
_NO_ROOM = 1_000_000  # bytes: no step of a run does with less


def is_full(said: object, folder: Path) -> bool:
    """Whether what a library or a database said is about a full disk: by its words, or by the disk.

    A database also stumbles over the half of a file that the disk had room for, and says no word of
    room then.

    Args:
        said: the message.
        folder: where it was writing.
    """
    return _FULL in str(said) or _has_no_room(folder)


def _has_no_room(folder: Path) -> bool:
    """Whether the disk of a folder is full; one that cannot be asked is not said to be."""
    try:
        return shutil.disk_usage(folder).free < _NO_ROOM
    except OSError:
        return False


def full(said: object) -> DiskError:
    """The error for what somebody said who met a full disk."""
    return DiskError(
        f"{str(said).rstrip('. ')}. Disknya penuh: kosongkan (sae doctor), lalu jalankan lagi. "
        "Yang sudah diterima tidak hilang, dan rilis terakhir tetap melayani."
    )
