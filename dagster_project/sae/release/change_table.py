"""The table `perubahan` of a release: what changed since the former one, a row for each figure.

Belongs here: its columns, their texts, its rows made of a comparison.
Stays out: finding what changed (`compare`), `perubahan.csv` and the notes (`notes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dagster_project.sae.release import wording
from dagster_project.sae.release.changes import Change, Comparison, is_number
from dagster_project.sae.release.contents import LABEL
from dagster_project.sae.release.dictionary import LABEL_TEXT, TableText, Text
from dagster_project.sae.release.notes import key_text, values_of

TABLE = "perubahan"

_COLUMNS: dict[str, tuple[str, Text]] = {
    "nomor": ("INTEGER", Text(
        "Number of the row; what moved most first.",
        "Nomor baris; yang bergerak paling jauh lebih dulu.")),
    "id_rilis_lama": ("VARCHAR", Text("The former release.", "Rilis sebelumnya.")),
    "tabel": ("VARCHAR", Text("Table of the figure.", "Tabel tempat angkanya.")),
    "kunci": ("VARCHAR", Text(
        "Key of the row as `column=value; ...`.", "Kunci barisnya sebagai `kolom=nilai; ...`.")),
    "id_indikator": ("VARCHAR", Text(
        "Indicator; NULL where the row is about none.",
        "Kode indikator; kosong bila barisnya bukan tentang satu indikator.")),
    "nama": ("VARCHAR", Text(
        "Name of the indicator, pillar or agency.", "Nama indikator, pilar, atau OPD.")),
    "kode_opd": ("VARCHAR", Text("Agency code.", "Kode OPD.")),
    "kode_pilar": ("VARCHAR", Text("Pillar code.", "Kode pilar.")),
    "tahun": ("INTEGER", Text("Year of the figure.", "Tahun angkanya.")),
    "periode": ("VARCHAR", Text("Period of the figure.", "Periode angkanya.")),
    "id_siklus": ("VARCHAR", Text(
        "Cycle, where the row is named by one.", "Siklus, bila barisnya dinamai oleh siklus.")),
    "kode_wilayah": ("VARCHAR", Text("Region of the figure.", "Wilayah angkanya.")),
    "jenis": ("VARCHAR", Text(
        "BERUBAH changed, BARU appeared, HILANG vanished.",
        "BERUBAH, BARU (muncul), atau HILANG.")),
    "kolom": ("VARCHAR", Text(
        "Column that changed, or that says most of a row that came or went; empty without one.",
        "Kolom yang berubah, atau yang paling berarti dari baris yang muncul atau hilang; kosong "
        "bila tidak ada.")),
    "lama": ("VARCHAR", Text("Value before, as text.", "Nilai sebelumnya, sebagai teks.")),
    "baru": ("VARCHAR", Text("Value after, as text.", "Nilai sekarang, sebagai teks.")),
    "angka_lama": ("DOUBLE", Text(
        "Value before; NULL where there is none or it is no number.",
        "Nilai sebelumnya; kosong bila tidak ada atau bukan angka.")),
    "angka_baru": ("DOUBLE", Text(
        "Value after; NULL where there is none or it is no number.",
        "Nilai sekarang; kosong bila tidak ada atau bukan angka.")),
    "selisih": ("DOUBLE", Text(
        "After minus before, where both are numbers.",
        "Nilai sekarang dikurangi sebelumnya, bila keduanya angka.")),
    "sebab": ("VARCHAR", Text(
        "Cause, the strongest first: DATA_BARU new data, REVISI revision, RUMUS formula version, "
        "KEBIJAKAN policy, PROFIL profile, KODE code, LINGKUP scope, BATAS_DATA cut-off, MASUKAN "
        "inputs, TIDAK_DIKETAHUI unknown.",
        "Sebab, yang terkuat lebih dulu: DATA_BARU, REVISI, RUMUS (versi rumus), KEBIJAKAN, "
        "PROFIL, KODE, LINGKUP, BATAS_DATA, MASUKAN, TIDAK_DIKETAHUI.")),
    "sebab_bernama": ("VARCHAR", Text(
        "Cause that the net before serving accepts, such as DITAHAN held by a rule or PERIODE_BARU "
        "new period; NULL where nobody can name one.",
        "Sebab yang diterima jaring sebelum dilayankan, misalnya DITAHAN (oleh aturan) atau "
        "PERIODE_BARU; kosong bila tidak ada yang dapat menyebutnya.")),
    "penjelasan": ("VARCHAR", Text(
        "What proves the cause, as one sentence.", "Bukti sebabnya, satu kalimat.")),
    LABEL: ("VARCHAR", LABEL_TEXT),
}  # fmt: skip

COLUMNS = tuple((name, kind) for name, (kind, _) in _COLUMNS.items())
TEXT = TableText(
    Text(
        "One row per figure that changed, appeared or vanished since the former release; empty in "
        "a first release.",
        "Satu baris per angka yang berubah, muncul, atau hilang sejak rilis sebelumnya; kosong "
        "pada rilis pertama.",
    ),
    {name: text for name, (_, text) in _COLUMNS.items()},
    key=("nomor",),
)


def change_table(comparison: Comparison | None, *, label: str | None) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS in a fixed order; none in a first release.

    Args:
        comparison: what changed, or None in a first release.
        label: what readers are warned about, or None.
    """
    if comparison is None:
        return
    rows = (row for change in comparison.changes for row in _rows(change))
    for number, row in enumerate(rows, start=1):
        row |= {"nomor": number, "id_rilis_lama": comparison.former.id, LABEL: label}
        yield tuple(row.get(name) for name, _ in COLUMNS)


def _rows(change: Change) -> Iterator[dict[str, Any]]:
    key = change.key
    common = {
        "tabel": change.table,
        "kunci": key_text(change),
        "id_indikator": key.get("id_indikator"),
        **{name: change.labels.get(name) for name in ("nama", "kode_opd", "kode_pilar")},
        **{name: key.get(name) for name in ("tahun", "periode", "id_siklus", "kode_wilayah")},
        "jenis": change.kind,
        "sebab": " ".join(change.causes),
        "sebab_bernama": change.named,
        "penjelasan": change.why,
    }
    for value in values_of(change):
        yield common | {
            "kolom": value.column,
            "lama": _text(value.old),
            "baru": _text(value.new),
            "angka_lama": _number(value.old),
            "angka_baru": _number(value.new),
            "selisih": value.difference,
        }


def _text(value: object) -> str | None:
    return None if value is None else str(wording.plain(value))


def _number(value: Any) -> float | None:
    return float(value) if is_number(value) else None
