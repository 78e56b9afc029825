"""The disk: where the state lies, how much room is left, who may write there.

Belongs here: mounts, free space, permissions of the folders and of what readers open.
Stays out: what stands inside the files.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dagster_project.sae.care.doctor.signs import Sign, State, well
from dagster_project.sae.care.upkeep import size_of
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import mebibytes, why

# File systems that live on another machine: their locks and renames do not hold what a local disk
# promises, and DuckDB and SQLite both say not to write there.
NETWORK_FILE_SYSTEMS = frozenset(
    [
        "9p",
        "afpfs",
        "afs",
        "ceph",
        "cifs",
        "davfs",
        "fuse.davfs2",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "glusterfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb2",
        "smb3",
        "smbfs",
        "webdav",
    ]
)
_MEBIBYTE = 1024 * 1024
# A run writes a whole new warehouse and release beside the old ones before it swaps.
_ROOM_FOR_RUNS = 3
_LEAST_FREE = 1024 * _MEBIBYTE
_DANGEROUS_FREE = 200 * _MEBIBYTE


def mounts(settings: Settings) -> Iterator[Sign]:
    """Whether state lies on a network mount: releases may be copied there, never built there."""
    subject = "Letak data"
    remote = file_system_of(settings.home)
    if remote is not None and is_network(*remote):
        yield Sign(
            subject,
            State.GAWAT,
            f"{settings.home} berada di jaringan ({remote[1]}, {remote[0]}); "
            "kunci berkas dan penggantian berkas tidak dijamin di sana.",
            "Pindahkan SAE_HOME ke disk server, lalu salin var/rilis ke folder bersama.",
        )
    else:
        kind = f" ({remote[1]})" if remote else ""
        yield well(subject, f"{settings.home} di disk server{kind}.")


def space(settings: Settings) -> Iterator[Sign]:
    """Whether there is room for the next runs, in bytes and in file entries."""
    subject = "Ruang disk"
    place = _existing(settings.home)
    free = shutil.disk_usage(place).free
    used = size_of(settings.work) + max((size_of(path) for path in _folders(settings)), default=0)
    wanted = max(_LEAST_FREE, _ROOM_FOR_RUNS * used)
    figures = f"{mebibytes(free)} bebas, satu putaran memakai {mebibytes(used)}"
    action = "Kosongkan disk atau jalankan sae rawat; jangan pernah menghapus var/arsip."
    if free < _DANGEROUS_FREE:
        yield Sign(subject, State.GAWAT, f"Hampir penuh: {figures}.", action)
    elif free < wanted:
        yield Sign(subject, State.PERHATIAN, f"Menipis: {figures}.", action)
    else:
        yield well(subject, f"{figures}.")
    if hasattr(os, "statvfs"):
        entries = os.statvfs(place)
        if entries.f_files and entries.f_favail < 10_000:
            yield Sign(
                subject,
                State.PERHATIAN,
                f"Tinggal {entries.f_favail} nama berkas (inode) pada disk itu.",
                "Hapus berkas kecil yang tidak dipakai di luar SAE_HOME, lalu sae rawat.",
            )


def rights(settings: Settings) -> Iterator[Sign]:
    """Whether we may write the state, and nobody may write what readers open or what we keep."""
    subject = "Hak akses"
    is_fine = True
    for folder, problem in _not_writable(settings).items():
        is_fine = False
        yield Sign(
            subject,
            State.GAWAT,
            problem,
            f"Berikan {folder} kepada akun yang menjalankan sae, atau arahkan SAE_HOME ke tempat "
            "lain.",
        )
    for folder in (settings.home, settings.archive, settings.releases, settings.serving):
        if folder.is_dir() and folder.stat().st_mode & stat.S_IWOTH:
            is_fine = False
            yield Sign(
                subject,
                State.GAWAT,
                f"Siapa pun di server boleh menulis ke {folder}.",
                f"chmod o-w {folder}",
            )
    writable = [path for path in _readers_files(settings) if path.stat().st_mode & 0o222]
    if writable:
        is_fine = False
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{len(writable)} berkas terbitan dapat ditulisi, misalnya {writable[0]}.",
            "chmod a-w pada berkas itu, lalu sae rilis verifikasi ID.",
        )
    if is_fine:
        yield well(subject, "Folder dapat ditulisi, terbitan hanya dapat dibaca.")


EXAMINATIONS = (mounts, space, rights)


def file_system_of(path: Path) -> tuple[str, str] | None:
    """Mount options and type of the file system a path lies on, or None where nobody tells.

    The longest mount point above the path counts; a path that is not there yet counts as its
    nearest existing parent.
    """
    import psutil

    place = _existing(path).resolve()
    found: tuple[int, str, str] | None = None
    for part in psutil.disk_partitions(all=True):
        mount = Path(part.mountpoint)
        if place.is_relative_to(mount) and (found is None or len(mount.parts) >= found[0]):
            found = (len(mount.parts), part.opts, part.fstype)
    return None if found is None else (found[1], found[2])


def is_network(options: str, kind: str) -> bool:
    """Whether a mount with these options and of this type is another machine's disk."""
    return kind.lower() in NETWORK_FILE_SYSTEMS or "remote" in options.lower().split(",")


def _not_writable(settings: Settings) -> dict[Path, str]:
    """Folders in which a run could not write, with what was seen; each of them once.

    A folder that is not there yet is made in its nearest existing parent. It is tried with a real
    file: what may be written to a read-only or full disk no permission tells.
    """
    found: dict[Path, str] = {}
    kept = (settings.archive, settings.releases)
    for folder in (settings.home, settings.work, settings.returns, settings.serving, *kept):
        place = _existing(folder)
        missing = "" if place == folder else f", padahal {folder} harus dibuat di sana"
        if place in found:
            continue
        if not place.is_dir():
            found[place] = f"{place} adalah berkas, bukan folder{missing}."
        elif error := _refusal(place):
            found[place] = f"Proses ini tidak dapat menulis ke {place} ({error}){missing}."
    return found


def _refusal(folder: Path) -> str | None:
    """Why no file can be made in a folder, or None; the file is gone at once."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError as error:
        return why(error)


def _existing(path: Path) -> Path:
    return next((p for p in (path, *path.parents) if p.exists()), Path("/"))


def _folders(settings: Settings) -> list[Path]:
    return [path for path in settings.releases.glob("R-*") if path.is_dir()]


def _readers_files(settings: Settings) -> Iterator[Path]:
    yield from settings.serving.glob("*.duckdb")
    for folder in _folders(settings):
        yield from (path for path in folder.rglob("*") if path.is_file())
