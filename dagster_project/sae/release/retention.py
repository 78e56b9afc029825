"""Which kept releases may go: all but the last, the served, the pinned and the frozen ones.

Belongs here: freezing a release, telling which are protected, removing the rest after a run.
Stays out: what a release holds (`publish`), what readers open (`serving`).
Called on the write lane. How many are kept is a setting and no policy: a threshold in the policy
would give every release another id when somebody buys a larger disk.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError, SaeError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release import manifest
from dagster_project.sae.release.pin import read_pin
from dagster_project.sae.release.serving import (
    KeptRelease,
    list_releases,
    served_release,
    verify,
)

FROZEN = "BEKU.csv"
_COLUMNS = ("id_rilis", "dibekukan_pada", "sha256_manifest", "alasan")


@dataclass(frozen=True)
class Frozen:
    """One release that is kept for ever, as it was on the day it was frozen."""

    id: str
    frozen_at: datetime
    manifest_sha256: str
    reason: str


@dataclass(frozen=True)
class Retention:
    """What was removed, and why the rest could not be when something went wrong."""

    removed: tuple[str, ...] = ()
    problem: str | None = None


def freeze(settings: Settings, release_id: str, *, reason: str) -> Frozen:
    """Keep a release for ever, or find that it is kept so already.

    Raises:
        ReleaseError: there is no such release, it does not verify, or the list cannot be written.
    """
    known = frozen_releases(settings)
    faults = verify_kept(settings, release_id)
    if faults:
        raise ReleaseError(f"{release_id} tidak dibekukan: {'; '.join(map(str, faults))}")
    if release_id in known:
        return known[release_id]
    sha256 = disk.hash_file(settings.releases / release_id / manifest.MANIFEST)
    made = Frozen(release_id, settings.now(), sha256, " ".join(reason.split()))
    try:
        _write(settings.releases / FROZEN, [*known.values(), made])
    except OSError as error:
        raise ReleaseError(f"{release_id} tidak dapat dibekukan: {error}") from error
    return made


def verify_kept(settings: Settings, release_id: str) -> list[manifest.Fault]:
    """What is wrong with a kept release, a frozen one compared with the day it was frozen too.

    Raises:
        ReleaseError: there is no such release, or the list of frozen ones cannot be read.
    """
    faults = verify(settings, release_id)
    frozen = frozen_releases(settings).get(release_id)
    file = settings.releases / release_id / manifest.MANIFEST
    if frozen and file.is_file() and disk.hash_file(file) != frozen.manifest_sha256:
        faults.append(manifest.Fault("thawed", file.name, f"{frozen.frozen_at:%Y-%m-%d %H:%M}"))
    return faults


def frozen_releases(settings: Settings) -> dict[str, Frozen]:
    """The releases that are kept for ever, by id.

    Raises:
        ReleaseError: the list cannot be read; nothing may be removed then.
    """
    file = settings.releases / FROZEN
    if not file.is_file() or not file.stat().st_size:  # an empty list freezes nothing
        return {}
    try:
        return {
            row.text("id_rilis"): Frozen(
                row.text("id_rilis"),
                row.moment("dibekukan_pada"),
                row.text("sha256_manifest"),
                row.optional("alasan") or "",
            )
            for row in seed_rows(
                settings.releases, FROZEN, columns=_COLUMNS, error=ReleaseError, place=FROZEN
            )
        }
    except (OSError, ReleaseError) as error:
        raise ReleaseError(
            f"{FROZEN} tidak dapat dibaca, jadi tidak ada yang dihapus: {error}"
        ) from error


def baseline_release(settings: Settings) -> str | None:
    """The release of the first year that later ones are compared with, or None without one.

    It is the release frozen last of the first cycle of the profile; until one is frozen, the one of
    that cycle that was written last.

    Raises:
        SaeError: the profile or the list of frozen releases cannot be read.
    """
    cycles = load_profile(settings.profile_dir).cycles
    first = min(cycles, key=lambda cycle: cycle.opened).id
    of_first = [release.id for release in list_releases(settings) if release.id_siklus == first]
    frozen = [release_id for release_id in frozen_releases(settings) if release_id in of_first]
    return frozen[-1] if frozen else next(iter(of_first), None)


def protected_releases(settings: Settings) -> frozenset[str]:
    """Releases that are never removed, however old: served, pinned, frozen, the baseline.

    Raises:
        SaeError: one of these cannot be told; nothing may be removed then.
    """
    served, baseline = served_release(settings), baseline_release(settings)
    pin = read_pin(settings)
    pinned = pin.id if pin else None
    return frozenset({*frozen_releases(settings), *filter(None, (served, baseline, pinned))})


def retain(settings: Settings) -> Retention:
    """Remove releases beyond the number to keep; never fails, a problem is told instead.

    A release whose manifest cannot be read is neither counted nor removed: somebody has to look.
    """
    removed: list[str] = []
    try:
        for release_id in unprotected_surplus(settings):
            _remove(settings.releases / release_id)
            removed.append(release_id)
    except (SaeError, OSError) as error:
        return Retention(tuple(removed), str(error))
    return Retention(tuple(removed))


def unprotected_surplus(settings: Settings) -> list[str]:
    """Releases that `retain` would remove now.

    Raises:
        SaeError: what is protected cannot be told; nothing may be removed then.
    """
    protected = protected_releases(settings)
    beyond = surplus(list_releases(settings), keep=settings.keep_releases)
    return [release.id for release in beyond if release.id not in protected]


def surplus(releases: list[KeptRelease], *, keep: int) -> list[KeptRelease]:
    """The readable releases beyond the number to keep; the list has the last written first."""
    return [release for release in releases if release.problem is None][keep:]


def _remove(folder: Path) -> None:
    """Take a release out of sight in one rename, then remove it; a kill leaves no half release."""
    aside = folder.with_name(f".tmp-hapus-{folder.name}")
    disk.remove(aside)
    disk.move(folder, aside)
    disk.remove(aside)


def _write(file: Path, rows: list[Frozen]) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerow([row.id, row.frozen_at.isoformat(), row.manifest_sha256, row.reason])
    disk.write_whole(file, stream.getvalue().encode(), is_sealed=True)
