"""Metadata of each indicator in the terms of Satu Data Indonesia.

Belongs here: metadata_sdi.csv and metadata_sdi.json, one entry per indicator in force.
Stays out: guesses. What no report and no profile says is empty and listed in `belum_diketahui`.
Source of the terms: Perpres 39/2019, Satu Data Indonesia (standar data: konsep, definisi,
klasifikasi, ukuran, satuan; produsen data; walidata).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.release.facts import ReleaseFacts
from dagster_project.sae.release.wording import csv_bytes, label_line, plain

STANDARD = ("konsep", "definisi", "klasifikasi", "ukuran", "satuan", "produsen_data", "walidata")
COLUMNS = (
    "id_indikator", "nama_indikator", *STANDARD, "rumus", "sumber_data", "metode", "kode_opd",
    "kode_wilayah", "versi_definisi", "berlaku_dari", "boleh_umum", "belum_diketahui",
)  # fmt: skip
# Neither the workbook nor the profile asks for these; filling them from a name would be a guess.
_NOT_ASKED = ("konsep", "klasifikasi", "ukuran")
_PROFILE = "profil.csv"


def profile_facts(folder: Path) -> dict[str, str]:
    """What the profile says of its government, by key; nothing when it has no such file.

    Raises:
        ProfileError: a row of it cannot be used.
    """
    if not (folder / _PROFILE).is_file():
        return {}
    return {row.text("kunci"): row.text("nilai") for row in seed_rows(folder, _PROFILE)}


def metadata_csv(facts: ReleaseFacts) -> bytes:
    """metadata_sdi.csv: one line per indicator in force."""
    entries = (_entry(row, facts.profile) for row in facts.indicators)
    return csv_bytes(COLUMNS, ([entry[name] for name in COLUMNS] for entry in entries))


def metadata_json(facts: ReleaseFacts) -> bytes:
    """metadata_sdi.json: the same, with what is not known said once for all."""
    entries = [_entry(row, facts.profile) for row in facts.indicators]
    content = {
        "id_rilis": facts.scope.id_rilis,
        "label_data": label_line(facts.label),
        "istilah": "Perpres 39/2019 tentang Satu Data Indonesia",
        "walidata": facts.profile.get("walidata"),
        "catatan": (
            "Kosong berarti belum diketahui, bukan tidak ada. Buku kerja belum menanyakan "
            f"{', '.join(_NOT_ASKED)}; walidata diisi pada profil.csv (kunci walidata)."
        ),
        "indikator": [
            entry | {"belum_diketahui": entry["belum_diketahui"].split()} for entry in entries
        ],
    }
    return json.dumps(content, indent=1, ensure_ascii=False).encode()


def _entry(row: Mapping[str, Any], profile: Mapping[str, str]) -> dict[str, Any]:
    entry = {name: plain(row.get(name)) for name in COLUMNS}
    entry |= {
        **dict.fromkeys(_NOT_ASKED),
        "definisi": plain(row.get("definisi_operasional")),
        "walidata": profile.get("walidata"),
        "kode_wilayah": profile.get("kode_wilayah"),
        "boleh_umum": plain(row.get("is_layak_publik")),
    }
    unknown = [name for name in STANDARD if entry[name] in (None, "")]
    return entry | {"belum_diketahui": " ".join(unknown)}
