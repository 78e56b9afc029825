"""How fast an annual figure moves, and whether faster than before and fast enough (7.5).

Belongs here: `kpi_akselerasi` from the released annual figures of the whole region.
Stays out: what a figure is (`values`), whether it may be released (`status`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.history import former_indicators
from tests.oracle.inputs import Inputs
from tests.oracle.status import Status
from tests.oracle.values import YEAR, Value, direction

KEY = ["id_indikator", "tahun"]
NOT_ENOUGH = "BELUM_CUKUP_DATA"


@dataclass(frozen=True)
class Limits:
    """When two rates are the same, and how long a change needs to be somebody's by default."""

    tolerance: float
    same_share: float
    same_least: float
    lag_months: int
    months_a_year: tuple[float, float]


def acceleration_rows(inputs: Inputs, status: Status) -> list[dict[str, Any]]:
    """One row per indicator and year; rates are per year in the direction of the indicator."""
    limits = Limits(
        inputs.tolerance,
        inputs.threshold("tetap_relatif"),
        inputs.threshold("tetap_min"),
        int(inputs.threshold("jeda_dampak")),
        (inputs.threshold("jarak_acuan_min"), inputs.threshold("jarak_acuan_maks")),
    )
    annual: dict[str, list[Value]] = {}
    for value in status.figures:
        if _is_annual(inputs, value) and status.is_released(value):
            annual.setdefault(value.key.indicator, []).append(value)
    former = former_indicators(inputs)
    rows: list[dict[str, Any]] = []
    for indicator, figures in annual.items():
        figures.sort(key=lambda value: value.key.year)
        points = [value for value in figures if _is_point(value)]
        points = [*_inherited(annual, former.get(indicator, []), until=points), *points]
        for number, run in enumerate(_series(points), start=1):
            rows += [
                _row(inputs, run[:length], number=number, limits=limits)
                for length in range(1, len(run) + 1)
                if run[length - 1].key.indicator == indicator
            ]
        rows += [
            _row(inputs, [value], number=None, limits=limits)
            for value in figures
            if not _is_point(value)
        ]
    return rows


def _inherited(
    annual: dict[str, list[Value]], former: Sequence[str], *, until: Sequence[Value]
) -> list[Value]:
    """Points of agencies that were succeeded, in the years before the heir's own first one."""
    if not until:
        return []
    years: dict[int, Value] = {}
    for indicator in former:
        for value in annual.get(indicator, []):
            if _is_point(value) and value.key.year < until[0].key.year:
                years.setdefault(value.key.year, value)
    return [years[year] for year in sorted(years)]


def status_of(rate: float, former_rate: float, limits: Limits) -> str:
    """Verdict on two consecutive rates; getting worse is MUNDUR whatever the change."""
    if rate < -limits.tolerance:
        return "MUNDUR"
    change = rate - former_rate
    same = max(limits.same_share * abs(former_rate), limits.same_least)
    if abs(change) <= same + limits.tolerance:
        return "TETAP"
    return "DIPERCEPAT" if change > 0 else "MELAMBAT"


def rate(points: Sequence[Value], limits: Limits) -> float | None:
    """Change per year between the last two points; None when time or direction is missing."""
    if len(points) < 2:
        return None
    former, last = points[-2:]
    sign, years = _sign(last), _years(former, last, limits)
    if sign is None or years <= 0 or last.actual is None or former.actual is None:
        return None
    return sign * (last.actual - former.actual) / years


def _row(
    inputs: Inputs, points: Sequence[Value], *, number: int | None, limits: Limits
) -> dict[str, Any]:
    """The row of the last of the points, which are one series up to that year."""
    value = points[-1]
    now = rate(points, limits) if number else None
    before = rate(points[:-1], limits) if number else None
    needed = _needed(value) if number else None
    is_open = needed is not None and needed > limits.tolerance
    when = _reference_date(value)
    lag, why = lag_of(inputs, value.key.indicator, default=limits.lag_months)
    year = _government_year(inputs, when)
    return {
        "id_indikator": value.key.indicator,
        "tahun": value.key.year,
        "kode_opd": value.key.agency,
        "nomor_seri": number,
        "jumlah_titik": len(points) if number else 0,
        "jumlah_titik_warisan": sum(p.key.indicator != value.key.indicator for p in points),
        "tahun_pemerintahan": year,
        "is_baseline_tahun_1": year == 1,
        "realisasi": value.actual,
        "laju": now,
        "laju_sebelumnya": before,
        "percepatan": now - before if now is not None and before is not None else None,
        "laju_perlu": needed,
        "indeks_akselerasi": now / needed if is_open and needed and now is not None else None,
        "is_target_akhir_tercapai": None if needed is None else not is_open,
        "status_akselerasi": (
            status_of(now, before, limits) if now is not None and before is not None else NOT_ENOUGH
        ),
        "is_dapat_diatribusikan": _is_attributable(inputs, when, lag),
        "jeda_dampak": lag,
        "alasan_jeda": why,
    }


def lag_of(inputs: Inputs, indicator: str, *, default: int) -> tuple[int, str | None]:
    """Months an effect of an indicator needs, and why where it has a lag of its own."""
    own = [
        row
        for row in inputs.seed("jeda_indikator")
        if row["id_indikator"] == indicator
        and date.fromisoformat(row["berlaku_dari"]) <= inputs.scope.tanggal_batas
    ]
    if not own:
        return default, None
    latest = max(own, key=lambda row: row["berlaku_dari"])
    return int(latest["jeda_bulan"]), latest["alasan"]


def _is_annual(inputs: Inputs, value: Value) -> bool:
    return (value.period, value.key.region, value.key.dimension) == (YEAR, inputs.region, "")


def _is_point(value: Value) -> bool:
    """A figure of a known source over a whole year; a position stands at its own date."""
    is_whole = not value.is_partial or value.definition.get("jenis_agregasi") == "POSISI_AKHIR"
    return value.actual is not None and is_whole and _plain(value.definition, "sumber_data") != ""


def _series(points: Sequence[Value]) -> Iterator[list[Value]]:
    """The points cut wherever source, method, unit, aggregation or direction changes."""
    run: list[Value] = []
    for value in points:
        if run and _identity(run[-1]) != _identity(value):
            yield run
            run = []
        run.append(value)
    if run:
        yield run


def _identity(value: Value) -> tuple[str | None, ...]:
    unit = value.definition.get("satuan")
    return (
        _plain(value.definition, "sumber_data"),
        _plain(value.definition, "metode"),
        unit.strip().lower() if unit else None,
        value.definition.get("jenis_agregasi"),
        direction(value.definition),
    )


def _plain(row: Any, column: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", (row.get(column) or "").lower()).strip()


def _sign(value: Value) -> float | None:
    return {"NAIK": 1.0, "TURUN": -1.0}.get(direction(value.definition) or "")


def _years(former: Value, last: Value, limits: Limits) -> float:
    one, two = (value.row["tanggal_referensi_data"] for value in (former, last))
    apart = last.key.year - former.key.year
    if one is None or two is None:
        return apart
    months = float(12 * (two.year - one.year) + two.month - one.month)
    # Dates that go on, but too little or too far for the years between, are no dates (TGL-07); a
    # position within its year stands at its own.
    least, most = (months_a_year * apart for months_a_year in limits.months_a_year)
    is_odd = not last.is_partial and months > 0 and not least <= months <= most
    return apart if is_odd else months / 12


def _needed(value: Value) -> float | None:
    sign, now = _sign(value), value.actual
    end, target = (value.definition.get(name) for name in ("tahun_akhir", "target_akhir_rpjmd"))
    if sign is None or now is None or end is None or target is None or end <= value.key.year:
        return None
    return sign * float(target - now) / float(end - value.key.year)


def _reference_date(value: Value) -> date:
    stated = value.row["tanggal_referensi_data"]
    if stated is None:
        return date(value.key.year, 12, 31)
    return date(stated.year, stated.month, stated.day)


def _government_year(inputs: Inputs, when: date) -> int | None:
    found = [
        int(row["tahun_pemerintahan"])
        for row in inputs.seed("periode_pemerintahan")
        if date.fromisoformat(row["mulai"]) <= when <= date.fromisoformat(row["selesai"])
    ]
    return found[0] if found else None


def _is_attributable(inputs: Inputs, when: date, lag: int) -> bool:
    """Whether the lag between the inauguration and an effect has passed on that date."""
    begin = inputs.profile.facts.get("mulai_pemerintahan")
    if begin is None:
        return False
    start = date.fromisoformat(begin)
    months = start.year * 12 + start.month - 1 + lag
    return (when.year * 12 + when.month - 1, when.day) >= (months, start.day)
