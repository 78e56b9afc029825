"""The inbox: what lies in it, what of that may be a report, and when it was received elsewhere.

Belongs here: listing a local inbox, naming what cannot be taken from it, the receipt register.
Stays out: taking files (`pull`), inboxes at an address (`remote`), what was received (`ledger`).
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from dagster_project.sae.installation.errors import InboxError
from dagster_project.sae.installation.settings import ANSWERS_FOLDER, ZONE, Settings
from dagster_project.sae.installation.words import printable, why
from dagster_project.sae.intake.file.guard import READABLE_SUFFIXES

REGISTER_NAME = "penerimaan.csv"
_OF_THE_DISK = "lost+found"
_NAME_SHOWN = 120
_REGISTER_COLUMNS = ("nama_berkas", "diterima_pada", "lewat")


@dataclass(frozen=True)
class DeclaredReceipt:
    """First receipt of a file that came through another door, such as an e-mail desk."""

    received_at: datetime
    via: str


@dataclass(frozen=True)
class Register:
    """The receipt register of an inbox: by file name or path; and what could not be used in it."""

    entries: dict[str, DeclaredReceipt]
    problems: tuple[str, ...] = ()

    def of(self, path: str) -> DeclaredReceipt | None:
        """The entry of a file by its path below the inbox, else by its name."""
        return self.entries.get(path) or self.entries.get(path.rpartition("/")[2])


def open_inbox(settings: Settings) -> None:
    """See that the inbox is a folder that may be read.

    A share that is not mounted looks like an empty inbox; taken for one, nobody would notice that
    reports no longer arrive.

    Raises:
        InboxError: it is not there, is no folder or may not be listed.
    """
    try:
        next(settings.inbox.iterdir(), None)
    except OSError as error:
        raise InboxError(
            f"Kotak masuk {settings.shown_inbox} tidak dapat dibaca ({why(error)}): buat "
            "foldernya, pasang disknya, atau perbaiki SAE_MASUK. Tidak ada yang diterima; "
            "rilis terakhir tetap melayani."
        ) from error


@dataclass(frozen=True)
class InboxListing:
    """What lies in an inbox.

    Attributes:
        files: submissions, in order of their paths.
        unreadable: an Indonesian sentence for each thing that stands where a submission would and
            is none that could be read.
    """

    files: tuple[Path, ...]
    unreadable: tuple[str, ...] = ()


def inbox_files(inbox: Path) -> list[Path]:
    """Submissions in an inbox folder and below it, in order of their names."""
    return list(list_inbox(inbox).files)


def list_inbox(inbox: Path) -> InboxListing:
    """Submissions in an inbox folder and below it, and what cannot be taken for one.

    Passed over without a word, for their names say that they are no reports: hidden files and
    folders, lock files of Excel (`~$`), `README*`, the receipt register, answers of ours, and
    `lost+found`, which stands in the top folder of a disk. Links are not followed, for they may
    lead anywhere; they are named, as are pipes, devices and folders that may not be listed.
    """
    files: list[Path] = []
    unreadable: list[str] = []
    for found in _below(inbox, PurePath()):
        if isinstance(found, Path):
            files.append(found)
        else:
            unreadable.append(found)
    return InboxListing(tuple(sorted(files)), tuple(sorted(unreadable)))


def unread(name: object, reason: str) -> str:
    """The sentence about a file of the inbox that cannot be read."""
    return f"Berkas '{printable(name, limit=_NAME_SHOWN)}' tidak dapat dibuka ({reason})."


def _below(folder: Path, relative: PurePath) -> Iterator[Path | str]:
    """By `scandir`, which knows what is a plain file without asking the disk for each one.

    Whether the inbox itself can be listed says `open_inbox`.
    """
    try:
        entries = list(os.scandir(folder))
    except OSError as error:
        if relative.parts and relative.name != _OF_THE_DISK:
            shown = printable(relative.as_posix(), limit=_NAME_SHOWN)
            yield f"Folder '{shown}' tidak dapat dibuka ({why(error)}); isinya tidak terlihat."
        return
    for entry in entries:
        below = relative / entry.name
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _folder(folder / entry.name, below)
        elif is_submission(below):
            if entry.is_file(follow_symlinks=False):
                yield folder / entry.name
            else:
                yield unread(below.as_posix(), _kind(Path(entry.path)))


def _folder(folder: Path, relative: PurePath) -> Iterator[Path | str]:
    """What lies in a folder; one that is named like a workbook is told of as well."""
    if relative.suffix.lower() in READABLE_SUFFIXES and is_submission(relative):
        yield unread(relative.as_posix(), "folder yang bernama seperti berkas; kirim berkasnya")
    yield from _below(folder, relative)


def _kind(path: Path) -> str:
    """What something is that is neither a plain file nor a folder."""
    if path.is_symlink():
        if not path.exists():
            return "tautan yang putus; kirim berkasnya"
        return "tautan, yang tidak diikuti; kirim berkasnya"
    return "bukan berkas biasa, melainkan pipa, soket, atau perangkat"


def is_submission(relative: PurePath) -> bool:
    """Whether a file may be a report, by its path below the inbox; answers of ours are none."""
    return (
        not any(part.startswith(".") for part in relative.parts)
        and not relative.name.startswith(("~$", "README"))
        and relative.name != REGISTER_NAME
        and ANSWERS_FOLDER not in relative.parts[:-1]
    )


def read_register(inbox: Path) -> Register:
    """Read the receipt register of an inbox, if it has one.

    Returns:
        Its entries, and an Indonesian sentence for each line that cannot be used; that file then
        counts as received when it is first seen.
    """
    path = inbox / REGISTER_NAME
    if not path.is_file():
        return Register({})
    entries: dict[str, DeclaredReceipt] = {}
    problems: list[str] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            if not set(_REGISTER_COLUMNS) <= set(reader.fieldnames or ()):
                wanted = ", ".join(_REGISTER_COLUMNS)
                return Register({}, (f"{REGISTER_NAME}: kepalanya harus memuat {wanted}.",))
            for row in reader:
                place = f"{REGISTER_NAME} baris {reader.line_num}"
                if not (row["nama_berkas"] or "").strip():
                    problems.append(f"{place}: nama_berkas kosong; tulis nama berkasnya.")
                    continue
                try:
                    when = _local_time(row["diterima_pada"] or "")
                except ValueError:
                    shown = printable(row["diterima_pada"] or "", limit=_NAME_SHOWN)
                    problems.append(
                        f"{place}: '{shown}' bukan tanggal dan jam; tulis seperti "
                        "2026-10-19T14:30:00."
                    )
                    continue
                entries[row["nama_berkas"]] = DeclaredReceipt(when, row["lewat"] or "register")
    except UnicodeDecodeError:
        problems.append(f"{REGISTER_NAME}: bukan teks UTF-8; simpan lagi sebagai CSV UTF-8.")
    except csv.Error as error:
        problems.append(f"{REGISTER_NAME}: bukan CSV yang dapat dibaca ({error}).")
    except OSError as error:
        problems.append(f"{REGISTER_NAME}: tidak dapat dibaca ({why(error)}).")
    return Register(entries, tuple(problems))


def _local_time(text: str) -> datetime:
    when = datetime.fromisoformat(text.strip())
    if when.tzinfo is not None:
        when = when.astimezone(ZONE).replace(tzinfo=None)
    return when.replace(microsecond=0)
