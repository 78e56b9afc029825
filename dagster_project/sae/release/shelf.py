"""What people do with kept releases: look at them, compare two, go back to one.

Belongs here: a release by a short name, the list with all that is known of each, the way back.
Stays out: the swap (`serving`), the comparison (`compare`), what is removed (`retention`).
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.changes import Comparison
from dagster_project.sae.release.compare import compare_folders
from dagster_project.sae.release.manifest import Fault
from dagster_project.sae.release.pin import Pin, read_pin, remove_pin, set_pin
from dagster_project.sae.release.pin_log import BACK, GONE, PinEntry, note_pin
from dagster_project.sae.release.retention import baseline_release, frozen_releases, verify_kept
from dagster_project.sae.release.serving import (
    KeptRelease,
    list_releases,
    serve,
    served_release,
    verify,
)

SERVED, BASELINE = "TERKINI", "DASAR"


@dataclass(frozen=True)
class ShelfRow:
    """One kept release with what protects it."""

    release: KeptRelease
    is_frozen: bool
    is_baseline: bool
    pin: Pin | None = None

    @property
    def is_pinned(self) -> bool:
        """Whether readers are kept at this release."""
        return self.pin is not None


class DamagedReleaseError(ReleaseError):
    """A release does not verify, so it is neither served nor compared.

    Attributes:
        release_id: the release.
        faults: what is wrong with it.
    """

    def __init__(self, release_id: str, faults: list[Fault]) -> None:
        super().__init__(f"{release_id} tidak utuh: {'; '.join(map(str, faults))}")
        self.release_id = release_id
        self.faults = faults


def find_release(settings: Settings, name: str) -> str:
    """The id that a name means: an id, the only one that begins so, TERKINI or DASAR.

    Raises:
        ReleaseError: no release is meant, or more than one; in Indonesian, it answers a command.
        SaeError: DASAR was asked for and the profile cannot be read.
    """
    known = [release.id for release in list_releases(settings)]
    if name.upper() == SERVED:
        found = [release_id for release_id in [served_release(settings)] if release_id]
    elif name.upper() == BASELINE:
        found = [release_id for release_id in [baseline_release(settings)] if release_id]
    elif name in known:
        found = [name]
    else:
        found = [known_id for known_id in known if name and _is_meant(known_id, name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ReleaseError(f"{name!r} cocok dengan {len(found)} rilis: {', '.join(found)}")
    raise ReleaseError(
        f"Tidak ada rilis {name!r}. Yang tersimpan: {', '.join(known) or 'belum ada'}"
    )


def shelf(settings: Settings) -> list[ShelfRow]:
    """All kept releases, the one written last first.

    Raises:
        SaeError: the profile or the list of frozen releases cannot be read.
    """
    frozen, baseline, pin = (
        frozen_releases(settings), baseline_release(settings), read_pin(settings)
    )  # fmt: skip
    return [
        ShelfRow(
            release,
            release.id in frozen,
            release.id == baseline,
            pin if pin and pin.id == release.id else None,
        )
        for release in list_releases(settings)
    ]


def difference(settings: Settings, former: str, later: str) -> Comparison:
    """Everything that changed from one kept release to another.

    Raises:
        DamagedReleaseError: one of them does not verify.
        ReleaseError: there is no such release.
    """
    for release_id in (former, later):
        whole(settings, release_id)
    return compare_folders(settings.releases / former, settings.releases / later)


def go_back(settings: Settings, release_id: str, *, reason: str) -> str | None:
    """Serve a kept release again, and keep it served until `let_go`; called on the write lane.

    Returns:
        The release that was served before.

    Raises:
        DamagedReleaseError: it does not verify; what was served is still served.
        ReleaseError: there is no such release, or it could not be served.
    """
    whole(settings, release_id)
    before = served_release(settings)
    pin = set_pin(settings, release_id, reason=reason)
    note_pin(settings, PinEntry(pin.since, BACK, release_id, before or "", pin.reason))
    return before


@dataclass(frozen=True)
class LetGo:
    """What letting go of the pin did: the pin there was, and the release served now, if any."""

    pin: Pin | None
    served: str | None


def let_go(settings: Settings) -> LetGo:
    """Remove the pin and serve the release of the last run when there is one; on the write lane.

    Raises:
        ReleaseError: the release of the last run could not be served; the pin is gone all the same.
    """
    try:
        pin = read_pin(settings)
    except ReleaseError:
        pin = None  # unreadable: this command is how one gets rid of it
    remove_pin(settings)
    if pin is not None:
        before = served_release(settings) or ""
        note_pin(settings, PinEntry(settings.now(), GONE, pin.id, before, pin.reason))
    try:
        latest: str | None = read_scope(settings).id_rilis
    except OSError:
        latest = None  # the work folder was removed: the next run serves what is due
    if latest and (settings.releases / latest).is_dir() and not verify(settings, latest):
        serve(settings, latest)
    return LetGo(pin, served_release(settings))


def whole(settings: Settings, release_id: str) -> str:
    """The id, when that release is whole.

    Raises:
        DamagedReleaseError: it does not verify.
        ReleaseError: there is no such release.
    """
    faults = verify_kept(settings, release_id)
    if faults:
        raise DamagedReleaseError(release_id, faults)
    return release_id


def _is_meant(release_id: str, name: str) -> bool:
    """Whether a name is the beginning of an id, or of the digits at its end."""
    return release_id.startswith(name) or release_id.rpartition("-")[2].startswith(name)
