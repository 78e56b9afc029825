"""An inbox at an address (`sftp://`, `s3://`, `file://`) as a folder that intake can pull.

Belongs here: listing, waiting for files that grow, fetching with retries, the local copy.
Stays out: what is done with the files (`pull`), which address it is (`settings`).
The copy holds whole files only: each is fetched under another name and renamed when it is complete.
Messages and logs never hold the address as given, for it may hold a password.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.address import Address, kind_of
from dagster_project.sae.installation.errors import InboxError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import printable, why
from dagster_project.sae.intake.file.guard import READABLE_SUFFIXES
from dagster_project.sae.intake.inbox import REGISTER_NAME, is_submission, unread

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

LOOK_AGAIN_SECONDS = 0.5
"""Time between two listings; a file whose size differs between them is still being written."""

MAX_DEPTH = 16

_RECORD = ".berkas.json"
_PARTIAL = ".ambil-"
_SETTLED_SECONDS = 60
_CHANGES_WITH_CONTENT = (
    *("size", "mtime", "modified", "created", "last_modified", "LastModified"),
    *("ETag", "etag", "md5", "checksum", "content_hash", "version_id", "VersionId"),
)


@dataclass(frozen=True)
class Fetched:
    """What one look at an inbox at an address left behind, by name.

    Attributes:
        growing: files left for the next look.
        unreadable: a sentence for each file that could not be fetched.
    """

    growing: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class _File:
    """One file of a listing: where it lies there, its size, and a mark that changes with it."""

    place: str
    size: int
    mark: str


def fetch_inbox(settings: Settings) -> Fetched:
    """Bring the local copy of an inbox at an address up to date; a local inbox needs none.

    Files that have not changed since they were fetched are not fetched again; files that are gone
    from the inbox go from the copy too (the archive keeps them).

    Raises:
        InboxError: the address cannot be read, or stopped being there in the middle. What was
            fetched before that is whole and stays.
        OSError: the copy cannot be written.
    """
    if settings.inbox_address is None:
        return Fetched()
    inbox = _Inbox(settings.inbox_address, settings.shown_inbox)
    copy = _Copy(settings.inbox)
    listed = inbox.files()
    unreadable = list(inbox.unreadable)
    fresh = {name for name, file in listed.items() if not copy.has(name, file)}
    growing: set[str] = set()
    if fresh:
        time.sleep(LOOK_AGAIN_SECONDS)
        again = inbox.files()
        growing = {n for n in fresh & set(again) if again[n].size != listed[n].size}
        fresh &= set(again)
        listed = again
    try:
        for name in sorted(fresh - growing):
            problem, is_whole = _fetch(inbox, copy, name=name, file=listed[name])
            if problem:
                unreadable.append(problem)
            elif not is_whole:
                growing.add(name)
        copy.keep_only(set(listed))
    finally:
        copy.save()
    return Fetched(tuple(sorted(growing)), tuple(unreadable))


def _fetch(inbox: _Inbox, copy: _Copy, *, name: str, file: _File) -> tuple[str | None, bool]:
    """Fetch one file: a sentence when it cannot be, and whether it had the size it was listed with.

    One file that cannot be fetched stops no other; an inbox that is gone stops all.
    """
    if not _is_safe(name):
        return f"Berkas {_quoted(name)} bernama tidak lazim sehingga tidak diambil.", False
    try:
        partial = copy.partial()
        inbox.again(lambda system: system.get_file(file.place, str(partial)))
        return None, copy.take(partial, name=name, file=file)
    except (InboxError, FileNotFoundError, FileExistsError, NotADirectoryError) as error:
        inbox.files()
        reason = why(error) if isinstance(error, OSError) and error.errno else kind_of(error)
        return f"Berkas {_quoted(name)} tidak dapat diambil dari kotak masuk ({reason}).", False
    finally:
        copy.partial().unlink(missing_ok=True)


class _Inbox(Address):
    """The inbox at its address.

    Attributes:
        unreadable: a sentence for each thing of the last listing that is no file to be fetched.
    """

    def __init__(self, address: str, shown: str) -> None:
        self.unreadable: list[str] = []
        remedy = "Coba lagi nanti; laporan yang sudah diterima tetap aman di arsip."
        super().__init__(address, shown, what="Kotak masuk", remedy=remedy)

    def files(self) -> dict[str, _File]:
        """Submissions and the receipt register by their name below the root.

        Raises:
            InboxError: the inbox is not there or cannot be listed.
        """

        def listed(system: AbstractFileSystem) -> dict[str, _File]:
            self.unreadable.clear()
            return dict(self._walk(system, self.root, depth=0))

        try:
            return self.again(listed)
        except (FileNotFoundError, NotADirectoryError):
            raise InboxError(
                f"Kotak masuk {self.shown} tidak ada atau bukan folder. Periksa SAE_MASUK atau "
                "--masuk; laporan yang sudah diterima tetap aman di arsip."
            ) from None

    def _walk(
        self, system: AbstractFileSystem, folder: str, *, depth: int
    ) -> Iterator[tuple[str, _File]]:
        system.invalidate_cache()
        if depth == 0 and system.info(folder or "/")["type"] != "directory":
            raise NotADirectoryError
        for entry in system.ls(folder or "/", detail=True):
            place = str(entry["name"]).rstrip("/")
            name = place.removeprefix(f"{self.root}/").lstrip("/")
            if place.strip("/") == folder.strip("/"):
                continue
            if entry["type"] == "directory" and not entry.get("islink"):
                if depth < MAX_DEPTH and not PurePosixPath(place).name.startswith("."):
                    yield from self._folder(system, place, name=name, depth=depth + 1)
            elif name == REGISTER_NAME or is_submission(PurePosixPath(name)):
                if entry.get("islink"):
                    self.unreadable.append(
                        unread(name, "tautan, yang tidak diikuti; kirim berkasnya")
                    )
                elif entry["type"] != "file":
                    self.unreadable.append(unread(name, "bukan berkas biasa"))
                else:
                    yield name, _File(place, int(entry.get("size") or 0), _mark(entry))

    def _folder(
        self, system: AbstractFileSystem, place: str, *, name: str, depth: int
    ) -> Iterator[tuple[str, _File]]:
        """What lies in a folder; one that may not be listed, or is named like a file, is told."""
        path = PurePosixPath(name)
        if path.suffix.lower() in READABLE_SUFFIXES and is_submission(path):
            self.unreadable.append(
                unread(name, "folder yang bernama seperti berkas; kirim berkasnya")
            )
        try:
            yield from self._walk(system, place, depth=depth)
        except (PermissionError, FileNotFoundError) as error:
            self.unreadable.append(
                f"Folder '{printable(name, limit=120)}' tidak dapat dibuka ({why(error)}); "
                "isinya tidak terlihat."
            )


class _Copy:
    """The local copy: whole files, and what each was when it was fetched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        try:
            self._marks = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none yet, or torn: everything is fetched again
            self._marks = {}

    def has(self, name: str, file: _File) -> bool:
        return self._marks.get(name) == file.mark and (self._folder / name).is_file()

    def partial(self) -> Path:
        return self._folder / f"{_PARTIAL}{os.getpid()}"

    def take(self, partial: Path, *, name: str, file: _File) -> bool:
        """Give a fetched file its name, unless it is not of the size it was listed with."""
        if partial.stat().st_size != file.size:
            return False
        settled = time.time() - _SETTLED_SECONDS  # two listings have seen that it does not grow
        os.utime(partial, (settled, settled))
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        disk.settle(partial, target)
        self._marks[name] = file.mark
        return True

    def keep_only(self, names: set[str]) -> None:
        """Let go of files that are no longer in the inbox."""
        for name in set(self._marks) - names:
            (self._folder / name).unlink(missing_ok=True)
            del self._marks[name]

    def save(self) -> None:
        content = json.dumps(self._marks, sort_keys=True).encode()
        disk.write_whole(self._folder / _RECORD, content)


def _quoted(name: str) -> str:
    return f"'{printable(name, limit=120)}'"


def _mark(entry: dict[str, Any]) -> str:
    said = [(key, str(entry[key])) for key in _CHANGES_WITH_CONTENT if key in entry]
    return sha256(repr(said).encode()).hexdigest()[:16]


def _is_safe(name: str) -> bool:
    """Whether a name, which its sender chose, stays inside the copy."""
    parts = name.split("/")
    return "\0" not in name and not any(part in {"", ".", ".."} for part in parts)
