"""The value of every reported period, and of the years that follow from their parts (7.1).

Belongs here: which report of a figure counts, year to date, derived years, the target of a period.
Stays out: achievement (`formulas`), whether a row is held (`status`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.figures.formulas import Polarity, Target
from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.meaning import LAST_MONTH, period_end
from tests.oracle.vintages import Key, standing, vintages

YEAR = "THN"
_QUARTERS = ("TW1", "TW2", "TW3", "TW4")
_SEMESTERS = ("SM1", "SM2")


@dataclass(frozen=True)
class Value:
    """One figure that counts.

    Attributes:
        row: the reported row; of a derived year the part it stands on.
        definition: the definition in force for it; empty when there is none.
        actual: the value that is compared with the target; of KUMULATIF the year to date.
        rests_on: ids of all reported rows the value is made of, its own included.
        is_partial: a part of the value is missing.
        is_prorated: the target is the annual one spread over the quarters, as none was given.
        is_revised: an earlier report or version said another value or state, of it or of a part of
            the sum it is.
    """

    key: Key
    period: str
    row: Row
    cycle: Cycle | None
    definition: Row
    target: Target
    actual: float | None
    rests_on: tuple[str, ...]
    is_derived: bool = False
    is_partial: bool = False
    is_prorated: bool = False
    is_revised: bool = False

    @property
    def row_id(self) -> str:
        """Id of the reported row it stands on."""
        return str(self.row["id_baris"])


def values(inputs: Inputs) -> list[Value]:
    """All figures that count, reported ones first and derived years after their parts."""
    found: list[Value] = []
    for key, periods in counted(inputs).items():
        reported = {p: _reported(inputs, key, rows=periods, period=p) for p in periods}
        found += reported.values()
        year = _derived_year(inputs, key, reported)
        if year is not None:
            found.append(year)
    return found


def counted(inputs: Inputs) -> dict[Key, dict[str, list[tuple[ActiveFile, Row]]]]:
    """For each key and period what was said up to the statement that counts, which is the last."""
    found: dict[Key, dict[str, list[tuple[ActiveFile, Row]]]] = {}
    for key, periods in vintages(inputs).items():
        for period, statements in periods.items():
            place = standing(inputs, statements)
            if place is not None:
                said = [(s.file, s.row) for s in statements[: place + 1]]
                found.setdefault(key, {})[period] = said
    return found


def _reported(
    inputs: Inputs,
    key: Key,
    *,
    rows: dict[str, list[tuple[ActiveFile, Row]]],
    period: str,
) -> Value:
    file, row = rows[period][-1]
    definition = inputs.definition(key.agency, key.indicator, file.cycle) or {}
    kind = definition.get("jenis_agregasi")
    value = Value(
        key=key,
        period=period,
        row=row,
        cycle=file.cycle,
        definition=definition,
        target=_target(row, definition=definition, period=period),
        actual=row["realisasi"],
        rests_on=(row["id_baris"],),
        is_prorated=_is_prorated(row, definition=definition, period=period),
        is_revised=_is_revised(rows[period]),
    )
    if kind == "TAHUNAN_SAJA" and period != YEAR:
        return replace(value, actual=None)
    if kind == "KUMULATIF" and period != YEAR:
        return _year_to_date(inputs, value, rows)
    return value


def _is_revised(said: list[tuple[ActiveFile, Row]]) -> bool:
    return len({(row["realisasi"], row["status_data"]) for _, row in said}) > 1


def _year_to_date(
    inputs: Inputs, value: Value, rows: dict[str, list[tuple[ActiveFile, Row]]]
) -> Value:
    if value.actual is None:
        return value
    kin = _QUARTERS if value.period in _QUARTERS else _SEMESTERS
    wanted = kin[: kin.index(value.period) + 1]
    unit = _unit_series(inputs, value.key, value.cycle)
    parts = [
        row
        for file, row in (rows[p][-1] for p in wanted if p in rows)
        if _unit_series(inputs, value.key, file.cycle) == unit
    ]
    amounts = [p["realisasi"] for p in parts if p["realisasi"] is not None]
    return replace(
        value,
        actual=float(sum(amounts)),
        rests_on=tuple(part["id_baris"] for part in parts),
        is_partial=len(amounts) < len(wanted),
        is_revised=any(_is_revised(rows[p]) for p in wanted if p in rows),
    )


def _derived_year(inputs: Inputs, key: Key, reported: dict[str, Value]) -> Value | None:
    """The year from its quarters, else semesters, once it is over and was not reported itself."""
    is_over = period_end(key.year, YEAR) <= inputs.scope.tanggal_batas
    wanted = next((k for k in (_QUARTERS, _SEMESTERS) if any(p in reported for p in k)), ())
    if YEAR in reported or not is_over or not wanted:
        return None
    parts, with_value = _last_series(inputs, [reported[p] for p in wanted if p in reported])
    base = (with_value or parts)[-1]
    kind = base.definition.get("jenis_agregasi")
    if kind is None or kind == "TAHUNAN_SAJA":
        return None
    return replace(
        base,
        period=YEAR,
        target=_target(base.row, definition=base.definition, period=YEAR),
        actual=_year_value(kind, with_value, factor=inputs.factor_of(base.definition)),
        rests_on=tuple(part.row_id for part in reported.values()),
        is_derived=True,
        is_partial=len(with_value) < len(wanted),
        is_prorated=False,
        is_revised=any(part.is_revised for part in parts),
    )


def _last_series(inputs: Inputs, parts: list[Value]) -> tuple[list[Value], list[Value]]:
    """The parts in one unit that reach furthest into the year, and those of them with a value."""
    series: dict[str | None, list[Value]] = {}
    for part in parts:
        series.setdefault(_unit_series(inputs, part.key, part.cycle), []).append(part)
    found = [(own, [p for p in own if p.row["realisasi"] is not None]) for own in series.values()]
    return max(found, key=lambda pair: parts.index((pair[1] or pair[0])[-1]))


def _unit_series(inputs: Inputs, key: Key, cycle: Cycle | None) -> str | None:
    return inputs.unit_series(key.agency, key.indicator, cycle)


def _year_value(kind: str, parts: Sequence[Value], *, factor: float | None) -> float | None:
    amounts = [float(part.row["realisasi"]) for part in parts]
    if not amounts:
        return None
    if kind == "KUMULATIF":
        return sum(amounts)
    if kind == "MAKSIMUM":
        return max(amounts)
    if kind == "POSISI_AKHIR":
        return amounts[-1]
    pairs = [(part.row["pembilang"], part.row["penyebut"]) for part in parts]
    if factor is not None and all(p is not None and q is not None and q > 0 for p, q in pairs):
        return factor * sum(float(p) for p, _ in pairs) / sum(float(q) for _, q in pairs)
    return sum(amounts) / len(amounts)


def direction(definition: Row) -> Polarity | None:
    """The direction to compute with: as stated, else as the formula of a foreign form implies."""
    return definition.get("polaritas") or definition.get("polaritas_formulir")


def _target(row: Row, *, definition: Row, period: str) -> Target:
    if direction(definition) == "RENTANG":
        return Target(low=row["target_bawah"], high=row["target_atas"])
    if period == YEAR:
        return Target(row["target_tahun"])
    if _is_prorated(row, definition=definition, period=period):
        return Target(row["target_tahun"] * LAST_MONTH[period] / 12)
    return Target(row["target_periode"])


def _is_prorated(row: Row, *, definition: Row, period: str) -> bool:
    """Never the annual target in the middle of a year, unless it is spread and flagged."""
    return (
        period != YEAR
        and definition.get("jenis_agregasi") == "KUMULATIF"
        and direction(definition) != "RENTANG"
        and row["target_periode"] is None
        and row["target_tahun"] is not None
    )
