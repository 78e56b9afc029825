"""What the columns of a KPI table are to somebody who compares: measures, headline, labels.

Belongs here: telling them apart by name, so that a new KPI table is compared without more code.
Stays out: the comparison (`compare`), what the columns mean (`dictionary`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# Where a number stands and by what it was made; the last ones only repeat the file.
_PROVENANCE = frozenset({
    "id_rilis", "id_siklus", "kunci", "lembar", "sel", "nama_berkas", "diterima_pada", "label_data",
})  # fmt: skip
_PROVENANCE_STARTS = ("versi_", "sha256_")
# The column, on a scale of 0 to 100, that says most of a row; else the first that begins like one.
_HEADLINES = ("capaian_tampil", "skor_tersedia", "indeks_bicara_angka")
_HEADLINE_STARTS = ("skor", "capaian", "indeks", "persen", "serapan", "rasio", "cakupan")
_LABELS = {
    "nama": ("nama_indikator", "nama_pilar", "nama_opd", "judul", "nama_rumus"),
    "kode_opd": ("kode_opd",),
    "kode_pilar": ("kode_pilar",),
}


def is_measure(column: str) -> bool:
    """Whether a column says something of the row, and not where it comes from."""
    return column not in _PROVENANCE and not column.startswith(_PROVENANCE_STARTS)


def headline_of(measures: Sequence[str], *, row: Mapping[str, Any]) -> str | None:
    """The measure that says most of a row, or None where a table has no such column."""
    numbers = [name for name in measures if not isinstance(row.get(name), (str, bool))]
    for name in _HEADLINES:
        if name in numbers:
            return name
    return next((name for name in numbers if name.startswith(_HEADLINE_STARTS)), None)


def labels_of(row: Mapping[str, Any]) -> dict[str, str]:
    """What people know a row by: `nama`, `kode_opd`, `kode_pilar`, where it has them."""
    labels = {}
    for label, columns in _LABELS.items():
        found = [str(row[name]) for name in columns if row.get(name) is not None]
        if found:
            labels[label] = found[0]
    return labels
