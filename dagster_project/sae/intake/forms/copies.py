"""What the sender of a file is told about its name and about copies of it.

Belongs here: IDT-01 (the same bytes came again) and IDT-02 (a version that is only a word).
Stays out: which arrival counts and whether statements agree (`who_when`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.forms.findings import Finding, clip, finding
from dagster_project.sae.intake.forms.names import NameParts
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.statements import Arrival

_LONGEST = 160


def open_version(arrival: Arrival, parts: NameParts) -> list[Finding]:
    """IDT-02: the name speaks of a version without saying which."""
    if parts.word is None:
        return []
    return [
        finding(
            "IDT-02",
            f"Nama berkas '{clip(arrival.name, cap=_LONGEST)}' menyebut '{clip(parts.word)}' tanpa "
            "nomor versi yang pasti; terhadap kiriman lain waktu penerimaannya yang menentukan.",
            remedy="Tulis nomor versi pada nama berkas: {kode_opd}_{tahun}_{periode}_v{n}.",
            content=arrival.name,
        )
    ]


def copy_told(
    one: Arrival, first: Arrival, reading: Reading, *, is_own: bool, profile: Profile
) -> Finding:
    """IDT-01: the same bytes came again under another name or in another folder."""
    if is_own:
        effect = (
            "Isinya tetap satu kiriman; bila nomor versinya lebih tinggi, nomor itu yang dipakai."
        )
        remedy = "Bila bermaksud mengirim laporan lain, simpan dulu isinya, lalu kirim berkas itu."
    else:
        apart = _apart(one, reading, profile=profile)
        effect = (
            f"{apart}. Isi itu tetap laporan pengirim pertamanya; kiriman ini tidak mengubah apa "
            "pun dan tidak dihitung sebagai laporan lain."
        )
        remedy = "Kirim berkas yang isinya laporan itu; OPD dan periode pada SAMPUL ikut diganti."
    told = finding(
        "IDT-01",
        f"Isi berkas '{clip(one.name, cap=_LONGEST)}' (diterima {_time(one.received)}) sama persis "
        f"dengan '{clip(first.name, cap=_LONGEST)}' dari {_time(first.received)}. "
        f"{effect}",
        remedy=remedy,
        content=one.name,
    )
    return told if is_own else replace(told, agency=one.sender(profile), file_name=one.name)


def _apart(one: Arrival, reading: Reading, *, profile: Profile) -> str:
    """What the arrival states and what its content was taken for."""
    said = "; ".join(statement.shown for statement in one.statements(profile))
    cover = reading.cover
    content = " ".join(str(part) for part in (cover.kode_opd, cover.periode, cover.tahun) if part)
    return f"{said[:1].upper()}{said[1:]}, isinya laporan {content}"


def _time(moment: datetime) -> str:
    return f"{moment:%d-%m-%Y %H.%M}"
