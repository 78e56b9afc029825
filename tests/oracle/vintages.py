"""What every report and version said of one figure, in order, and which of them counts.

Belongs here: walking through the statements of a figure one after another.
Stays out: what a figure is worth (`values`), whether it may be shown (`held`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.versions import is_tie, ranks


@dataclass(frozen=True)
class Key:
    """What a figure is about, without its period."""

    agency: str
    indicator: str
    year: int
    region: str
    dimension: str


@dataclass(frozen=True)
class Statement:
    """One report's word on a figure.

    Attributes:
        is_draft: another version replaced it by the cut-off, so that no release said it.
        is_old: another version of its report counts in its place.
    """

    file: ActiveFile
    row: Row
    is_draft: bool
    is_old: bool


def vintages(inputs: Inputs) -> dict[Key, dict[str, list[Statement]]]:
    """For each key and period its statements, earliest cycle first, then by version."""
    found: dict[Key, dict[str, list[Statement]]] = {}
    seen: set[tuple[str, Key, str]] = set()
    active = {file.sha256 for file in inputs.active}
    places = _places(inputs)
    for file, row in inputs.statements:
        if file.sha256 not in places:
            continue  # a tie that was passed over
        if None in (row["id_indikator"], row["tahun"], row["periode"]):
            continue
        key = Key(
            file.agency,
            row["id_indikator"],
            int(row["tahun"]),
            row["kode_wilayah"] or inputs.region,
            row["dimensi"] or "",
        )
        if (file.sha256, key, row["periode"]) in seen:
            continue  # a figure written twice: the first row stands for it, and the rule holds it
        seen.add((file.sha256, key, row["periode"]))
        is_draft = places[file.sha256][1]
        statement = Statement(file, row, is_draft, file.sha256 not in active)
        found.setdefault(key, {}).setdefault(row["periode"], []).append(statement)
    for periods in found.values():
        for statements in periods.values():
            statements.sort(
                key=lambda s: (
                    date.min if s.file.cycle is None else s.file.cycle.opened,
                    places[s.file.sha256][0],
                )
            )
    return found


def standing(inputs: Inputs, statements: list[Statement]) -> int | None:
    """Place of the statement that counts; None when no report speaks of the figure any more.

    The last one, but a change after a cut-off without a reason does not count: what stood before
    it does, as long as the report that holds it still has the figure.
    """
    spoken = {_cycle(s) for s in statements if not s.is_old}
    chosen: int | None = None
    said: Statement | None = None
    for place, statement in enumerate(statements):
        if statement.is_draft:
            continue
        is_reasoned = _has_reason(inputs, statement)
        is_silent = _changes(inputs, said, statement) and not is_reasoned
        if not is_silent and _cycle(statement) in spoken:
            chosen = place
        if statement.row["realisasi"] is not None and (said is None or is_reasoned):
            said = statement
    return chosen


def _changes(inputs: Inputs, said: Statement | None, now: Statement) -> bool:
    """Whether it is another figure than the one that stood, told after its cut-off."""
    if said is None or said.file.cycle is None:
        return False
    if now.file.row["versi_sejak"].date() <= said.file.cycle.cutoff:
        return False
    value = now.row["realisasi"]
    return value is None or abs(value - said.row["realisasi"]) > inputs.tolerance


def _has_reason(inputs: Inputs, statement: Statement) -> bool:
    if (statement.row["alasan_revisi"] or "").strip():
        return True
    row, agency = statement.row, statement.file.row["kode_opd"]
    names = {
        row["id_indikator"],
        f"{row['id_indikator']}:{row['tahun']}:{row['periode']}",
        agency,
        f"{agency}:{_cycle(statement)}",
    }
    today = inputs.scope.tanggal_batas
    return any(
        waiver["id_aturan"] == "JJR-06"
        and waiver["kunci"] in names
        and date.fromisoformat(waiver["berlaku_dari"])
        <= today
        <= date.fromisoformat(waiver["berlaku_sampai"])
        for waiver in inputs.seed("pengecualian")
    )


def _cycle(statement: Statement) -> Any:
    return statement.file.cycle.id if statement.file.cycle else statement.file.sha256


def _places(inputs: Inputs) -> dict[str, tuple[int, bool]]:
    """Place of each file among the versions of its report, and whether it was a draft."""
    found: dict[str, tuple[int, bool]] = {}
    for versions in _reports(inputs):
        in_time = [
            place
            for place, file in enumerate(versions)
            if file.cycle is None or file.row["versi_sejak"].date() <= file.cycle.cutoff
        ]
        last = max(in_time, default=-1)
        found |= {file.sha256: (place, place < last) for place, file in enumerate(versions)}
    return found


def _reports(inputs: Inputs) -> Iterator[list[ActiveFile]]:
    """The versions of each report in order, without ties; the one that counts stands last."""
    replaced = {file.sha256: file for file in inputs.replaced}
    active = {(file.agency, file.row["id_siklus"] or ""): file for file in inputs.active}
    for key, rows in inputs.rivals.items():
        if key not in active:
            continue
        before = [
            replaced[row["sha256_berkas"]]
            for rank in reversed(ranks(rows))
            if not is_tie(rank)
            for row in sorted(rank, key=lambda row: row["sha256_berkas"])
            if row["sha256_berkas"] in replaced
        ]
        yield [*before, active[key]]
