"""The end of the story: runs, growth per day, and what five years of it would take.

Belongs here: adding up sizes and printing them in Indonesian.
Stays out: measuring (`observe`), living (`quarter`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from lab.simulasi.plan import Plan
from lab.simulasi.quarter import Lived

DAYS_OF_FIVE_YEARS = 5 * 365
KEPT_WHOLE = ("arsip", "rilis", "kembali", "kerja", "kerja/dagster")


@dataclass(frozen=True)
class Growth:
    """One folder over the quarter: at its end, and per day since the end of the first day."""

    name: str
    files: int
    size: int
    files_per_day: float
    bytes_per_day: float

    @property
    def five_years(self) -> float:
        """Bytes after five years of such quarters, without maintenance."""
        return self.size + self.bytes_per_day * DAYS_OF_FIVE_YEARS


def growth(plan: Plan, lived: Lived) -> list[Growth]:
    """How each folder grew."""
    first, last = lived.sizes[0], lived.sizes[-1]
    days = max((last.day - first.day).days, 1)
    rows = []
    for name in KEPT_WHOLE:
        files, size = last.folders[name]
        files_before, size_before = first.folders[name]
        rows.append(
            Growth(name, files, size, (files - files_before) / days, (size - size_before) / days)
        )
    return rows


def closing(plan: Plan, lived: Lived) -> Iterator[str]:
    """The last page of the story."""
    seconds = [row[3] for row in lived.runs]
    yield ""
    yield (
        f"{plan.days} hari, {plan.agencies} OPD: {len(lived.runs)} jalan penuh "
        f"({sum(not row[2] for row in lived.runs)} gagal), {lived.ticks} detak jadwal dan sensor, "
        f"{len(lived.messages)} kabar. Satu jalan {median(seconds or [0]):.0f} detik (median)."
    )
    yield ""
    yield (
        f"{'Folder':<15}{'berkas':>9}{'MiB':>9}{'berkas/hari':>14}{'KiB/hari':>11}"
        f"{'5 tahun, GiB':>15}"
    )
    for row in growth(plan, lived):
        yield (
            f"{row.name:<15}{row.files:>9}{row.size / 2**20:>9.1f}{row.files_per_day:>14.1f}"
            f"{row.bytes_per_day / 2**10:>11.1f}{row.five_years / 2**30:>15.2f}"
        )
    yield ""
    if lived.wrong:
        yield f"{len(lived.wrong)} hal tidak seperti yang tertulis:"
        yield from (f"  {line}" for line in lived.wrong)
    else:
        yield "Semua patokan sesuai dengan yang tertulis."
