"""Rows of HAMBATAN_TL of a clean report: what missed, and what became of the last promises.

Belongs here: an honest obstacle, its plan, and how the plan stands a cycle later.
Stays out: figures (`submission`), what is then broken on purpose (`sin_honesty`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.sample.reported import number_text, periods
from dagster_project.sae.sample.series import Point
from dagster_project.sae.sample.world import Entry, World

Row = dict[str, Any]
_DONE = 0.75  # share of follow-ups that are done a cycle later


def missed_rows(
    world: World,
    cycle: Cycle,
    *,
    entries: tuple[Entry, ...],
    points: dict[tuple[str, int, str], Point],
) -> list[Row]:
    """One row for each indicator that missed the target of the cycle's own period."""
    key = (cycle.year, cycle.period)
    return [
        obstacle(
            world,
            entry,
            cycle=cycle,
            when=f"{cycle.year} {cycle.period}",
            point=points[(entry.id, *key)],
        )
        for entry in entries
        if key in periods(entry, cycle) and points[(entry.id, *key)].is_missed
    ]


def followed_up(world: World, entries: tuple[Entry, ...], *, cycle: Cycle) -> list[Row]:
    """What the cycle before promised, as it stands now: most is done, some goes on for a while."""
    before = [c for c in world.profile.cycles if c.opened < cycle.opened]
    if not before:
        return []
    last = before[-1]
    rows = []
    for entry in entries:
        if (last.year, last.period) not in periods(entry, last):
            continue
        point = entry.path.point(last.year, last.period)
        if not point.is_missed:
            continue
        row = obstacle(world, entry, cycle=last, when=f"{last.year} {last.period}", point=point)
        is_done = world.random(entry.id, cycle.id, "tindak lanjut").random() < _DONE
        rows.append(
            row
            | {
                "status_tl": "SELESAI" if is_done else "PROSES",
                "tenggat": row["tenggat"] if is_done else cycle.cutoff + timedelta(days=45),
                "bukti_tl": f"https://contoh.invalid/tl/{entry.id}/{cycle.id}" if is_done else None,
            }
        )
    return rows


def obstacle(world: World, entry: Entry, *, cycle: Cycle, when: str, point: Point) -> Row:
    """An honest row for one missed target: why, how far, what next, who, until when.

    Args:
        world: what all files share.
        entry: the indicator that missed.
        cycle: the cycle it is reported in.
        when: year and period, for instance `2026 TW3`.
        point: value and targets of that period.
    """
    random = world.random(entry.id, "hambatan")
    kind, text, plan, partner = entry.obstacle
    promised = point.target_year if point.target_period is None else point.target_period
    reached = number_text(point.value.actual, entry.path.decimals) if point.value else "-"
    return {
        "id_indikator": entry.id,
        "periode": when.split()[-1],
        "kategori_hambatan": kind,
        "uraian_hambatan": (
            f"{text} Pada {when} tercapai {reached} dari target "
            f"{number_text(promised, entry.path.decimals)} {entry.measure.satuan}."
        ),
        "akar_masalah": None,
        "rencana_tindak_lanjut": plan,
        "penanggung_jawab": f"Kepala bidang pengampu {entry.id}",
        "opd_pendukung": partner or None,
        "tenggat": cycle.cutoff + timedelta(days=60 + int(random.random() * 60)),
        "status_tl": random.choice(("BARU", "PROSES")),
    }
