"""What every sin needs: rows of an indicator, one that no sin has touched, a story that still fits.

Belongs here: finding and changing rows of one submission, and what a sin says it touched.
Stays out: the sins themselves (`sin_acts`, `sin_figures`, `sin_results`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from dagster_project.sae.sample.obstacles import obstacle
from dagster_project.sae.sample.submission import Row, Submission
from dagster_project.sae.sample.world import Entry, World


@dataclass(frozen=True)
class Touch:
    """What a sin did: the sheet, row and field it changed, in one sentence.

    `earlier` is a superseded first version that has to be sent as well; the sin then stands in it.
    """

    sheet: str
    column: str
    text: str
    row: Row | None = None
    earlier: Submission | None = None


def outcomes(submission: Submission, world: World) -> list[Entry]:
    """Outcomes with a value in the period of the cycle."""
    return [
        entry
        for entry in world.entries(submission.opd)
        if entry.output is None
        and any(row["status_data"] == "TERSEDIA" for row in rows_of_cycle(submission, entry))
    ]


def outputs(submission: Submission, world: World) -> list[Entry]:
    """Outputs with a value in the period of the cycle."""
    return [
        entry
        for entry in world.entries(submission.opd)
        if entry.output is not None
        and any(row["status_data"] == "TERSEDIA" for row in rows_of_cycle(submission, entry))
    ]


def positions(submission: Submission, world: World) -> list[Entry]:
    """Outcomes that are a position: a value missing in one quarter breaks no later sum."""
    return [e for e in outcomes(submission, world) if e.measure.agregasi == "POSISI_AKHIR"]


def pick(submission: Submission, world: World, entries: list[Entry]) -> Entry | None:
    """One of the entries no sin has touched yet, always the same for the same seed."""
    free = [entry for entry in entries if entry.id not in submission.touched]
    if not free:
        return None
    entry = world.random(submission.opd.code, submission.cycle.id, "dosa", len(free)).choice(free)
    submission.touched.add(entry.id)
    return entry


def rows_of(submission: Submission, sheet: str, entry: Entry) -> list[Row]:
    """Rows of the entry on a sheet."""
    return [row for row in submission.tables[sheet] if row["id_indikator"] == entry.id]


def rows_of_cycle(submission: Submission, entry: Entry) -> list[Row]:
    """Rows of the entry for the very period of the cycle."""
    cycle = submission.cycle
    return [
        row
        for row in rows_of(submission, "REALISASI", entry)
        if (row["tahun"], row["periode"]) == (cycle.year, cycle.period)
    ]


def scale(row: Row, entry: Entry, *, factor: float) -> None:
    """Change a value so that numerator, denominator and value still agree."""
    if row["penyebut"]:
        places = entry.measure.desimal_penyebut
        row["pembilang"] = round(row["pembilang"] * factor, places)
        whole = 100.0 if entry.measure.satuan == "persen" else 1.0
        value = whole * row["pembilang"] / row["penyebut"]
    else:
        value = row["realisasi"] * factor
    row["realisasi"] = round(value, entry.path.decimals)


def explain(submission: Submission, world: World, entry: Entry) -> None:
    """Make sure the entry has an obstacle row, so that only the intended rule can fail."""
    cycle = submission.cycle
    rows = submission.tables["HAMBATAN_TL"]
    if not any((r["id_indikator"], r["periode"]) == (entry.id, cycle.period) for r in rows):
        point = entry.path.point(cycle.year, cycle.period)
        rows.append(
            obstacle(world, entry, cycle=cycle, when=f"{cycle.year} {cycle.period}", point=point)
        )


def resend(submission: Submission, *, after_days: int) -> None:
    """Make the report the next version, received some days later."""
    submission.version += 1
    submission.received += timedelta(days=after_days)
    submission.cover["tanggal_pengesahan"] = submission.received.date()
