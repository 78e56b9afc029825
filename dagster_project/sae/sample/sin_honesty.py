"""Sins of honesty: fillers, copies, easier targets, silent changes, promises past their day.

Belongs here: one function for one sin, each says which cell it touched.
Stays out: sins on figures (`sin_figures`), of form and on the other sheets (`sin_acts`).
"""

from __future__ import annotations

from datetime import timedelta

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.sample.sin_rows import Touch, pick, positions, rows_of_cycle, scale
from dagster_project.sae.sample.submission import Row, Submission, actual
from dagster_project.sae.sample.world import Entry, World

_COPIES = 3
_FILLER = "Tidak ada hambatan."
_OVERDUE_DAYS = 30


def no_deadline(submission: Submission, world: World) -> list[Touch]:
    """An obstacle that is explained, with a plan that never ends."""
    row = _own_obstacle(submission, world)
    if row is None:
        return []
    row["tenggat"] = None
    return [Touch("HAMBATAN_TL", "tenggat", "Rencana tanpa tenggat", row)]


def generic_obstacle(submission: Submission, world: World) -> list[Touch]:
    """A missed target, and a filler about it."""
    row = _own_obstacle(submission, world)
    if row is None:
        return []
    row["uraian_hambatan"] = _FILLER
    return [Touch("HAMBATAN_TL", "uraian_hambatan", f"'{_FILLER}' pada target meleset", row)]


def copied_obstacles(submission: Submission, world: World) -> list[Touch]:
    """One obstacle for three indicators, whatever they measure."""
    row = _own_obstacle(submission, world)
    others = [e.id for e in world.entries(submission.opd) if row and e.id != row["id_indikator"]]
    if row is None or len(others) < _COPIES - 1:
        return []
    rows = submission.tables["HAMBATAN_TL"]
    for other in others[: _COPIES - 1]:
        rows.append(row | {"id_indikator": other})
    return [Touch("HAMBATAN_TL", "uraian_hambatan", "Uraian yang sama pada 3 indikator", row)]


def easier_target(submission: Submission, world: World) -> list[Touch]:
    """The target of the year moves towards the result between two cycles."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None or entry.measure.arah == "RENTANG":
        return []
    row = rows_of_cycle(submission, entry)[0]
    factor = 0.9 if entry.measure.arah == "NAIK" else 1.1
    row["target_tahun"] = round(row["target_tahun"] * factor, entry.path.decimals)
    return [Touch("REALISASI", "target_tahun", "Target tahun dilonggarkan tanpa dasar", row)]


def silent_revision(submission: Submission, world: World) -> list[Touch]:
    """A figure of the cycle before is another one now, and nobody says why."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    before = _before(world, submission.cycle)
    if entry is None or before is None:
        return []
    point = entry.path.point(before.year, before.period)
    row = actual(world, entry, year=before.year, period=before.period, point=point)
    scale(row, entry, factor=1.03)
    submission.tables["REALISASI"].append(row)
    return [Touch("REALISASI", "alasan_revisi", "Angka periode lalu diganti tanpa alasan", row)]


def overdue(submission: Submission, world: World) -> list[Touch]:
    """A follow-up of the cycle before is past its day and goes on."""
    rows = submission.tables["HAMBATAN_TL"]
    row = next((r for r in rows if r["periode"] != submission.cycle.period), None)
    if row is None:
        return []
    row |= {
        "status_tl": "PROSES",
        "bukti_tl": None,
        "tenggat": submission.cycle.cutoff - timedelta(days=_OVERDUE_DAYS),
    }
    return [Touch("HAMBATAN_TL", "tenggat", "Tindak lanjut lewat tenggat dan belum selesai", row)]


def complaints_without_misses(submission: Submission, world: World) -> list[Touch]:
    """All targets are met while residents wait for answers: a fact to think about, no fault."""
    period = submission.cycle.period
    if any(row["periode"] == period for row in submission.tables["HAMBATAN_TL"]):
        return []
    return [Touch("", "", "Semua target tercapai, aduan tentang OPD ini belum semua dijawab")]


def _own_obstacle(submission: Submission, world: World) -> Row | None:
    """An obstacle about this period that no sin has touched yet."""
    period = submission.cycle.period
    for row in submission.tables["HAMBATAN_TL"]:
        entry = _entry_of(submission, world, row)
        if row["periode"] == period and entry is not None and entry.id not in submission.touched:
            submission.touched.add(entry.id)
            return row
    return None


def _entry_of(submission: Submission, world: World, row: Row) -> Entry | None:
    own = (e for e in world.entries(submission.opd) if e.id == row["id_indikator"])
    return next((entry for entry in own if not entry.shared), None)


def _before(world: World, cycle: Cycle) -> Cycle | None:
    return next((c for c in reversed(world.profile.cycles) if c.opened < cycle.opened), None)
