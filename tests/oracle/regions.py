"""What the parts of the region add up to beside the reported total, as the reference has it.

Belongs here: sums and shares over the direct parts, from released figures.
Stays out: the rule that compares a sum with its total (`answer`, suites).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.oracle.inputs import Inputs
from tests.oracle.values import Value

KEYS = {"kpi_wilayah": ["id_indikator", "kode_opd", "tahun", "periode", "dimensi"]}


def region_rows(inputs: Inputs, released: Sequence[Value]) -> list[dict[str, Any]]:
    """Rows of kpi_wilayah: one per figure that is told by direct parts of the region."""
    parts_of = {r.code for r in inputs.profile.regions if r.parent == inputs.region}
    grouped: dict[tuple[Any, ...], list[Value]] = {}
    wholes: dict[tuple[Any, ...], Value] = {}
    for value in released:
        key = value.key
        place = (key.indicator, key.agency, key.year, value.period, key.dimension)
        if key.region in parts_of:
            grouped.setdefault(place, []).append(value)
        elif key.region == inputs.region:
            wholes[place] = value
    additive = {u.code.strip().lower() for u in inputs.profile.units if u.is_additive}
    return [
        {
            **dict(zip(KEYS["kpi_wilayah"], place, strict=True)),
            **_sums(
                inputs,
                parts,
                wholes.get(place),
                expected=len(parts_of),
                is_additive=_unit(parts) in additive,
            ),
        }
        for place, parts in grouped.items()
    ]


def _sums(
    inputs: Inputs, parts: Sequence[Value], whole: Value | None, *, expected: int, is_additive: bool
) -> dict[str, Any]:
    """Amounts add up and are compared with the total once every part has one; shares do not."""
    amounts = _amounts(parts)
    total = None if whole is None else _amount(whole)
    is_complete = len(amounts) == expected
    return {
        "is_aditif": is_additive,
        "jumlah_wilayah": expected,
        "banyak_wilayah": len(amounts),
        "is_lengkap": is_complete,
        "realisasi_periode": total,
        "jumlah_bagian": sum(amounts) if is_additive and amounts else None,
        "rasio_bagian": None if is_additive else _share(inputs, parts),
        "selisih": sum(amounts) - total
        if is_additive and is_complete and total is not None
        else None,
    }


def _share(inputs: Inputs, parts: Sequence[Value]) -> float | None:
    """Of all numerators and denominators together; None when a part with a figure lacks them."""
    valued = [part for part in parts if _amount(part) is not None]
    pairs = [(part.row["pembilang"], part.row["penyebut"]) for part in valued]
    if not pairs or any(part.is_derived for part in valued):
        return None
    if any(p is None or q is None or q <= 0 for p, q in pairs):
        return None
    factor = inputs.factor_of(parts[0].definition)
    if factor is None:
        return None
    return factor * sum(float(p) for p, _ in pairs) / sum(float(q) for _, q in pairs)


def _amounts(parts: Sequence[Value]) -> list[float]:
    return [amount for part in parts if (amount := _amount(part)) is not None]


def _amount(value: Value) -> float | None:
    """The figure of the period itself; of a derived year the year."""
    stated = value.actual if value.is_derived else value.row["realisasi"]
    return None if stated is None else float(stated)


def _unit(parts: Sequence[Value]) -> str:
    return str(parts[0].definition.get("satuan") or "").strip().lower()
