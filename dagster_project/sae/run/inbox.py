"""Which files of the inbox are new: the question a watcher asks before it starts a run.

Belongs here: comparing the inbox with the archive by content, leaving growing files alone; what
was seen of received files, so that none of them is read at every look.
Stays out: receiving files (`intake`), starting anything (`defs/jobs.py`).
No clock decides here: a file with an old date is as new as its content.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.memory import remember, remembered
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import why
from dagster_project.sae.intake.archive import Listing, content_hash
from dagster_project.sae.intake.inbox import list_inbox, open_inbox, unread
from dagster_project.sae.intake.remote import fetch_inbox

# Name of a file to its size, its modification time in nanoseconds and the hash of its content.
Memory = Mapping[str, tuple[int, int, str]]

_RECEIVED = "kotak_masuk.json"
"""Memory of the files received before, in the work folder: whoever asks keeps what they are given
with every question (Dagster, once a minute), so that must not grow with the inbox.
"""


@dataclass(frozen=True)
class InboxView:
    """What one look at the inbox saw.

    Attributes:
        new: names of files whose content was never received and which no longer change, and the
            sentences about what cannot be read: a run has to tell people of it, once.
        key: the same for the same set of contents, whatever the files are called.
        known: how many files were received before.
        growing: names of files never received before that changed since the last look, or were
            not there then.
        memory: what the next look is to be given: the files that were never received.
    """

    new: tuple[str, ...]
    key: str
    known: int
    growing: tuple[str, ...]
    memory: dict[str, tuple[int, int, str]]

    @property
    def sentence(self) -> str:
        """What was seen, for people."""
        total = len(self.new) + self.known + len(self.growing)
        return (
            f"{total} files in the inbox: {self.known} already received, {len(self.new)} new, "
            f"{len(self.growing)} still arriving"
        )


def look(settings: Settings, *, memory: Memory) -> InboxView:
    """Look at the inbox once.

    A file whose content was never received counts as complete when its size and modification time
    are those of the look before. A file that has not changed is not read again; of those received
    the work folder holds what was seen, and when it is gone they are read once more.

    Args:
        settings: gives the inbox and the archive.
        memory: `memory` of the look before; empty the first time.

    Raises:
        InboxError: the inbox is not there or cannot be read.
        OSError: the work folder cannot be written.
    """
    new: dict[str, str] = {}
    fetched = fetch_inbox(settings)
    growing = list(fetched.growing)
    open_inbox(settings)
    listed = list_inbox(settings.inbox)
    unreadable = [*fetched.unreadable, *listed.unreadable]
    seen: dict[str, tuple[int, int, str]] = {}
    before = _received(settings)
    received: dict[str, tuple[int, int, str]] = {}
    listing = Listing(settings.archive)
    for path in listed.files:
        name = path.relative_to(settings.inbox).as_posix()
        size, changed, digest = memory.get(name) or before.get(name) or (-1, -1, "")
        try:
            state = path.stat()
            is_still = (size, changed) == (state.st_size, state.st_mtime_ns)
            digest = digest if is_still else content_hash(path)
        except UnreadableFileError as error:
            unreadable.append(str(error))
            continue
        except OSError as error:
            unreadable.append(unread(name, why(error)))
            continue
        of_this = (state.st_size, state.st_mtime_ns, digest)
        if listing.content_of(digest) is not None:
            received[name] = of_this
            continue
        seen[name] = of_this
        if is_still:
            new[name] = digest
        else:
            growing.append(name)
    for sentence in unreadable:
        seen[sentence] = (0, 0, sha256(sentence.encode()).hexdigest())
        if sentence in memory:
            new[sentence] = seen[sentence][2]
        else:
            growing.append(sentence)
    if received != before:
        remember(settings.work / _RECEIVED, received)
    contents = "\n".join(sorted(set(new.values())))
    return InboxView(
        new=tuple(sorted(new)),
        key=sha256(contents.encode()).hexdigest()[:16],
        known=len(received),
        growing=tuple(sorted(growing)),
        memory=seen,
    )


def _received(settings: Settings) -> dict[str, tuple[int, int, str]]:
    try:
        found: Any = remembered(settings.work / _RECEIVED)
        return {name: (size, changed, digest) for name, (size, changed, digest) in found.items()}
    except (ValueError, TypeError):
        return {}  # not what was written: every file is read again, and this is written anew
