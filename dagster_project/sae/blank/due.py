"""When a figure that comes once a year is expected, from what its definition says in words.

Belongs here: reading `jadwal_rilis` such as 'Maret tahun berikutnya'. A schedule that says no month
gives no day: whoever fills the workbook writes it.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from dagster_project.sae.intake.forms.spellings import MONTHS

_WORD = re.compile(r"[a-z]+")
_NEXT_YEAR = frozenset({"berikutnya", "depan", "sesudahnya"})


def expected_release(schedule: str | None, *, year: int) -> date | None:
    """The last day of the month a yearly figure is published in.

    Args:
        schedule: words of the definition.
        year: the year of the figure.

    Returns:
        None where the words name no month, or more than one.
    """
    words = _WORD.findall((schedule or "").casefold())
    months = {MONTHS[word] for word in words if word in MONTHS}
    if len(months) != 1:
        return None
    [month] = months
    later = year + (not _NEXT_YEAR.isdisjoint(words))
    return date(later, month, calendar.monthrange(later, month)[1])
