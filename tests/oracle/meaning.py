"""What a reported row means: whether it has a figure, which category it is of, of which day it is.

Belongs here: the reading of a row by its meaning, as `stg_intake__realisasi`, `int_dimensi__baku`
and `int_realisasi__lapor` state it in SQL.
Stays out: which rows count (`inputs`), values (`values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

Row = Mapping[str, Any]

# States that have no figure, whatever stands in the cell.
NO_FIGURE = frozenset({"BELUM_RILIS", "TIDAK_BERLAKU", "TIDAK_DIUKUR"})
LAST_MONTH = {"TW1": 3, "TW2": 6, "TW3": 9, "TW4": 12, "SM1": 6, "SM2": 12, "THN": 12}
# Thresholds behind the limits of a day, in the order of `DayLimits`.
DAY_LIMITS = ("lewat_acuan_hari", "umur_data_tahun")


@dataclass(frozen=True)
class DayLimits:
    """Between which days a date of reference may lie."""

    received: date
    days_late: int
    years_early: int


def as_meant(row: Row, categories: Mapping[str, str], limits: DayLimits) -> dict[str, Any]:
    """A row without a figure its state denies, with its category, without a day that cannot be.

    What was written stays beside it: `realisasi_tertulis`, `dimensi_tertulis` and
    `tanggal_referensi_tertulis`.
    """
    written, day = text_of(row["dimensi"]), row["tanggal_referensi_data"]
    is_odd = day is not None and _is_odd_day(row, _day(day), limits)
    return {
        **row,
        "realisasi": None if row["status_data"] in NO_FIGURE else row["realisasi"],
        "realisasi_tertulis": row["realisasi"],
        "dimensi": categories.get(written, written),
        "dimensi_tertulis": written or None,
        "tanggal_referensi_data": None if is_odd else day,
        "tanggal_referensi_tertulis": day,
        "is_acuan_janggal": is_odd,
    }


def _is_odd_day(row: Row, day: date, limits: DayLimits) -> bool:
    if day > limits.received:
        return True
    if row["tahun"] is None or row["periode"] not in LAST_MONTH:
        return False
    end = period_end(int(row["tahun"]), row["periode"])
    first = years_later(end, -limits.years_early)
    return not first <= day <= end + timedelta(days=limits.days_late)


def categories_of(
    spellings: Iterable[tuple[datetime, str | None]], *, totals: Mapping[str, str]
) -> dict[str, str]:
    """Spelling to category; the spelling received first names it, a word for the total means none.

    Args:
        spellings: receipt and spelling of every reported row.
        totals: words of the seed `kata_jumlah` with what they do.
    """
    named: dict[str, str] = {}
    found: dict[str, str] = {}
    for _, spelling in sorted({(when, text_of(said)) for when, said in spellings}):
        if spelling:
            meaning = re.sub("[ _-]+", " ", spelling.lower().rstrip(" .:;,_-")).strip()
            named.setdefault(meaning, spelling)
            found[spelling] = "" if says_total(spelling, totals) else named[meaning]
    return found


def says_total(said: str, totals: Mapping[str, str]) -> bool:
    """Whether all words of a text are known beside a total and one of them means it by itself."""
    words = re.findall("[a-z0-9]+", said.lower())
    return set(words) <= totals.keys() and "JUMLAH" in {totals[word] for word in words}


def period_end(year: int, period: str) -> date:
    """First day after the last month of a period, less one: the last day of the period."""
    month = LAST_MONTH[period]
    first_after = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(first_after.toordinal() - 1)


def years_later(day: date, years: int) -> date:
    """The same day so many years later; of 29 February the last day of that month."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28 if is_leap_day and years % 4 else day.day)


def text_of(value: Any) -> str:
    """A text without blanks at either end; empty where there is none."""
    return str(value or "").strip(" ")


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
