"""The thresholds of the policy: a long seed, one row per threshold, version and excepted cycle.

Belongs here: reading and refusing `ambang.csv`, the value in force on a day for a cycle.
Stays out: what a threshold is used for (SQL by the macro `ambang_berlaku`, `lexicon`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dagster_project.sae.checks.policy_rows import policy_rows
from dagster_project.sae.installation.errors import SuiteError

THRESHOLDS_NAME = "ambang.csv"
_COLUMNS = ("id_ambang", "id_siklus", "nilai", "versi", "berlaku_dari", "alasan")


@dataclass(frozen=True)
class Thresholds:
    """Thresholds in force on one day, by id."""

    values: Mapping[str, float]

    def value(self, name: str) -> float:
        """The value of a threshold.

        Raises:
            SuiteError: no version of it is in force.
        """
        if name not in self.values:
            raise SuiteError(f"{THRESHOLDS_NAME}: no {name} is in force; add a row with its reason")
        return self.values[name]


def load_thresholds(folder: Path, *, day: date, cycle: str | None = None) -> Thresholds:
    """Of each threshold the latest version in force on that day, that of the cycle before any.

    Args:
        folder: the policy seeds.
        day: the cut-off date.
        cycle: id of the cycle whose own rows count too; only general rows when None.

    Raises:
        SuiteError: the seed is missing or a row cannot be used; names file, line and column.
    """
    latest: dict[str, tuple[tuple[bool, date], float]] = {}
    days: Mapping[object, int] = {}
    versions: Mapping[object, int] = {}
    for row in policy_rows(folder, THRESHOLDS_NAME, columns=_COLUMNS):
        name, since, value = row.text("id_ambang"), row.day("berlaku_dari"), row.number("nilai")
        own = row.values["id_siklus"].strip() or None
        row.text("alasan")
        days = row.refuse_twice(days, (name, own, since))
        versions = row.refuse_twice(versions, (name, own, row.integer("versi")))
        rank = (own is not None, since)
        is_meant = since <= day and own in {None, cycle}
        if is_meant and (name not in latest or latest[name][0] < rank):
            latest[name] = (rank, value)
    return Thresholds({name: value for name, (_, value) in latest.items()})
