"""The scalar formulas of one indicator value in plain Python, one number at a time.

Belongs here: formulas 7.2 to 7.4 of the published method: verdict, capaian, predicate, progress.
Stays out: reading data, rolling up (`reference`), thresholds and scales (seeds, so arguments).
See also: `int_realisasi__capaian`, the statement in SQL that publishes; the tests compare the two.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Polarity = Literal["NAIK", "TURUN", "RENTANG"]
_NOISE = 1e-9

TERCAPAI = "TERCAPAI"
TIDAK_TERCAPAI = "TIDAK_TERCAPAI"
TIDAK_TERDEFINISI = "TIDAK_TERDEFINISI"
TANPA_TARGET = "TANPA_TARGET"
TIDAK_ADA_DATA = "TIDAK_ADA_DATA"

# A value that is absent for a stated reason has that reason as its verdict.
_ABSENT = frozenset({"BELUM_RILIS", "TIDAK_DIUKUR", "TIDAK_BERLAKU"})


@dataclass(frozen=True)
class Target:
    """What was promised: one value for NAIK and TURUN, a closed range for RENTANG."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Capaian:
    """One achievement.

    Attributes:
        mentah: percent of target without floor or cap; None where no percentage is defined.
        tampil: the same kept within 0 to 100; None where it is not defined.
        status: the verdict; without a target TANPA_TARGET; without a value its stated reason
            (BELUM_RILIS, TIDAK_DIUKUR, TIDAK_BERLAKU), or TIDAK_ADA_DATA when none was given.
    """

    mentah: float | None
    tampil: float | None
    status: str


@dataclass(frozen=True)
class Band:
    """One row of a predicate scale, bounds in whole percents, both included."""

    low: float
    high: float
    name: str


def verdict(
    polarity: Polarity, actual: float | None, *, target: Target, tolerance: float
) -> str | None:
    """Whether the target is met, by comparison in the indicator's direction (7.2).

    NAIK is met iff actual >= target, TURUN iff actual <= target, RENTANG iff inside the range.
    The verdict exists where a percentage does not: for negative targets and for TURUN towards 0.
    Only NAIK with target 0 is TIDAK_TERDEFINISI. No actual or no target means no verdict.

    Args:
        polarity: the direction that is good.
        actual: the value reached, in the unit of the indicator.
        target: the promise, in the same unit.
        tolerance: how far a value may be beside the target and still meet it (seed `ambang`).
    """
    if actual is None:
        return None
    if polarity == "RENTANG":
        if target.low is None or target.high is None:
            return None
        met = target.low - tolerance <= actual <= target.high + tolerance
    elif target.value is None:
        return None
    elif polarity == "NAIK":
        if abs(target.value) <= tolerance:
            return TIDAK_TERDEFINISI
        met = actual >= target.value - tolerance
    else:
        met = actual <= target.value + tolerance
    return TERCAPAI if met else TIDAK_TERCAPAI


def capaian_mentah(
    polarity: Polarity, actual: float | None, *, target: Target, tolerance: float
) -> float | None:
    """Percent of target without floor or cap (7.2), or None where no percentage is defined.

    NAIK 100*R/T; TURUN 100*(2T-R)/T; RENTANG 100 inside, 100*R/low below, 100*(2*high-R)/high
    above. A target of 0 or below gives no percentage, but TURUN 0 reached exactly is 100
    (zero tolerance, for instance deaths).

    Args:
        polarity: the direction that is good.
        actual: the value reached, in the unit of the indicator.
        target: the promise, in the same unit.
        tolerance: distance within which two values are the same (seed `ambang`).
    """
    if actual is None:
        return None
    if polarity == "RENTANG":
        return _capaian_rentang(actual, target, tolerance)
    if target.value is None:
        return None
    if abs(target.value) <= tolerance:
        return 100.0 if polarity == "TURUN" and abs(actual) <= tolerance else None
    if target.value < 0:
        return None
    if polarity == "NAIK":
        return 100.0 * actual / target.value
    return 100.0 * (2.0 * target.value - actual) / target.value


def capaian_rasio(actual: float | None, *, target: Target, tolerance: float) -> float | None:
    """100*T/R of a falling indicator, the second formula of 7.2; None where it means nothing.

    Some applications use it; here it stands beside the one in force, for comparison only. A value
    of 0 has no ratio. A target of 0 is judged as in `capaian_mentah`.

    Args:
        actual: the value reached, in the unit of the indicator.
        target: the promise, in the same unit.
        tolerance: distance within which two values are the same (seed `ambang`).
    """
    if actual is None or target.value is None:
        return None
    if abs(target.value) <= tolerance:
        return 100.0 if abs(actual) <= tolerance else None
    if target.value < 0 or actual <= tolerance:
        return None
    return 100.0 * target.value / actual


def shown(mentah: float | None) -> float | None:
    """Percent kept within 0 to 100 (`CAPAIAN-TAMPIL`); a missing one stays missing."""
    return None if mentah is None else min(max(mentah, 0.0), 100.0)


def _capaian_rentang(actual: float, target: Target, tolerance: float) -> float | None:
    if target.low is None or target.high is None:
        return None
    if target.low - tolerance <= actual <= target.high + tolerance:
        return 100.0
    if actual < target.low:
        return 100.0 * actual / target.low if target.low > tolerance else None
    if target.high <= tolerance:
        return None
    return 100.0 * (2.0 * target.high - actual) / target.high


def capaian(
    polarity: Polarity,
    actual: float | None,
    *,
    target: Target,
    status_data: str | None,
    tolerance: float,
) -> Capaian:
    """Everything 7.2 says about one value.

    `tampil` is `mentah` kept within 0 to 100. TURUN with target 0 that was missed has no percentage
    and shows 0. A missing value stays missing: it never becomes 0 here, whatever its reason.

    Args:
        polarity: the direction that is good.
        actual: the value reached, or None.
        target: the promise.
        status_data: the state of the data as reported; it decides only where there is no value.
        tolerance: distance within which two values are the same (seed `ambang`).
    """
    if actual is None:
        return Capaian(None, None, status_data if status_data in _ABSENT else TIDAK_ADA_DATA)
    status = verdict(polarity, actual, target=target, tolerance=tolerance)
    mentah = capaian_mentah(polarity, actual, target=target, tolerance=tolerance)
    tampil = shown(mentah)
    missed_zero = (
        polarity == "TURUN"
        and target.value is not None
        and abs(target.value) <= tolerance
        and status == TIDAK_TERCAPAI
    )
    return Capaian(mentah, 0.0 if missed_zero else tampil, status or TANPA_TARGET)


def predicate(tampil: float | None, scale: Sequence[Band]) -> str | None:
    """Name of the band of a shown achievement (7.3), or None when there is none.

    The value is rounded half up to a whole percent first, so that the bands leave no holes:
    90.4 belongs to the band that ends at 90, 90.5 to the one that begins at 91.

    Args:
        tampil: percent within 0 to 100, or None.
        scale: the bands of one version of a scale (seed `skala`).
    """
    if tampil is None:
        return None
    whole = math.floor(tampil + 0.5 + _NOISE)  # binary noise must not drop 90.5 to 90
    for band in scale:
        if band.low <= whole <= band.high:
            return band.name
    return None


def progress(
    actual: float | None, *, baseline: float | None, target: float | None, tolerance: float
) -> float | None:
    """Percent of the promised change that has happened (7.4): 100*(R-B)/(T-B).

    The sign works for rising and falling indicators; negative means going backwards and is not
    clipped. With the end target of the RPJMD as `target` this is `progres_rpjmd`.

    Args:
        actual: the value reached.
        baseline: the value before.
        target: the value promised.
        tolerance: distance within which target and baseline are the same (seed `ambang`);
            then nothing was promised and the result is None.
    """
    if actual is None or baseline is None or target is None:
        return None
    promised = target - baseline
    if abs(promised) <= tolerance:
        return None
    return 100.0 * (actual - baseline) / promised


def path_share(year: float, *, start: float, end: float) -> float | None:
    """Percent of the road in time that has passed (7.4): 100*(t-t_B)/(t_end-t_B).

    An indicator is on track iff its progress to the end target is at least this.

    Args:
        year: reference date of the value, in years.
        start: reference date of the baseline, in years.
        end: date of the end target, in years; None is returned unless it lies after `start`.
    """
    return 100.0 * (year - start) / (end - start) if end > start else None
