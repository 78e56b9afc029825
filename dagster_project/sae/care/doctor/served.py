"""What readers see: the served file, its pointer and its release.

Belongs here: whether the served file is a whole release, that of the pointer, of the version that
readers can open and of the rules in force; looked at deeply, whether all kept releases are whole.
Stays out: swapping and verifying (`release`), which this only asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dagster_project.sae.build.identity import code_version
from dagster_project.sae.care.doctor.signs import Sign, State, well
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.contents import STORAGE_VERSION
from dagster_project.sae.release.manifest import MANIFEST
from dagster_project.sae.release.retention import verify_kept
from dagster_project.sae.release.serving import POINTER, list_releases, served_file, verify


def leftover_logs(settings: Settings) -> Iterator[Sign]:
    """A write-ahead log beside a read-only file means that somebody wrote to it."""
    subject = "Sisa WAL pada terbitan"
    found = [
        path
        for folder in (settings.serving, settings.releases)
        for path in folder.rglob("*.duckdb.*")
        if ".wal" in path.name
    ]
    if found:
        yield Sign(
            subject,
            State.GAWAT,
            f"{found[0]} ada: sebuah program membuka terbitan untuk ditulisi.",
            f"Tutup program itu, pindahkan {found[0].name} ke luar folder, lalu "
            "sae rilis verifikasi ID.",
        )
    else:
        yield well(subject, "Tidak ada.")


def served(settings: Settings) -> Iterator[Sign]:
    """Whether the served release is whole and the pointer agrees with the file."""
    subject = "Rilis yang melayani"
    releases = list_releases(settings)
    current = next((release for release in releases if release.is_served), None)
    if current is None:
        if releases or served_file(settings).exists():
            known = releases[0].id if releases else "ID"
            yield Sign(
                subject,
                State.GAWAT,
                f"{served_file(settings).name} bukan salinan utuh dari rilis mana pun.",
                f"sae rilis kembali {known}; rilis itu disalin ulang setelah diverifikasi.",
            )
        else:
            yield well(subject, "Belum ada rilis.")
        return
    faults = verify(settings, current.id)
    pointer = settings.serving / POINTER
    pointed = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else None
    if faults:
        yield Sign(
            subject,
            State.GAWAT,
            f"{current.id} tidak utuh: {faults[0]}.",
            "Kembalikan folder rilis itu dari cadangan, atau sae run --bangun-ulang.",
        )
    elif pointed != current.id:
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{POINTER} menyebut {pointed or 'apa pun'}, berkasnya {current.id}.",
            f"sae rilis kembali {current.id}; penunjuk ditulis ulang.",
        )
    else:
        yield well(subject, f"{current.id} utuh.")


def versions(settings: Settings) -> Iterator[Sign]:
    """Whether writer and served file are of one make: storage version, DuckDB, code."""
    import duckdb

    subject = "Versi terbitan"
    current = next((item.id for item in list_releases(settings) if item.is_served), None)
    if current is None:
        return
    note = _manifest(settings.releases / current)
    tools = note.get("alat", {})
    if tools.get("versi_simpan") != STORAGE_VERSION:
        yield Sign(
            subject,
            State.GAWAT,
            f"{current} disimpan sebagai {tools.get('versi_simpan')}, bukan {STORAGE_VERSION}: "
            "pembaca lama tidak dapat membukanya.",
            "sae run --bangun-ulang",
        )
    elif tools.get("duckdb") != duckdb.__version__ or note.get("versi_kode") != code_version(
        settings.root
    ):
        yield Sign(
            subject,
            State.PERHATIAN,
            f"{current} ditulis oleh kode {note.get('versi_kode')} dengan DuckDB "
            f"{tools.get('duckdb')}; yang terpasang {code_version(settings.root)} dengan "
            f"{duckdb.__version__}.",
            "sae run; lalu sae rilis beda RILIS_LAMA RILIS_BARU untuk melihat yang berubah.",
        )
    else:
        yield well(subject, f"Kode {note.get('versi_kode')}, DuckDB {duckdb.__version__}.")


def all_releases(settings: Settings) -> Iterator[Sign]:
    """Whether every kept release is byte for byte as written, frozen ones included."""
    subject = "Semua rilis"
    kept = list_releases(settings)
    broken = [(item.id, faults[0]) for item in kept if (faults := verify_kept(settings, item.id))]
    if broken:
        yield Sign(
            subject,
            State.GAWAT,
            f"{len(broken)} dari {len(kept)} rilis tidak utuh, misalnya {broken[0][0]}: "
            f"{broken[0][1]}.",
            "Kembalikan folder rilis itu dari cadangan.",
        )
    else:
        yield well(subject, f"{len(kept)} rilis utuh.")


EXAMINATIONS = (leftover_logs, served, versions)
DEEP_EXAMINATIONS = (all_releases,)


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release, or nothing when it cannot be read (`served` has said so)."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}
