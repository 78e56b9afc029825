"""A folder of the served release under a stable name: a link that moves, or a copy without links.

Belongs here: swapping one such folder while people read it, and whether it is the right one.
Stays out: which release is served and in which order things are swapped (`serving`).
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.sae.installation import disk
from dagster_project.sae.release import manifest

TEMPORARY = ".tmp-"


def follows(serving: Path, release: Path, name: str) -> bool:
    """Whether the served folder of that name holds what the manifest of the release lists.

    A release without such a folder is followed when none is served.

    Raises:
        ReleaseError: the manifest cannot be read.
    """
    served = serving / name
    if served.is_symlink() and _linked(served) != _own_name(name, release):
        return False
    return _same_files(served, release, name)


def prepare(serving: Path, release: Path, name: str) -> None:
    """Copy the folder of a release to its own name, which nobody opens before `swap`.

    Raises:
        OSError: it could not be written; nothing that readers see has changed.
    """
    folder = serving / _own_name(name, release)
    if not (release / name).is_dir() or _same_files(folder, release, name):
        return
    staging = serving / f"{TEMPORARY}{folder.name}"
    disk.remove(staging)
    disk.copy_folder_sealed(release / name, staging)
    disk.sync_folder(staging)
    disk.remove(folder)
    disk.move(staging, folder)


def swap(serving: Path, release: Path, name: str) -> None:
    """Point the stable name at the folder that `prepare` copied for the release.

    Raises:
        OSError: something could not be written; a reader sees the former folder or none then.
    """
    link = serving / name
    if not (release / name).is_dir():
        disk.remove(link)
        return
    folder = serving / _own_name(name, release)
    staging = serving / f"{TEMPORARY}{name}"
    disk.remove(staging)
    try:
        staging.symlink_to(folder.name, target_is_directory=True)
    except (OSError, NotImplementedError):
        staging = folder  # no links here: the folder itself takes the name, with a moment between
    replaceable = link.is_symlink() and staging != folder
    if not replaceable and (link.is_symlink() or link.exists()):
        former = serving / f"{TEMPORARY}former-{name}"
        disk.remove(former)
        disk.move(link, former)
    disk.move(staging, link)


def remove_others(serving: Path, release: Path, name: str, *, former: str | None) -> None:
    """Remove the folders of other releases; the former one stays one swap longer.

    A reader may be between listing and opening.
    """
    keep = frozenset({_own_name(name, release), former or ""})
    disk.remove_matching(serving, f"{name}-*", keep=keep)


def linked_folder(serving: Path, name: str) -> str | None:
    """The folder the stable name points at; None where it is no link."""
    return _linked(serving / name)


def _linked(link: Path) -> str | None:
    return link.readlink().name if link.is_symlink() else None


def _own_name(name: str, release: Path) -> str:
    return f"{name}-{release.name}"


def _same_files(served: Path, release: Path, name: str) -> bool:
    expected = {
        path.removeprefix(f"{name}/"): (file["ukuran"], file["sha256"])
        for path, file in manifest.read_manifest(release)["berkas"].items()
        if path.startswith(f"{name}/")
    }
    found = manifest.files_below(served) if served.is_dir() else {}
    return expected == {path: (file.size, file.sha256) for path, file in found.items()}
