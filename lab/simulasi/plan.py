"""The plan of a simulated quarter, read from YAML: what happens on which day, what must then hold.

Belongs here: events and milestones as facts, and refusing a plan that says something else.
Stays out: making files (`files`), living through the days (`quarter`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

DEEDS = frozenset(
    {"riwayat", "kirim", "kirim_cacat", "kirim_awal", "salinan", "revisi", "perbaiki", "buruk",
     "menyamar", "ganti_nama", "betulkan_profil", "kirim_baru", "sematkan", "lepas"}
)  # fmt: skip
EXPECTED = frozenset(
    {"siklus", "diharapkan", "diterima", "tepat_waktu", "terlambat", "opd_ditahan", "baris_rilis",
     "baris_tahan", "keputusan", "baris", "belum_kirim", "perlu_perbaikan", "rilis", "sebab",
     "kabar", "jalan"}
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One thing that happens on a day, and how the story tells it.

    Attributes:
        day: on which day, in office hours.
        deed: one of DEEDS.
        what: places of agencies in the roster (from 1), names of files, or facts of the deed.
        told: an Indonesian sentence.
    """

    day: date
    deed: str
    what: Any
    told: str


@dataclass(frozen=True)
class Milestone:
    """What must hold at the end of a day; only what is written is compared."""

    day: date
    name: str
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A quarter: its days, its agencies, what happens and what must hold."""

    first: date
    days: int
    agencies: int
    seed: int
    is_daily: bool
    events: tuple[Event, ...]
    milestones: tuple[Milestone, ...]

    @property
    def last(self) -> date:
        """The last day."""
        return self.first + timedelta(days=self.days - 1)

    def days_to_live(self) -> list[date]:
        """Every day; or, for the short plan, those on which something happens or must hold."""
        every = [self.first + timedelta(days=n) for n in range(self.days)]
        if self.is_daily:
            return every
        busy = {event.day for event in self.events} | {m.day for m in self.milestones}
        return [day for day in every if day in busy]


def load_plan(file: Path) -> Plan:
    """Read a plan.

    Raises:
        ValueError: it holds a deed, an expectation or a day that does not exist.
    """
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    events = tuple(_event(row) for row in content["peristiwa"])
    milestones = tuple(
        Milestone(row["pada"], row["nama"], row["harus"]) for row in content["patokan"]
    )
    plan = Plan(
        content["mulai"], content["hari"], content["opd"], content["benih"],
        content["setiap_hari"], events, milestones,
    )  # fmt: skip
    for what in (*events, *milestones):
        if not plan.first <= what.day <= plan.last:
            raise ValueError(f"{file.name}: {what.day} lies outside the quarter")
    for milestone in milestones:
        unknown = set(milestone.expected) - EXPECTED
        if unknown:
            raise ValueError(f"{file.name}: {milestone.day} expects {sorted(unknown)}")
    return plan


def _event(row: dict[str, Any]) -> Event:
    told = row.pop("cerita")
    day = row.pop("pada")
    [(deed, what)] = row.items()
    if deed not in DEEDS:
        raise ValueError(f"{deed!r} is no deed; known are {', '.join(sorted(DEEDS))}")
    return Event(day, deed, what, told)
