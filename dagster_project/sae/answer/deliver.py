"""Answers brought to where each OPD reads: into the OPD's own folder, at a path or an address.

Belongs here: which answers are new there, bringing them, taking away those that are outdated.
Stays out: what an answer says (`returns`, `write`), who may read the folder (accounts there).
An OPD sees its own folder only; answers to files of nobody stay with the walidata. A copy that
somebody has begun to mend there is theirs: it is neither overwritten nor taken away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dagster_project.sae.installation.address import Address, kind_of
from dagster_project.sae.installation.errors import InboxError
from dagster_project.sae.installation.memory import remember, remembered
from dagster_project.sae.installation.settings import ANSWERS_FOLDER, Settings
from dagster_project.sae.installation.words import printable, why

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

# What may be wrong with one file. Errors of fsspec itself are OSErrors, its time-out too; what a
# protocol raises of its own becomes an InboxError in `Address`, for it may quote a password.
_ONE_FILE = (OSError, InboxError)
_RECORD = "kembali.json"
_NEW = "-baru"
_ENDINGS = frozenset({".xlsx", ".md"})
"""What people read; the JSON of an answer is for programs and stays at home."""


@dataclass(frozen=True)
class Delivered:
    """What one run brought to the folders of the OPD.

    Attributes:
        brought: files that are new there or changed.
        removed: files taken away, for what they said is no longer true.
        problems: a sentence for each file or place that could not be reached.
    """

    brought: int = 0
    removed: int = 0
    problems: tuple[str, ...] = ()


def deliver(settings: Settings, codes: frozenset[str]) -> Delivered:
    """Bring the answers of the last run to `SAE_KEMBALI`, each into its OPD's own folder.

    A place that cannot be reached is told and stops nothing: the next run brings what is missing.

    Args:
        settings: has the answers and the place; nothing happens without a place.
        codes: agency codes; only folders so named are brought.

    Raises:
        OSError: the record of what was brought cannot be written.
    """
    if settings.answers_to is None:
        return Delivered()
    wanted = _answers(settings.returns, codes)
    before = _brought(settings)
    place = Address(
        settings.answers_to,
        settings.shown_answers,
        what="Tujuan jawaban",
        remedy="Periksa SAE_KEMBALI; jawaban tetap ada di folder kembali dan dibawa lagi nanti.",
    )
    courier = _Courier(place, before)
    try:
        for name, path in sorted(wanted.items()):
            courier.bring(name, path)
        for name in sorted(before.keys() - wanted.keys()):
            courier.take_away(name)
    except InboxError as error:
        courier.problems.append(str(error))
    if courier.record != before:
        remember(settings.work / _RECORD, courier.record)
    return Delivered(courier.count, courier.removed, tuple(courier.problems))


class _Courier:
    """Brings files to one place and remembers what lies there: name to hash and size."""

    def __init__(self, place: Address, before: Mapping[str, tuple[str, int]]) -> None:
        self.place = place
        self.record = dict(before)
        self.problems: list[str] = []
        self.count = self.removed = 0

    def bring(self, name: str, path: Path) -> None:
        content = path.read_bytes()
        mark = (sha256(content).hexdigest(), len(content))
        if self.record.get(name) == mark:
            return
        try:
            self.place.again(lambda system: self._put(system, name, path))
        except _ONE_FILE as error:
            self._tell(f"Jawaban '{printable(name)}' tidak dapat dikirim", error)
            return
        self.record[name] = mark
        self.count += 1

    def _put(self, system: AbstractFileSystem, name: str, path: Path) -> None:
        target = self._target(name)
        system.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
        if self._is_theirs(system, name, target, own=path.stat().st_size):
            stem, ending = target.rsplit(".", 1)
            target = f"{stem}{_NEW}.{ending}"
        system.put_file(str(path), target)

    def take_away(self, name: str) -> None:
        def remove(system: AbstractFileSystem) -> None:
            target = self._target(name)
            if system.exists(target) and not self._is_theirs(system, name, target, own=-1):
                system.rm_file(target)
                self.removed += 1

        try:
            self.place.again(remove)
        except _ONE_FILE as error:
            self._tell(f"Jawaban lama '{printable(name)}' tidak dapat diambil", error)
            return
        del self.record[name]

    def _tell(self, what: str, error: Exception) -> None:
        """Note what could not be done for one file; a place that is gone stops them all.

        Raises:
            InboxError: the place itself no longer answers.
        """
        if isinstance(error, InboxError):
            # The folder of one OPD may be closed while all others are open.
            self.place.again(lambda system: system.ls(self.place.root or "/", detail=False))
            self.problems.append(f"{what}: {error}")
        else:
            reason = why(error) if isinstance(error, OSError) else kind_of(error)
            self.problems.append(f"{what} ({reason}).")

    def _is_theirs(self, system: AbstractFileSystem, name: str, target: str, *, own: int) -> bool:
        """Whether somebody changed what was brought, or put a file of theirs there.

        What was brought is known by its size; without a record, by that of the file at home.
        """
        system.invalidate_cache()
        if not system.exists(target):
            return False
        known = self.record.get(name)
        return int(system.info(target).get("size") or 0) != (known[1] if known else own)

    def _target(self, name: str) -> str:
        agency, _, file = name.partition("/")
        return "/".join(part for part in (self.place.root, agency, ANSWERS_FOLDER, file) if part)


def _answers(folder: Path, codes: frozenset[str]) -> dict[str, Path]:
    """Answers below the folder of an agency, by `code/name`."""
    return {
        f"{path.parent.name}/{path.name}": path
        for path in folder.glob("*/*")
        if path.parent.name in codes
        and path.suffix in _ENDINGS
        and path.is_file()
        and not path.name.startswith(".")
    }


def _brought(settings: Settings) -> dict[str, tuple[str, int]]:
    try:
        found: Any = remembered(settings.work / _RECORD)
        return {name: (str(mark), int(size)) for name, (mark, size) in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}  # not what was written: what lies there is taken for somebody's own
