"""What came in: the inbox, and the archive that everything can be rebuilt from.

Belongs here: whether the inbox can be read, whether each archived content has its receipt and,
looked at deeply, still is what its name says.
Stays out: reading reports (`intake`), mending the archive: nothing here writes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

from dagster_project.sae.care.doctor.signs import Sign, State, well
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import number

_RESTORE = "Kembalikan berkas itu dari cadangan (docs/operasi.md), lalu sae run --bangun-ulang."


def inbox(settings: Settings) -> Iterator[Sign]:
    """Whether the inbox is there and all of it can be read."""
    from dagster_project.sae.intake.inbox import list_inbox, unread

    subject = "Kotak masuk"
    if settings.inbox_address is not None:
        yield well(subject, f"{settings.shown_inbox}; alamat diperiksa saat ditarik.")
        return
    if not settings.inbox.is_dir():
        yield Sign(
            subject,
            State.GAWAT,
            f"Folder {settings.inbox} tidak ada.",
            "Buat folder itu atau perbaiki SAE_MASUK; laporan yang sudah diterima tetap di arsip.",
        )
        return
    if not os.access(settings.inbox, os.R_OK | os.X_OK):
        yield Sign(
            subject,
            State.GAWAT,
            f"Folder {settings.inbox} tidak boleh dibaca oleh proses ini.",
            "Berikan hak baca kepada pengguna yang menjalankan sae.",
        )
        return
    listed = list_inbox(settings.inbox)
    files = listed.files
    closed = [
        unread(path.name, "tidak diizinkan") for path in files if not os.access(path, os.R_OK)
    ]
    if closed := [*closed, *listed.unreadable]:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{number(len(closed))} tidak dapat dibaca di antara {number(len(files))} berkas, "
            f"misalnya: {closed[0]}",
            "Beri hak baca atau kirim ulang berkas itu; berkas lain tetap diproses.",
        )
    else:
        yield well(subject, f"{len(files)} berkas di {settings.inbox}, semuanya dapat dibaca.")


def receipts(settings: Settings) -> Iterator[Sign]:
    """Whether each archived content has a receipt that can be read, and the other way round."""
    from dagster_project.sae.intake.archive import is_content

    subject = "Arsip"
    contents: set[str] = set()
    noted: set[str] = set()
    broken: list[str] = []
    for path in settings.archive.glob("[0-9a-f][0-9a-f]/*"):
        if path.name.startswith("."):
            continue
        digest = path.name.partition(".")[0]
        if is_content(path.name):
            contents.add(digest)
        else:
            noted.add(digest)
            if not _is_receipt(path.read_bytes()):
                broken.append(path.name)
    lost, orphans = sorted(noted - contents), sorted(contents - noted)
    for names, what in (
        (broken, "tanda terima rusak"),
        (lost, "tanda terima tanpa isi berkas"),
        (orphans, "isi berkas tanpa tanda terima"),
    ):
        if names:
            yield Sign(
                subject, State.GAWAT, f"{len(names)} {what}, misalnya {names[0][:12]}.", _RESTORE
            )
    if not (broken or lost or orphans):
        yield well(subject, f"{len(contents)} isi berkas, semuanya dengan tanda terima.")


def contents(settings: Settings) -> Iterator[Sign]:
    """Whether every archived byte is what was received: the name of a file is its hash."""
    from dagster_project.sae.intake.archive import archived_files, content_hash

    subject = "Isi arsip"
    total, changed = 0, []
    for item in archived_files(settings.archive):
        total += 1
        if content_hash(item.path) != item.sha256:
            changed.append(item)
    if changed:
        first = changed[0]
        yield Sign(
            subject,
            State.GAWAT,
            f"{len(changed)} dari {total} berkas berubah sejak diterima, misalnya "
            f"{first.first.nama_berkas} ({first.sha256[:12]}).",
            _RESTORE,
        )
    else:
        yield well(subject, f"{total} berkas sama dengan saat diterima.")


EXAMINATIONS = (inbox, receipts)
DEEP_EXAMINATIONS = (contents,)


def _is_receipt(content: bytes) -> bool:
    try:
        note = json.loads(content)
    except ValueError:
        return False
    return isinstance(note, dict) and {"sha256", "nama_berkas", "diterima_pada"} <= set(note)
