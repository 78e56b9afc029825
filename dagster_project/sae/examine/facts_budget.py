"""The budget sheet of one file: what each of its rows is, and the share spent behind an indicator.

Belongs here: the columns of `int_anggaran__uji` and `int_indikator__serapan`, from one file.
Stays out: what is compared with other reports, rules (suites). Tests compare with the tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from dagster_project.sae.examine.onefile import OneFile
from dagster_project.sae.figures.inputs import Row

TestRow = dict[str, Any]

_HALF_RUPIAH = 0.5
_CODE = "^[0-9X]+([.][0-9X]+)+$"


def budget_rows(inputs: OneFile) -> list[TestRow]:
    """Rows of `int_anggaran__uji`: one for each row of the budget sheet."""
    rows = inputs.landed("anggaran")
    words = {r["kata"].replace(" ", "") for r in inputs.seed("kata_jumlah")}
    is_template = str(inputs.file.row["id_layout"]).startswith("templat-")
    seen: Counter[tuple[Any, ...]] = Counter()
    found = []
    for row in rows:
        is_total = _is_total(row, rows, words)
        code, budget, spent = (
            _said(row["kode_sub_kegiatan"]),
            row["pagu"],
            row["realisasi_anggaran"],
        )
        same = (
            *tuple(row[n] for n in ("tingkat_anggaran", "periode", "sumber_dana", "sifat")),
            code,
            is_total,
            budget,
            spent,
        )
        seen[same] += 1
        is_compared = not is_total and None not in (budget, spent) and row["sumber_dana"] != "BLUD"
        period = row["periode"] or inputs.file.row["periode"] or "-"
        found.append(
            {
                "kode_opd": inputs.file.row["kode_opd"],
                "kunci_opd": inputs.file.agency,
                "id_siklus": inputs.file.cycle.id if inputs.file.cycle else None,
                "id_baris": f"{inputs.file.sha256[:12]}:A{row['baris']}:{period}",
                "sha256_sel": inputs.file.sha256,
                "baris_sel": float(row["baris"]),
                "kode": code or _said(row["uraian"]) or "-",
                "kode_sub_kegiatan": code,
                "pagu": budget,
                "realisasi_anggaran": spent,
                "is_jumlah": is_total,
                "is_ulangan": not is_total and bool(code) and budget is not None and seen[same] > 1,
                "is_kode_salah": is_template
                and not is_total
                and re.search(_CODE, code or "") is None,
                "is_melebihi_pagu": spent > budget + _HALF_RUPIAH if is_compared else None,
            }
        )
    return found


def _is_total(row: Row, rows: Sequence[Row], words: set[str]) -> bool:
    name = _said(row["kode_sub_kegiatan"]) or _said(row["uraian"])
    if name:
        return re.sub("[ -]+", "", name.lower()) in words
    amounts = [
        r["pagu"]
        for r in rows
        if (_said(r["kode_sub_kegiatan"]) or _said(r["uraian"]))
        and (r["tingkat_anggaran"], r["periode"]) == (row["tingkat_anggaran"], row["periode"])
        and r["pagu"] is not None
    ]
    budget = row["pagu"]
    return bool(amounts) and budget is not None and abs(budget - sum(amounts)) < _HALF_RUPIAH


def _said(text: str | None) -> str | None:
    return (text or "").strip(" ") or None


def share_spent(inputs: OneFile, row: Row) -> float | None:
    """Percent spent of the money behind an indicator; a repeated item counts once, a total never.

    Args:
        inputs: the file.
        row: of a figure, with its `id_indikator` and `periode`.
    """
    totals = {r["baris_sel"] for r in budget_rows(inputs) if r["is_jumlah"]}
    own = inputs.file.row["periode"]
    linked = {
        _item(item): item
        for item in inputs.landed("anggaran")
        if float(item["baris"]) not in totals
        and _said(item["id_indikator"]) == row["id_indikator"]
        and item["sifat"] != "PERIODE"
        and (item["periode"] or own) == row["periode"]
    }.values()
    budget, spent = ([i[c] for i in linked] for c in ("pagu", "realisasi_anggaran"))
    if not linked or None in budget or None in spent or sum(budget) <= 0:
        return None
    return 100.0 * float(sum(spent)) / float(sum(budget))


def _item(item: Row) -> tuple[Any, ...]:
    """What makes a budget row the same as another behind one indicator."""
    same = (item["tingkat_anggaran"], item["kode_sub_kegiatan"], item["uraian"])
    amounts = (item["pagu"], item["realisasi_anggaran"])
    return (*same, item["sumber_dana"], *amounts, item["baris"] if item["pagu"] is None else None)
