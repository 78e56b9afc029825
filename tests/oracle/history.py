"""What went on under another name, and what was said before, as the reference has them.

Belongs here: whose function an agency carries on, which indicator goes on, vintages of a figure.
Stays out: rates of change (`acceleration`), which report counts (`values`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.oracle.inputs import Inputs
from tests.oracle.status import Status
from tests.oracle.vintages import Key, Statement, standing, vintages

KEYS = {
    "revisi": [
        "id_indikator",
        "kode_opd",
        "tahun",
        "periode",
        "kode_wilayah",
        "dimensi",
        "nomor_vintase",
    ],
}


def predecessors(inputs: Inputs) -> dict[str, set[str]]:
    """Agency code to the codes it directly took over from."""
    found: dict[str, set[str]] = {}
    for opd in inputs.profile.agencies:
        if opd.predecessor is not None:
            found.setdefault(opd.code, set()).add(opd.predecessor)
    for row in inputs.seed("opd_peralihan"):
        found.setdefault(row["kode_opd_baru"], set()).add(row["kode_opd_lama"])
    return found


def generations(inputs: Inputs, code: str) -> Iterator[set[str]]:
    """Parents of an agency, then their parents, each agency only once."""
    parents = predecessors(inputs)
    seen, now = {code}, {code}
    while now := {p for one in now for p in parents.get(one, ())} - seen:
        seen |= now
        yield now


def former_indicators(inputs: Inputs) -> dict[str, list[str]]:
    """Indicator id to the ids it goes on from, the nearest generation first.

    Same name and unit; where a generation offers two, it offers none.
    """
    meanings: dict[str, set[tuple[str, tuple[str, str]]]] = {}
    for agency, indicator, row in inputs.all_definitions():
        unit = (row["satuan"] or "").strip().lower()
        name = re.sub(r"[^a-z0-9]+", " ", (row["nama_indikator"] or "").lower()).strip()
        if name and unit:
            meanings.setdefault(agency, set()).add((indicator, (name, unit)))
    found: dict[str, list[str]] = {}
    for agency, own in meanings.items():
        for parents in generations(inputs, agency):
            theirs = [pair for parent in parents for pair in meanings.get(parent, ())]
            for indicator in {i for i, _ in own}:
                wanted = {meaning for i, meaning in own if i == indicator}
                offered = {i for i, meaning in theirs if meaning in wanted and i != indicator}
                if len(offered) == 1:
                    found.setdefault(indicator, []).extend(offered)
    return found


def vintage_rows(inputs: Inputs, status: Status) -> list[dict[str, Any]]:
    """Every statement of each figure that changed at least once."""
    found: list[dict[str, Any]] = []
    for key, periods in vintages(inputs).items():
        for period, statements in periods.items():
            said = {(s.row["realisasi"], s.row["status_data"]) for s in statements}
            if key.agency.startswith("ASING-") or len(said) == 1:
                continue
            counts = standing(inputs, statements)
            spoken = {s.file.cycle for s in statements if not s.is_old}
            found += _vintages(
                status, key, period=period, said=statements, counts=counts, spoken=spoken
            )
    return found


def _vintages(
    status: Status,
    key: Key,
    *,
    period: str,
    said: list[Statement],
    counts: int | None,
    spoken: set[Any],
) -> Iterator[dict[str, Any]]:
    former: tuple[Any, ...] | None = None
    shown_before = None
    for place, statement in enumerate(said):
        file, row = statement.file, statement.row
        origin = (file.agency, file.cycle.id if file.cycle else None)
        # What no release said, and what its report no longer says, was never judged.
        is_unjudged = statement.is_old and (statement.is_draft or file.cycle not in spoken)
        is_held = (
            is_unjudged or row["id_baris"] in status.held.rows or origin in status.held.agencies
        )
        shown = None if is_held else row["realisasi"]
        now = (row["realisasi"], row["status_data"])
        yield {
            "id_indikator": key.indicator,
            "kode_opd": key.agency,
            "tahun": key.year,
            "periode": period,
            "kode_wilayah": key.region,
            "dimensi": key.dimension,
            "nomor_vintase": place + 1,
            "jumlah_vintase": len(said),
            "id_siklus": origin[1],
            "nilai": shown,
            "nilai_sebelumnya": shown_before,
            "is_revisi": former is not None and now != former,
            "is_berlaku": place == counts,
            "is_rilis": not is_held,
            "sha256_berkas": file.sha256,
            "baris": row["baris"],
        }
        former, shown_before = now, shown
