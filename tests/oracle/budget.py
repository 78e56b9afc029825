"""Money spent beside results reached, as the reference has it.

Belongs here: items of the finest level, year to date, the share spent, the gap (7.7).
Stays out: contributions of residents (`sheets`): they are never money of the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.meaning import says_total
from tests.oracle.sheets import is_whole, shown_files, text
from tests.oracle.status import OUTCOMES, Status
from tests.oracle.values import Value

KEYS = {"kpi_anggaran": ["kode_opd", "tahun", "periode"]}
_LEVELS = ("SUB_KEGIATAN", "KEGIATAN", "PROGRAM")
_HALF_RUPIAH = 0.5


@dataclass(frozen=True)
class Item:
    """One budget item at the end of a period; None where nothing is stated."""

    budget: float | None
    spent: float | None
    is_partial: bool
    is_held: bool = False


def budget_table(inputs: Inputs, status: Status, released: Sequence[Value]) -> list[dict[str, Any]]:
    """Rows of kpi_anggaran: the latest cycle speaks for a period, unless it is held."""
    latest: dict[tuple[str, int, str], tuple[date, ActiveFile, list[Item]]] = {}
    for file in inputs.active:
        if file.cycle is None or file.agency.startswith("ASING-"):
            continue
        for period, items in _periods(inputs, status, file).items():
            key = (file.agency, file.row["tahun"], period)
            if key not in latest or latest[key][0] < file.cycle.opened:
                latest[key] = (file.cycle.opened, file, items)
    shown = {file.sha256 for file in shown_files(inputs, status)}
    return [
        _row(inputs, status, released, key=key, items=items)
        for key, (_, file, items) in latest.items()
        if file.sha256 in shown
    ]


def _row(
    inputs: Inputs,
    status: Status,
    released: Sequence[Value],
    *,
    key: tuple[str, int, str],
    items: Sequence[Item],
) -> dict[str, Any]:
    budget = total([item.budget for item in items if not item.is_held])
    spent = total([item.spent for item in items if not item.is_held])
    held = sum(item.is_held for item in items)
    holes = sum(item.budget is None or item.spent is None for item in items)
    is_partial = any(item.is_partial for item in items)
    share = None
    if not holes and not held and not is_partial and budget and spent is not None and budget > 0:
        share = 100.0 * spent / budget
    reached = [
        shown
        for v in released
        if (v.key.agency, v.key.year, v.period) == key
        and is_whole(inputs, v)
        and v.definition.get("level_hasil") in OUTCOMES
        and (shown := status.achievement(v).tampil) is not None
    ]
    mean = sum(reached) / len(reached) if reached else None
    return {
        "kode_opd": key[0],
        "tahun": key[1],
        "periode": key[2],
        "jumlah_pos": len(items),
        "jumlah_pos_tanpa_angka": holes,
        "jumlah_pos_ditahan": held,
        "is_parsial": is_partial,
        "pagu": budget,
        "realisasi_anggaran": spent,
        "serapan": share,
        "jumlah_hasil": len(reached),
        "rata_capaian": mean,
        "celah": None if share is None or mean is None else share - mean,
    }


def _periods(inputs: Inputs, status: Status, file: ActiveFile) -> dict[str, list[Item]]:
    """Items of the finest level of a file, by period."""
    grouped = items_of(inputs, file)
    finest = min((_rank(level) for level, _ in grouped), default=0)
    found: dict[str, list[Item]] = {}
    for (level, _), by_period in grouped.items():
        for period in by_period if _rank(level) == finest else ():
            lines = {(file.sha256, row["baris"]) for row in by_period[period]}
            item = item_at(inputs, by_period, period)
            is_held = bool(lines & status.held.budget_rows)
            found.setdefault(period, []).append(replace(item, is_held=is_held))
    return found


def items_of(inputs: Inputs, file: ActiveFile) -> dict[tuple[str, str], dict[str, list[Row]]]:
    """Rows of the budget of a file by level and code, then by period."""
    grouped: dict[tuple[str, str], dict[str, list[Row]]] = {}
    seen: set[tuple[Any, ...]] = set()
    rows = [row for row in inputs.landed("anggaran") if row["sha256_berkas"] == file.sha256]
    items = [row for row in rows if not _is_total(inputs, file, row, rows)]
    # What a row leaves empty its other rows say: the fuller row stands for the item.
    for row in sorted(items, key=_emptiness):
        level, code, period = _place(file, row)
        beside = [r for r in items if _same_item(file, r, row)]
        same = (
            *(level, code, period, row["sifat"], row["pagu"]),
            *(_said(row, beside, field) for field in ("sumber_dana", "realisasi_anggaran")),
        )
        # One item that serves two indicators is written twice.
        is_again = same in seen and bool(text(row["kode_sub_kegiatan"])) and row["pagu"] is not None
        seen.add(same)
        if not is_again:
            grouped.setdefault((level, code), {}).setdefault(period, []).append(row)
    return grouped


def _emptiness(row: Row) -> tuple[bool, bool, int]:
    return row["realisasi_anggaran"] is None, row["sumber_dana"] is None, row["baris"]


def _same_item(file: ActiveFile, one: Row, other: Row) -> bool:
    return (_place(file, one), one["sifat"], one["pagu"]) == (
        _place(file, other),
        other["sifat"],
        other["pagu"],
    )


def _said(row: Row, beside: Sequence[Row], field: str) -> Any:
    """What a row says, or the one thing that the rows beside it say."""
    if row[field] is not None:
        return row[field]
    said = {r[field] for r in beside if r[field] is not None}
    return said.pop() if len(said) == 1 else None


def _place(file: ActiveFile, row: Row) -> tuple[str, str, str]:
    level = row["tingkat_anggaran"] or _LEVELS[0]
    return level, _name(row) or "-", row["periode"] or file.row["periode"]


def _name(row: Row) -> str | None:
    return text(row["kode_sub_kegiatan"]) or text(row["uraian"])


def _is_total(inputs: Inputs, file: ActiveFile, row: Row, rows: Sequence[Row]) -> bool:
    """A row that says it is the total, a programme above its items, or one with their sum."""
    if _name(row):
        return _says_total(inputs, file, row, rows)
    level, _, period = _place(file, row)
    others = [
        r
        for r in rows
        if _name(r)
        and (_place(file, r)[0], _place(file, r)[2]) == (level, period)
        and not _says_total(inputs, file, r, rows)
    ]
    sums = (total([r["pagu"] for r in others]), total(_once(file, others)))
    return row["pagu"] is not None and any(
        whole is not None and abs(row["pagu"] - whole) < _HALF_RUPIAH for whole in sums
    )


def _once(file: ActiveFile, rows: Sequence[Row]) -> list[float | None]:
    """The budget of every item of some rows, each item once."""
    found: dict[tuple[Any, ...], float | None] = {}
    for row in rows:
        beside = [r for r in rows if _same_item(file, r, row)]
        said = (_said(row, beside, field) for field in ("sumber_dana", "realisasi_anggaran"))
        code = text(row["kode_sub_kegiatan"])
        key = (code, *_place(file, row), row["sifat"], row["pagu"], *said)
        found[key if code and row["pagu"] is not None else (row["baris"],)] = row["pagu"]
    return list(found.values())


def _says_total(inputs: Inputs, file: ActiveFile, row: Row, rows: Sequence[Row]) -> bool:
    code = text(row["kode_sub_kegiatan"])
    is_above = file.row["id_layout"].startswith("templat-") and any(
        (text(r["kode_sub_kegiatan"]) or "").startswith(f"{code}.")
        and (_place(file, r)[0], _place(file, r)[2]) == (_place(file, row)[0], _place(file, row)[2])
        for r in rows
    )
    return (bool(code) and is_above) or says_total(_name(row) or "", inputs.total_words)


def item_at(inputs: Inputs, by_period: dict[str, list[Row]], period: str) -> Item:
    """A budget item at the end of a period: budget of the year, spent since its start."""
    order = {
        row["periode"]: (row["jenis_periode"], int(row["urutan_periode"]))
        for row in inputs.seed("periode")
    }
    budgets = {p: total([row["pagu"] for row in rows]) for p, rows in by_period.items()}
    budget = budgets[period]
    if budget is None:
        budget = max((b for b in budgets.values() if b is not None), default=None)
    stated = total([r["realisasi_anggaran"] for r in by_period[period] if r["sifat"] != "PERIODE"])
    if stated is not None:
        return Item(budget, stated, is_partial=False)
    kind, last = order[period]
    amounts = [
        total([r["realisasi_anggaran"] for r in rows if r["sifat"] == "PERIODE"])
        for p, rows in by_period.items()
        if order[p][0] == kind and order[p][1] <= last
    ]
    known = [amount for amount in amounts if amount is not None]
    return Item(budget, total(known), is_partial=bool(known) and len(known) < last)


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def total(amounts: Sequence[float | None]) -> float | None:
    """Sum of the amounts there are; None when there is none."""
    known = [float(amount) for amount in amounts if amount is not None]
    return sum(known) if known else None
