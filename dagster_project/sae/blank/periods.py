"""Reporting periods as quarters of a year: which comes before which, and where one ends.

Belongs here: the seed `periode.csv` in the few questions that a workbook asks of it.
Stays out: cycles and their dates (`contract.profile`).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.settings import Settings

_NONE = (0, 0)


@dataclass(frozen=True)
class Periods:
    """The periods of a year, each with its first and last quarter and its last month."""

    quarters: Mapping[str, tuple[int, int]]
    end_months: Mapping[str, int]

    @classmethod
    def of(cls, settings: Settings) -> Periods:
        """Read the seed."""
        rows = list(seed_rows(settings.policy_dir, "periode.csv"))
        return cls(
            {
                row.text("periode"): (
                    int(row.text("triwulan_awal")),
                    int(row.text("triwulan_akhir")),
                )
                for row in rows
            },
            {row.text("periode"): int(row.text("bulan_akhir")) for row in rows},
        )

    def when(self, year: int | None, period: str | None) -> tuple[int, int, int]:
        """Sorts by the end of a period; of two with one end the longer one is later."""
        first, last = self.quarters.get(period or "", _NONE)
        return year or 0, last, last - first

    def end(self, year: int, period: str) -> date:
        """The last day of a period."""
        month = self.end_months[period]
        return date(year, month, calendar.monthrange(year, month)[1])

    def is_whole_year(self, period: str) -> bool:
        """Whether a period is the year itself, when a yearly figure is due."""
        return self.quarters.get(period) == (1, 4)

    def since_january(self, period: str, stated: Iterable[str]) -> list[str] | None:
        """Those stated periods that make up the year from January to before a period.

        Returns:
            Periods in their order, each quarter once; None where a quarter is missing.
        """
        known = {self.quarters[p]: p for p in stated if p in self.quarters}
        until = self.quarters[period][0]
        at, found = 1, []
        while at < until:
            fitting = [q for q in known if q[0] == at and q[1] < until]
            if not fitting:
                return None
            chosen = min(fitting, key=lambda quarters: quarters[1])
            found.append(known[chosen])
            at = chosen[1] + 1
        return found
