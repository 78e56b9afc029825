"""Figures of one thing that do not agree, as the reference has them.

Belongs here: which reports and publications measure the same thing, and where they differ.
Stays out: whose figure counts (`status`); a conflict is shown, never settled or averaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.inputs import Inputs
from tests.oracle.status import Status

KEYS = {
    "konflik_sumber": ["nama_indikator", "kode_wilayah", "tahun", "periode", "jenis_angka"],
    "konflik_sumber_nilai": ["asal", "kunci_asal"],
}


@dataclass(frozen=True)
class Figure:
    """One figure with who says it; `thing` is what it measures, in plain words and time."""

    origin: str
    key: str
    thing: tuple[str, ...]
    name: str
    indicator: str | None
    value: float
    source: str | None
    publisher: str
    limit: float


def conflict_tables(inputs: Inputs, status: Status) -> dict[str, list[dict[str, Any]]]:
    """Rows of konflik_sumber and konflik_sumber_nilai."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in [*_reported(inputs, status), *_published(inputs, status)]:
        groups.setdefault(figure.thing, []).append(figure)
    differing = [found for found in groups.values() if _differ(found)]
    return {
        "konflik_sumber": [_conflict(found) for found in differing],
        "konflik_sumber_nilai": [
            {"asal": f.origin, "kunci_asal": f.key, "nilai": f.value, "kode_sumber": f.source}
            for found in differing
            for f in found
        ],
    }


def _reported(inputs: Inputs, status: Status) -> Iterable[Figure]:
    names = _names(status)
    for value in status.figures:
        key = value.key
        is_shown = not key.agency.startswith("ASING-") and not status.is_quarantined(value)
        if key.dimension or value.actual is None or not is_shown:
            continue
        unit = str(value.definition.get("satuan") or "")
        parts = (key.agency, key.indicator, key.year, value.period, key.region, "")
        yield Figure(
            origin="OPD",
            key=":".join(map(str, ("TURUNAN", *parts))) if value.is_derived else value.row_id,
            thing=(
                names[key.indicator],
                key.region,
                unit.strip().lower(),
                "REALISASI",
                str(key.year),
                value.period,
            ),
            name=value.definition["nama_indikator"],
            indicator=key.indicator,
            value=value.actual,
            source=value.definition.get("sumber_data"),
            publisher=key.agency,
            limit=_limit(inputs, unit),
        )


def _published(inputs: Inputs, status: Status) -> Iterable[Figure]:
    names = _names(status)
    for row in inputs.seed("angka_terbit"):
        if not row["tahun"]:
            continue  # nobody knows what it may be laid beside
        when = (row["periode"], row["tanggal_referensi"])
        time = (row["tahun"], *(part or "-" for part in when))
        yield Figure(
            origin="TERBITAN",
            key=":".join((row["id_seri"], row["jenis_angka"], *time)),
            thing=(
                names.get(row["id_indikator"], _plain(row["nama_indikator"])),
                row["kode_wilayah"],
                row["satuan"].strip().lower(),
                row["jenis_angka"],
                row["tahun"],
                when[0] or when[1] or "-",
            ),
            name=row["nama_indikator"],
            indicator=row["id_indikator"] or None,
            value=float(row["nilai"]),
            source=row["kode_sumber"],
            publisher=row["penerbit"],
            limit=_limit(inputs, row["satuan"]),
        )


def _names(status: Status) -> dict[str, str]:
    """For each indicator id the name its owner gave it last."""
    best: dict[str, tuple[bool, int, str]] = {}
    for value in status.figures:
        key = value.key
        is_shown = not key.agency.startswith("ASING-") and not status.is_quarantined(value)
        if key.dimension or value.actual is None or not is_shown:
            continue
        plain = _plain(value.definition["nama_indikator"])
        rank = (not key.indicator.startswith(f"{key.agency}-"), -key.year, plain)
        best[key.indicator] = min(best.get(key.indicator, rank), rank)
    return {indicator: rank[2] for indicator, rank in best.items()}


def _conflict(found: Sequence[Figure]) -> dict[str, Any]:
    agencies = [f for f in found if f.origin == "OPD"]
    published = [f for f in found if f.origin == "TERBITAN"]
    by_source: dict[str, list[Figure]] = {}
    for figure in found:
        if figure.source is not None:
            by_source.setdefault(figure.source, []).append(figure)
    _, region, _, kind, year, period = found[0].thing
    values = [f.value for f in found]
    return {
        "nama_indikator": min(f.name for f in published or found),
        "kode_wilayah": region,
        "tahun": int(year),
        "periode": None if period == "-" or _is_date(period) else period,
        "jenis_angka": kind,
        "id_indikator": min((f.indicator for f in found if f.indicator), default=None),
        "jumlah_angka": len(found),
        "jumlah_sumber": len(by_source),
        "jumlah_opd": len({f.publisher for f in agencies}),
        "nilai_terendah": min(values),
        "nilai_tertinggi": max(values),
        "selisih": max(values) - min(values),
        "is_antar_opd": _differ(agencies),
        "is_antar_terbitan": _differ(published),
        "is_opd_lawan_terbitan": any(_differ([a, p]) for a in agencies for p in published),
        "is_sumber_sama": any(_differ(same) for same in by_source.values()),
    }


def _differ(found: Sequence[Figure]) -> bool:
    """Whether two of the figures differ by more than half of the last published digit."""
    values = [f.value for f in found]
    return len(found) > 1 and max(values) - min(values) > found[0].limit


def _limit(inputs: Inputs, unit: str) -> float:
    decimals = {row["satuan"]: int(row["desimal"]) for row in inputs.seed("satuan")}
    places = decimals.get(unit.strip().lower(), 0)
    return float(0.5 * 10.0**-places) + inputs.tolerance


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
