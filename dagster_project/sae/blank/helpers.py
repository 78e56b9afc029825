"""Columns that help whoever fills a sheet: what they are called and beside which field they stand.

Belongs here: names, words and places of the columns whose name begins with `_`; no reader reads
them. Stays out: what stands in them (`rows`, `carried`).
"""

from __future__ import annotations

from dataclasses import dataclass

NAME, UNIT, BEFORE, SINCE = "_nama_indikator", "_satuan", "_angka_sebelumnya", "_sejak_januari"
SPENT, AGENCY, TOLD = "_belanja_sebelumnya", "_nama_opd", "_keterangan"


@dataclass(frozen=True)
class Helper:
    """One such column.

    Attributes:
        name: its machine-readable name.
        label: its heading for people.
        after: the field it stands behind.
        width: in letters.
    """

    name: str
    label: str
    after: str
    width: int = 24


HELPERS = (
    Helper(NAME, "Nama indikator", "id_indikator", 38),
    Helper(AGENCY, "Nama OPD", "kode_opd", 30),
    Helper(SINCE, "Realisasi sejak Januari", "target_periode", 26),
    Helper(BEFORE, "Angka sebelumnya", "target_atas", 26),
    Helper(UNIT, "Satuan", "realisasi", 14),
    Helper(SPENT, "Belanja periode sebelumnya", "pagu", 26),
    Helper(TOLD, "Keterangan", "tenggat", 30),
)
"""In every sheet that has the field, where some row has something to say."""
