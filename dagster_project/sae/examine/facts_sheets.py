"""Test rows of the sheets beside the figures, from one file: cover, obstacles, gifts of residents.

Belongs here: the columns of `int_sampul__uji`, `int_hambatan__uji` and `int_swadaya__uji`.
Stays out: rows of figures and pillars (`facts`), rules (suites). Tests compare with the tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dagster_project.sae.checks.light import UNKNOWN
from dagster_project.sae.examine.onefile import OneFile
from dagster_project.sae.figures.inputs import Row
from dagster_project.sae.figures.meaning import LAST_MONTH, period_end
from dagster_project.sae.figures.words import is_complete, is_generic, letters

TestRow = dict[str, Any]

_SIGN_OFF = "STR-07"
_MONEY = frozenset({"UANG", "MATERIAL"})
_NOT_PUBLIC = frozenset({None, "CSR", "LAINNYA"})
_SAYS_GIFT = re.compile("swadaya|gotong|masyarakat|warga")
_HALF_RUPIAH = 0.5
_SAID = ("is_rencana_cukup", "penanggung_jawab", "tenggat", "is_menjelaskan", "is_salinan")


def cover_rows(inputs: OneFile) -> list[TestRow]:
    """The row of `int_sampul__uji`."""
    kind = "TEMPLAT" if str(inputs.file.row["id_layout"]).startswith("templat-") else "FORMULIR"
    exempt = {(r["jenis_formulir"], r["id_aturan"]) for r in inputs.seed("aturan_formulir")}
    cover = next(iter(inputs.landed("sampul")), {})
    name = cover.get("disahkan_oleh")
    signed = cover.get("tanggal_pengesahan")
    year, period = inputs.file.row["tahun"], inputs.file.row["periode"]
    end = period_end(int(year), period) if year and period in LAST_MONTH else None
    received = inputs.file.row["diterima_pada"].date()
    return [
        {
            **_whose(inputs),
            "tanggal_pengesahan": cover.get("tanggal_pengesahan"),
            "disahkan_oleh": name.strip() if name and letters(name) else None,
            "is_pengesahan_wajib": (kind, _SIGN_OFF) not in exempt,
            "tanggal_akhir_periode": end,
            "tanggal_terima": received,
            "is_pengesahan_janggal": None
            if signed is None
            else (end is not None and signed < end) or signed > received,
        }
    ]


def obstacle_rows(inputs: OneFile, reported: Sequence[TestRow]) -> list[TestRow]:
    """Rows of `int_hambatan__uji`: one for each own figure that missed, or may have missed.

    Args:
        inputs: the file.
        reported: rows of `int_realisasi__uji`.
    """
    book = _Obstacles(inputs)
    rows = []
    for row in reported:
        if row["is_siklus_ini"] and row["is_meleset"] in {True, UNKNOWN}:
            said = book.about(row["id_indikator"], row["periode"])
            if row["is_meleset"] is UNKNOWN:  # whether it has to be explained is not known
                said |= dict.fromkeys(_SAID, UNKNOWN)
            same = ("id_baris", "id_indikator", "nama_indikator", "tahun", "periode")
            rows.append({**_whose(inputs), **{name: row[name] for name in same}, **said})
    return rows


def contribution_rows(inputs: OneFile) -> list[TestRow]:
    """Rows of `int_swadaya__uji`: one for each gift."""
    typed = {
        row["baris"]
        for row in inputs.landed("temuan")
        if (row["tabel"], row["kolom"]) == ("anggaran", "sumber_dana")
        and _SAYS_GIFT.search((row["isi"] or "").lower())
    }
    budget = inputs.landed("anggaran")
    rows = []
    for gift in inputs.landed("swadaya"):
        same = [item["baris"] for item in budget if _is_same_money(gift, item, typed=typed)]
        rows.append(
            {
                **_whose(inputs),
                "id_baris": f"{inputs.file.sha256[:12]}:{gift['baris']}",
                "baris_swadaya": float(gift["baris"]),
                "jenis": gift["jenis"],
                "nilai_rupiah": gift["nilai_rupiah"],
                "jumlah_pos_sama": len(same),
                "baris_anggaran": float(min(same)) if same else None,
            }
        )
    return rows


class _Obstacles:
    """The obstacles of a file by figure, the best first."""

    def __init__(self, inputs: OneFile) -> None:
        self.rows = inputs.landed("hambatan_tl")
        self.phrases = inputs.seed("kata_generik")
        self.least = (
            inputs.threshold("panjang_hambatan_min"),
            inputs.threshold("panjang_rencana_min"),
        )
        self.copies_from = inputs.threshold("hambatan_sama_min")

    def about(self, indicator: str | None, period: str | None) -> TestRow:
        """What is said about a figure; nothing at all leaves the facts empty."""
        own = [r for r in self.rows if (r["id_indikator"], r["periode"]) == (indicator, period)]
        empty = dict.fromkeys((*_SAID, "uraian_hambatan", "rencana_tindak_lanjut"))
        if not own or indicator is None:
            return {**empty, "jumlah_hambatan": 0, "jumlah_indikator_sama": 0, "is_salinan": False}
        best = min(own, key=self._rank)
        copies = self._copies(best)
        return {
            "jumlah_hambatan": len(own),
            "baris_hambatan_tl": float(best["baris"]),
            "uraian_hambatan": best["uraian_hambatan"],
            "rencana_tindak_lanjut": best["rencana_tindak_lanjut"],
            "is_rencana_cukup": _length(best["rencana_tindak_lanjut"]) >= self.least[1],
            "penanggung_jawab": (best["penanggung_jawab"] or "").strip() or None,
            "tenggat": best["tenggat"],
            "is_menjelaskan": self._explains(best),
            "jumlah_indikator_sama": copies,
            "is_salinan": copies >= self.copies_from,
        }

    def _rank(self, row: Row) -> tuple[bool, bool, bool, int]:
        generic = is_generic(self.phrases, row["uraian_hambatan"])
        is_short = _length(row["uraian_hambatan"]) < self.least[0]
        is_whole = not generic and is_complete(row, self.least)
        return not is_whole, generic, is_short, row["baris"]

    def _explains(self, row: Row) -> bool:
        text = row["uraian_hambatan"]
        return _length(text) >= self.least[0] and not is_generic(self.phrases, text)

    def _copies(self, row: Row) -> int:
        said = letters(row["uraian_hambatan"])
        if not said or is_generic(self.phrases, row["uraian_hambatan"]):
            return 0
        same = {r["id_indikator"] for r in self.rows if letters(r["uraian_hambatan"]) == said}
        return len(same - {None})


def _is_same_money(gift: Row, item: Row, *, typed: set[int]) -> bool:
    """As int_swadaya__uji says: the amount and one thing more, or a source typed as swadaya."""
    value = gift["nilai_rupiah"]
    if gift["jenis"] not in _MONEY or value is None or value <= 0:
        return False
    indicator = (gift["id_indikator"] or "").strip()
    is_linked = bool(indicator) and indicator == (item["id_indikator"] or "").strip()
    if is_linked and item["baris"] in typed:
        return True
    words = letters(gift["uraian"])
    amounts = (item["pagu"], item["realisasi_anggaran"])
    return any(a is not None and abs(a - value) < _HALF_RUPIAH for a in amounts) and (
        is_linked
        or (bool(words) and words == letters(item["uraian"]))
        or item["sumber_dana"] in _NOT_PUBLIC
    )


def _whose(inputs: OneFile) -> Mapping[str, Any]:
    file = inputs.file
    return {
        "sha256_berkas": file.sha256,
        "kode_opd": file.row["kode_opd"],
        "kunci_opd": file.agency,
        "id_siklus": file.cycle.id if file.cycle else None,
    }


def _length(text: str | None) -> int:
    return len((text or "").strip(" "))
