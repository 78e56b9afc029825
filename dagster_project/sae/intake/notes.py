"""What the last look at the inbox could not take, remembered for whoever tells people of it.

Belongs here: the note as facts, written by a pull, read by summaries and alerts.
Stays out: taking files (`pull`), the sentences around them (`run.attention`, `tell.messages`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from dagster_project.sae.installation.memory import remember, remembered
from dagster_project.sae.installation.settings import Settings

_FILE = "kotak_masuk_terakhir.json"


@dataclass(frozen=True)
class InboxNotes:
    """What of the inbox was not taken, in sentences for people.

    Attributes:
        unreadable: for each file that could not be read, with the reason.
        growing: names of files left for the next look because they still grow.
        problems: about lines of the receipt register that cannot be used.
    """

    unreadable: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def keep_notes(settings: Settings, notes: InboxNotes) -> None:
    """Remember the notes of this look in place of those of the look before.

    Raises:
        OSError: the work folder cannot be written.
    """
    remember(settings.work / _FILE, asdict(notes))


def last_notes(settings: Settings) -> InboxNotes:
    """The notes of the last look; nothing when there was none or its file is torn."""
    found = remembered(settings.work / _FILE)

    def texts(name: str) -> tuple[str, ...]:
        value = found.get(name)
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return InboxNotes(texts("unreadable"), texts("growing"), texts("problems"))
