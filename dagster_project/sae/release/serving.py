"""What readers open: one kept release under stable names, swapped while they read.

Belongs here: the swap, what is served now, the list of kept releases, verifying one.
Stays out: writing a release (`publish`). Called on the write lane, except `list_releases`, `verify`
and `served_file`, which change nothing, and `served_release`, which takes the lane if it must.

The swap is the rename of `sae.duckdb`: readers with the old file open keep it, new ones get the new
one. The links of the folders (Parquet, public pages) and the pointer `TERKINI` follow; a kill
between them is mended by the next `serve` or `served_release`, which believe the file. Where a
rename over an open file is refused (Windows), the file keeps its own name, `sae-<id>.duckdb`, and
the pointer alone decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.lane import lane_if_free
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import linked, manifest
from dagster_project.sae.release.facts import DATABASE, PARQUET, PUBLIC

POINTER = "TERKINI"
FOLDERS = (PARQUET, PUBLIC)
_ID = re.compile(r"R-[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True)
class KeptRelease:
    """One kept release as its manifest tells it.

    Attributes:
        dibuat_pada: latest receipt in it; None when the manifest cannot be read.
        ditulis_pada: when it was written (wall clock); None when the manifest cannot be read.
        is_served: whether readers see it now.
        problem: why the manifest cannot be read, or None; `verify` looks at every byte.
    """

    id: str
    id_siklus: str | None
    dibuat_pada: datetime | None
    ditulis_pada: datetime | None
    jumlah_berkas: int | None
    is_served: bool
    problem: str | None = None


def serve(settings: Settings, release_id: str) -> None:
    """Make a kept release the one that readers open; rolling back is the same call.

    Raises:
        ReleaseError: there is no such release, it does not verify (the message says what differs),
            or the files could not be written; what was served before is still served then.
    """
    faults = verify(settings, release_id)
    if faults:
        raise ReleaseError(f"{release_id} tidak dilayankan: {'; '.join(map(str, faults))}")
    try:
        settings.serving.mkdir(parents=True, exist_ok=True)
        disk.remove_matching(settings.serving, f"{linked.TEMPORARY}*")
        disk.remove_matching(settings.serving, disk.ASIDE)
        former = {name: linked.linked_folder(settings.serving, name) for name in FOLDERS}
        _prepare(settings, release_id)
        if not _serves(settings, release_id):
            _swap_database(settings, release_id)
        _follow(settings, release_id)
        for name, before in former.items():
            release = settings.releases / release_id
            linked.remove_others(settings.serving, release, name, former=before)
        served = frozenset({served_file(settings).name})
        disk.remove_matching(settings.serving, "sae-*.duckdb", keep=served)
        disk.remove_matching(settings.serving, f"{linked.TEMPORARY}*")
    except OSError as error:
        with suppress(OSError):  # half a copy would keep a full disk full
            disk.remove_matching(settings.serving, f"{linked.TEMPORARY}*")
        raise ReleaseError(f"{release_id} tidak dapat dilayankan: {error}") from error


def served_release(settings: Settings) -> str | None:
    """The id of the release readers see now, or None when there is none or it is damaged.

    The served file is compared with the manifest of its release. When a kill came between the steps
    of a swap, the steps that were missing are made up for here, unless a run is taking them now.

    Raises:
        ReleaseError: the steps that were missing could not be made up for.
    """
    current = _served_id(settings)
    if current is None or _is_complete(settings, current):
        return current
    if not manifest.verify_folder(settings.releases / current):
        try:
            with lane_if_free(settings, owner="sae") as is_ours:
                if is_ours:
                    _prepare(settings, current)
                    _follow(settings, current)
        except OSError as error:
            raise ReleaseError(f"{current} dilayankan, tetapi tidak lengkap: {error}") from error
    return current


def served_file(settings: Settings) -> Path:
    """The DuckDB file readers should open now."""
    pointed = _read_pointer(settings)
    own_name = settings.serving / f"sae-{pointed}.duckdb"
    return own_name if pointed and own_name.is_file() else settings.serving / DATABASE


def existing_file(settings: Settings) -> Path:
    """The DuckDB file readers should open now, for those who cannot do without one.

    Raises:
        ReleaseError: nothing is served yet.
    """
    file = served_file(settings)
    if not file.is_file():
        raise ReleaseError(f"Belum ada rilis di {settings.serving}; jalankan `sae run` dahulu.")
    return file


def verify(settings: Settings, release_id: str) -> list[manifest.Fault]:
    """What is wrong with a kept release; nothing when every byte is as written.

    Raises:
        ReleaseError: there is no release of that id; the message lists those there are.
    """
    if not _ID.fullmatch(release_id) or not (settings.releases / release_id).is_dir():
        known = ", ".join(path.name for path in _folders(settings)) or "none"
        raise ReleaseError(f"Tidak ada rilis {release_id!r} di {settings.releases.name}/: {known}")
    return manifest.verify_folder(settings.releases / release_id)


def list_releases(settings: Settings) -> list[KeptRelease]:
    """All kept releases, the one written last first."""
    served = _served_id(settings)
    kept = [_kept(folder, is_served=folder.name == served) for folder in _folders(settings)]
    return sorted(kept, key=lambda r: (r.ditulis_pada or datetime.min, r.id), reverse=True)


def _kept(folder: Path, *, is_served: bool) -> KeptRelease:
    try:
        content = manifest.read_manifest(folder)
        return KeptRelease(
            id=folder.name,
            id_siklus=str(content["id_siklus"]),
            dibuat_pada=datetime.fromisoformat(content["dibuat_pada"]),
            ditulis_pada=datetime.fromisoformat(content["ditulis_pada"]),
            jumlah_berkas=int(content["jumlah_berkas"]),
            is_served=is_served,
        )
    except (ReleaseError, KeyError, TypeError, ValueError) as error:
        return KeptRelease(folder.name, None, None, None, None, is_served, str(error))


def _folders(settings: Settings) -> list[Path]:
    if not settings.releases.is_dir():
        return []
    return sorted(p for p in settings.releases.iterdir() if p.is_dir() and _ID.fullmatch(p.name))


def _served_id(settings: Settings) -> str | None:
    """The release whose database the served file is, byte for byte; the pointer is only a hint."""
    file = served_file(settings)
    if not file.is_file():
        return None
    size = file.stat().st_size
    found: str | None = None
    hint = _read_pointer(settings)
    for folder in sorted(_folders(settings), key=lambda path: path.name != hint):
        expected = _expected(folder, DATABASE)
        if expected is None or int(expected["ukuran"]) != size:
            continue
        found = found or disk.hash_file(file)
        if found == expected["sha256"]:
            return folder.name
    return None


def _expected(folder: Path, name: str) -> dict[str, Any] | None:
    """What the manifest of a release says of one file, or None when it cannot be read."""
    try:
        entry = manifest.read_manifest(folder)["berkas"][name]
    except (ReleaseError, KeyError, TypeError):
        return None
    return entry if isinstance(entry, dict) else None


def _serves(settings: Settings, release_id: str) -> bool:
    """Whether the served file is already that of the release, with nothing beside it."""
    file = served_file(settings)
    return _served_id(settings) == release_id and not _wal(file).exists()


def _swap_database(settings: Settings, release_id: str) -> None:
    """Put the database of a release in the place readers open."""
    target = settings.serving / DATABASE
    staging = settings.serving / f"{linked.TEMPORARY}{release_id}.duckdb"
    disk.copy_sealed(settings.releases / release_id / DATABASE, staging)
    # Somebody wrote past the read-only mode: that WAL is of the old file and would spoil the new.
    disk.remove(_wal(target))
    try:
        disk.move(staging, target)
    except PermissionError:
        own_name = settings.serving / f"sae-{release_id}.duckdb"
        if own_name.is_file() and disk.hash_file(own_name) == disk.hash_file(staging):
            disk.remove(staging)
        else:
            disk.move(staging, own_name)
        _write_pointer(settings, release_id)


def _is_complete(settings: Settings, release_id: str) -> bool:
    """Whether folders and pointer are those of the release."""
    return _read_pointer(settings) == release_id and not any(_behind(settings, release_id))


def _behind(settings: Settings, release_id: str) -> Iterator[str]:
    """Folders that are not those of the release."""
    release = settings.releases / release_id
    return (name for name in FOLDERS if not linked.follows(settings.serving, release, name))


def _prepare(settings: Settings, release_id: str) -> None:
    """Copy what `_follow` points at: it needs room, and a full disk must not meet half a swap."""
    for name in _behind(settings, release_id):
        linked.prepare(settings.serving, settings.releases / release_id, name)


def _follow(settings: Settings, release_id: str) -> None:
    """Bring folders and pointer to the release that the served file is; the pointer comes last."""
    for name in _behind(settings, release_id):
        linked.swap(settings.serving, settings.releases / release_id, name)
    if _read_pointer(settings) != release_id:
        _write_pointer(settings, release_id)


def _read_pointer(settings: Settings) -> str | None:
    try:
        text = (settings.serving / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return text if _ID.fullmatch(text) else None


def _write_pointer(settings: Settings, release_id: str) -> None:
    disk.write_whole(settings.serving / POINTER, f"{release_id}\n".encode(), is_sealed=True)


def _wal(file: Path) -> Path:
    return file.with_name(f"{file.name}.wal")
