"""Maintenance of the state on disk: what may go, by age, and removing it.

Belongs here: the ages, old releases, left-overs of killed runs, rotated logs; sizes of the folders.
Stays out: Dagster's own history (`run_history`), which releases are protected (`retention`).
Called on the write lane. The archive is never opened here, and nothing is removed by its name
alone: only what a run writes aside before a rename, and only when it is old.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import SaeError, SettingsError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.retention import retain, unprotected_surplus

AGES = Path(__file__).with_name("rawat.yaml")
_HOUR, _DAY = 3600.0, 86400.0
_ROTATED_LOGS = ("dbt/logs/dbt.log.*", "dbt/target/dbt.log.*")
# What the rooms write aside before a rename.
_LEFT_OVERS = (
    f"kerja/{disk.ASIDE}", "kerja/landing/.*.tmp-*", "kerja/tumpah/*",
    "kerja/bangun/*", "kerja/.baca-*",
    "rilis/.tmp-*", f"rilis/{disk.ASIDE}", "serving/.tmp-*", f"serving/{disk.ASIDE}",
    f"kembali/{disk.ASIDE}", f"kembali/*/{disk.ASIDE}", f"persetujuan/{disk.ASIDE}", disk.ASIDE,
)  # fmt: skip
_SET_ASIDE = "rilis/.rusak-*"


@dataclass(frozen=True)
class Ages:
    """How long things are kept; see `rawat.yaml`."""

    jalan_hari: int
    jalan_sisa: int
    log_dbt_hari: int
    sisa_kerja_jam: int
    rilis_rusak_hari: int


@dataclass(frozen=True)
class Removal:
    """What one kind of clean-up removed, or would remove.

    Attributes:
        kind: Indonesian words for people.
        count: how many things.
        size: their bytes on disk.
        problem: why the rest could not be removed; empty when all went.
    """

    kind: str
    count: int
    size: int
    problem: str = ""


@dataclass(frozen=True)
class FolderSize:
    """Files and bytes below one folder of the state."""

    name: str
    files: int
    size: int


def load_ages(file: Path = AGES) -> Ages:
    """The ages.

    Raises:
        SettingsError: one is missing, unknown or no whole number from 1 on.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    wanted = set(Ages.__dataclass_fields__)
    if not isinstance(content, dict) or set(content) != wanted:
        raise SettingsError(f"{file.name} harus memuat {', '.join(sorted(wanted))}.")
    for name, value in content.items():
        if type(value) is not int or value < 1:
            raise SettingsError(f"{file.name}: {name}={value!r} bukan bilangan bulat mulai 1.")
    return Ages(**content)


def clean(settings: Settings, ages: Ages, *, is_trial: bool) -> list[Removal]:
    """Remove what is old enough, or only tell what would go.

    Age is that of the file, by the clock of the machine: `SAE_KINI` replays data, not disks.

    Args:
        settings: the installation.
        ages: how long things are kept.
        is_trial: remove nothing.
    """
    now = time.time()

    def old(patterns: Iterable[str], seconds: float, *, below: Path) -> list[Path]:
        found = (path for pattern in patterns for path in below.glob(pattern))
        return sorted(path for path in found if now - _changed(path, now) > seconds)

    home, work = settings.home, settings.work
    return [
        _releases(settings, is_trial=is_trial),
        _remove("rilis rusak yang disisihkan", is_trial=is_trial,
                paths=old([_SET_ASIDE], ages.rilis_rusak_hari * _DAY, below=home)),
        _remove("sisa tulisan jalan yang mati", is_trial=is_trial,
                paths=old(_LEFT_OVERS, ages.sisa_kerja_jam * _HOUR, below=home)),
        _remove("log dbt lama", is_trial=is_trial,
                paths=old(_ROTATED_LOGS, ages.log_dbt_hari * _DAY, below=work)),
    ]  # fmt: skip


def left_overs(settings: Settings) -> Iterator[Path]:
    """What a run was writing aside: half made while one runs, left by a killed one else."""
    for pattern in _LEFT_OVERS:
        yield from settings.home.glob(pattern)


def size_of(folder: Path) -> int:
    """Bytes of the plain files below a folder; a run may remove files while we look."""
    return sum(_size(path) for path in _files(folder))


def folder_sizes(settings: Settings) -> list[FolderSize]:
    """Files and bytes of each folder of the state; Dagster's home apart from `kerja`."""
    dagster = settings.orchestrator
    folders = {
        "arsip": (settings.archive, None),
        "rilis": (settings.releases, None),
        "serving": (settings.serving, None),
        "kembali": (settings.returns, None),
        "kerja": (settings.work, dagster),
        "kerja/dagster": (dagster, None),
    }
    sizes = []
    for name, (folder, without) in folders.items():
        files = [p for p in _files(folder) if without is None or without not in p.parents]
        sizes.append(FolderSize(name, len(files), sum(_size(path) for path in files)))
    return sizes


def _releases(settings: Settings, *, is_trial: bool) -> Removal:
    kind = "rilis di luar jumlah yang disimpan"
    try:
        ids = unprotected_surplus(settings)
    except (SaeError, OSError) as error:
        return Removal(kind, 0, 0, str(error))
    size = sum(size_of(settings.releases / name) for name in ids)
    if is_trial or not ids:
        return Removal(kind, len(ids), size)
    done = retain(settings)
    return Removal(kind, len(done.removed), size, done.problem or "")


def _remove(kind: str, *, paths: list[Path], is_trial: bool) -> Removal:
    size = sum(_size(path) + size_of(path) for path in paths)
    if not is_trial:
        for path in paths:
            disk.remove(path)
    left = [] if is_trial else [path.name for path in paths if path.exists()]
    problem = f"tidak dapat dihapus: {', '.join(left)}" if left else ""
    return Removal(kind, len(paths) - len(left), size, problem)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files below a folder; links are not followed."""
    if folder.is_dir() and not folder.is_symlink():
        yield from (p for p in folder.rglob("*") if not p.is_symlink() and p.is_file())


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size if not path.is_dir() else 0
    except OSError:
        return 0  # it went meanwhile


def _changed(path: Path, now: float) -> float:
    """When a file, or anything in a folder, last changed."""
    try:
        return max((p.lstat().st_mtime for p in (path, *_files(path))), default=now)
    except OSError:
        return now  # it went meanwhile
