"""Invented values over time: one path for one seed and indicator, whatever is asked first.

Belongs here: yearly levels, quarters, targets, and whether a period misses its target.
Stays out: what an indicator means (`catalogue`), rows of a workbook (`submission`), sins (`sins`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from random import Random

from dagster_project.sae.sample.catalogue import Measure, Output

QUARTERS = {
    "TW1": (1,), "TW2": (2,), "TW3": (3,), "TW4": (4,),
    "SM1": (1, 2), "SM2": (3, 4), "THN": (1, 2, 3, 4),
}  # fmt: skip
_SHARES = (0.20, 0.26, 0.28, 0.26)
_CUMULATIVE_TARGET = (0.20, 0.46, 0.74, 1.0)
_PEAKS = (0.84, 0.92, 1.0, 0.95)
_MET, _SLOW = (1.03, 1.35), (0.35, 0.90)
_SHARE_MET = 0.75


@dataclass(frozen=True)
class Clock:
    """The year of the baseline and the last year of the plan."""

    base_year: int
    end_year: int


@dataclass(frozen=True)
class Value:
    """One value; `numerator / denominator` gives it where the indicator is a ratio."""

    actual: float
    numerator: float | None = None
    denominator: float | None = None


@dataclass(frozen=True)
class Point:
    """One period of an indicator: the value (None when it is only published once a year)."""

    value: Value | None
    target_year: float
    target_period: float | None
    is_missed: bool


@dataclass(frozen=True)
class Path:
    """The invented path of one indicator.

    Attributes:
        key: what the path depends on besides the measure: seed and indicator.
        measure: definition with the value at the baseline (`awal`) and at the end (`akhir`).
        decimals: decimals of the published value.
        clock: years of the baseline and of the end.
    """

    key: str
    measure: Measure
    decimals: int
    clock: Clock

    @cached_property
    def step(self) -> float:
        """Planned change a year, in the unit of the indicator."""
        years = self.clock.end_year - self.clock.base_year
        return (self.measure.akhir - self.measure.awal) / years

    @property
    def baseline(self) -> float:
        """Published value of the baseline year."""
        return self.value(self.clock.base_year, "THN").actual

    def value(self, year: int, period: str) -> Value:
        """Value of a period, put together from its quarters as the aggregation kind says (7.1)."""
        quarters = [self._quarter(year, quarter) for quarter in QUARTERS[period]]
        kind = self.measure.agregasi
        if kind == "KUMULATIF":
            return Value(self._rounded(sum(q.actual for q in quarters)))
        if kind == "MAKSIMUM":
            return max(quarters, key=lambda q: q.actual)
        if kind == "RATA_RATA":
            if self.measure.has_ratio:
                return self._ratio(
                    sum(q.numerator or 0.0 for q in quarters),
                    sum(q.denominator or 0.0 for q in quarters),
                )
            return Value(self._rounded(sum(q.actual for q in quarters) / len(quarters)))
        return quarters[-1]

    def point(self, year: int, period: str) -> Point:
        """Value, targets and verdict of a period."""
        target = self._target(year)
        if self.measure.agregasi == "TAHUNAN_SAJA":
            if period != "THN":
                return Point(None, target, None, is_missed=False)
            value = self.value(year, period)
            return Point(value, target, None, is_missed=self._misses(value.actual, target))
        target_period = target if period == "THN" else self._target_until(year, period)
        return Point(
            self.value(year, period),
            target,
            target_period,
            is_missed=any(
                self._misses(actual, target_period) for actual in self._judged(year, period)
            ),
        )

    def _judged(self, year: int, period: str) -> list[float]:
        """Values a reader may hold against the target: the period's, and that since January."""
        own = self.value(year, period).actual
        last = QUARTERS[period][-1]
        to_date = [self._quarter(year, quarter).actual for quarter in range(1, last + 1)]
        kind = self.measure.agregasi
        if kind == "KUMULATIF":
            return [sum(to_date)]
        if kind == "RATA_RATA":
            return [own, sum(to_date) / len(to_date)]
        return [own, max(to_date)] if kind == "MAKSIMUM" else [own]

    def _misses(self, actual: float, target: float) -> bool:
        measure = self.measure
        if measure.rentang is not None:
            return not measure.rentang[0] <= actual <= measure.rentang[1]
        return actual < target if measure.arah == "NAIK" else actual > target

    def _random(self, *of: object) -> Random:
        return Random("|".join([self.key, *map(str, of)]))  # noqa: S311 - a sample, not a secret

    def _level(self, year: int) -> float:
        base = self.clock.base_year
        if year < base:
            return self._level(year + 1) - self.step * self._random("lalu", year).uniform(0.6, 1.4)
        if year == base:
            return self.measure.awal
        return self._level(year - 1) + self.step * self._pace(year)

    def _pace(self, year: int) -> float:
        since = year - self.clock.base_year - 1
        if self.measure.laju is not None and since < len(self.measure.laju):
            return self.measure.laju[since]
        random = self._random("laju", year)
        return random.uniform(*(_MET if random.random() < _SHARE_MET else _SLOW))

    def _quarter(self, year: int, quarter: int) -> Value:
        kind = self.measure.agregasi
        level = self._level(year)
        if kind == "POSISI_AKHIR":
            before = self._level(year - 1)
            return self._measured(year, before + (level - before) * quarter / 4)
        if kind == "RATA_RATA":
            season = self._random("musim", year, quarter).uniform(-0.05, 0.05)
            drift = (quarter - 2.5) * 0.12 + season
            return self._measured(year, level + drift * self.step, part=4)
        if kind == "KUMULATIF":
            share = _SHARES[quarter - 1] * self._random("bagi", year, quarter).uniform(0.97, 1.03)
            return self._measured(year, level * share)
        if kind == "MAKSIMUM":
            return self._measured(year, level * _PEAKS[quarter - 1])
        return self._measured(year, level)

    def _measured(self, year: int, raw: float, *, part: int = 1) -> Value:
        if not self.measure.has_ratio or self.measure.populasi is None:
            return Value(self._rounded(raw))
        growth = (1 + self.measure.tumbuh / 100) ** (year - self.clock.base_year)
        places = self.measure.desimal_penyebut
        denominator = round(self.measure.populasi * growth / part, places)
        return self._ratio(round(raw * denominator / self._scale, places), denominator)

    def _ratio(self, numerator: float, denominator: float) -> Value:
        return Value(
            self._rounded(self._scale * numerator / denominator),
            round(numerator, self.measure.desimal_penyebut),
            round(denominator, self.measure.desimal_penyebut),
        )

    @property
    def _scale(self) -> float:
        return 100.0 if self.measure.satuan == "persen" else 1.0

    def _target(self, year: int) -> float:
        if self.measure.rentang is not None:
            return self._rounded(sum(self.measure.rentang) / 2)
        base = self.clock.base_year
        if year > base:
            return self._rounded(self.measure.awal + self.step * (year - base))
        ease = -0.25 if year == base else self._random("target", year).uniform(-0.30, 0.25)
        return self._rounded(self._level(year) + ease * self.step)

    def _target_until(self, year: int, period: str) -> float:
        last = QUARTERS[period][-1]
        if self.measure.agregasi == "KUMULATIF":
            return self._rounded(self._target(year) * _CUMULATIVE_TARGET[last - 1])
        if self.measure.agregasi == "POSISI_AKHIR" and self.measure.rentang is None:
            start = self.measure.awal + self.step * (year - 1 - self.clock.base_year)
            return self._rounded(start + self.step * last / 4)
        return self._target(year)

    def _rounded(self, value: float) -> float:
        return round(value, self.decimals)


def output_measure(output: Output) -> Measure:
    """An output seen as a measure: an amount a year that should grow."""
    return Measure(
        nama=output.nama,
        definisi=f"{output.nama} pada tahun berjalan, dari berita acara serah terima.",
        pilar=output.pilar,
        satuan=output.satuan,
        agregasi="KUMULATIF",
        rumus="banyaknya menurut berita acara serah terima pada periode",
        awal=output.awal,
        akhir=output.akhir,
        sumber="ADM-OPD",
        sasaran="",
        penerima=0,
    )
