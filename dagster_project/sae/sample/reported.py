"""Which periods a report holds, when they end, and how a number is written in its sentences.

Belongs here: the calendar of one file and the spelling of its numbers.
Stays out: values (`series`), rows (`submission`, `obstacles`).
"""

from __future__ import annotations

from datetime import date, timedelta

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.sample.series import QUARTERS
from dagster_project.sae.sample.world import Entry

_HISTORY_YEARS = 2


def end_of(year: int, period: str) -> date:
    """Last day of a period."""
    month = QUARTERS[period][-1] * 3
    first_of_next = date(year + (month == 12), month % 12 + 1, 1)
    return first_of_next - timedelta(days=1)


def number_text(value: float, decimals: int) -> str:
    """A number as Indonesian readers write it: point for thousands, comma for decimals."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def periods(entry: Entry, cycle: Cycle) -> list[tuple[int, str]]:
    """Years and periods an indicator has in a file; a yearly cycle also shows its history."""
    if cycle.period != "THN":
        return [(cycle.year, cycle.period)]
    years = [(cycle.year - back, "THN") for back in range(_HISTORY_YEARS, -1, -1)]
    if entry.measure.agregasi == "TAHUNAN_SAJA":
        return years
    return years + [(cycle.year, f"TW{quarter}") for quarter in range(1, 5)]
