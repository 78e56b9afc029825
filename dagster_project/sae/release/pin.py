"""The pin: people went back to a kept release, and runs leave it there until somebody lets go.

Belongs here: setting, reading and removing the pin, and serving what it says after a run.
Stays out: the swap (`serving`), what is kept (`retention`), wording for people (the terminal).
The pin lies beside the releases, so that a backup of them holds it. Called on the write lane.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.serving import serve, served_release

PIN = "SEMATAN.json"


@dataclass(frozen=True)
class Pin:
    """The release that readers see whatever runs make, since when (local time), and why."""

    id: str
    since: datetime
    reason: str


def read_pin(settings: Settings) -> Pin | None:
    """The pin, or None when runs serve what they release.

    Raises:
        ReleaseError: the pin cannot be read; serving anything would be a guess then.
    """
    try:
        content = json.loads((settings.releases / PIN).read_text(encoding="utf-8"))
        since = datetime.fromisoformat(content["since"])
        return Pin(str(content["id"]), since, str(content["reason"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"{PIN} tidak dapat dibaca, jadi tidak ada yang dilayankan sebagai gantinya ({error}); "
            "`sae rilis lepas` menghapusnya, `sae rilis kembali ID` menulisnya lagi."
        ) from error


def set_pin(settings: Settings, release_id: str, *, reason: str) -> Pin:
    """Pin a kept release and serve it; what was pinned and served before stays when that fails.

    Raises:
        ReleaseError: there is no such release, it does not verify, or it cannot be written.
    """
    file = settings.releases / PIN
    made = Pin(release_id, settings.now(), " ".join(reason.split()))
    former = file.read_bytes() if file.is_file() else None
    try:
        # The pin first: a kill before the swap leaves a pin that the next run obeys.
        disk.write_whole(
            file,
            json.dumps(asdict(made), default=datetime.isoformat, indent=1).encode(),
            is_sealed=True,
        )
        serve(settings, release_id)
    except (OSError, ReleaseError) as error:
        disk.remove(file)
        if former is not None:
            disk.write_whole(file, former, is_sealed=True)
        raise ReleaseError(f"{release_id} tidak disematkan: {error}") from error
    return made


def remove_pin(settings: Settings) -> None:
    """Let go of a pin, readable or not; nothing happens without one."""
    disk.remove(settings.releases / PIN)


def serve_unless_pinned(settings: Settings, release_id: str) -> Pin | None:
    """Serve a release a run has made, or see to it that the pinned one still is.

    Returns:
        The pin that kept readers where they are; None when the release is served.

    Raises:
        ReleaseError: what should be served is not whole, or could not be written.
    """
    pin = read_pin(settings)
    if pin is None:
        serve(settings, release_id)
    elif served_release(settings) != pin.id:
        serve(settings, pin.id)
    return pin
