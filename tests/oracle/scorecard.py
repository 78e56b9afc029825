"""The scorecard of an agency's head, as the reference has it.

Belongs here: `kpi_opd` - scores over an agency's own results, trend of the function, rank.
Stays out: scores of pillars (`tables`), honesty (`honesty`), whose function it is (`history`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dagster_project.sae.contract.profile import Cycle, Opd
from tests.oracle.history import generations
from tests.oracle.inputs import Inputs
from tests.oracle.progress import progress_of
from tests.oracle.status import OUTCOMES, Obligation, Status

KEYS = {"kpi_opd": ["kode_opd", "id_siklus"]}
_ZERO = frozenset({"DITAHAN", "TIDAK_DIUKUR", "TIDAK_DILAPORKAN"})
Weight = Callable[[Sequence[Obligation]], float]


def scorecard_rows(inputs: Inputs, status: Status, *, weight: Weight) -> list[dict[str, Any]]:
    """One row per agency in force and cycle; `weight` sums the weights of obligations."""
    rows: list[dict[str, Any]] = []
    former: Cycle | None = None
    for cycle in inputs.cycles:
        found = [
            _row(inputs, status, opd=opd, cycle=cycle, former=former, weight=weight)
            for opd in inputs.profile.agencies_on(cycle.cutoff)
        ]
        for row in found:
            kin = [
                other["skor_ketat"]
                for other in found
                if other["jenis_opd"] == row["jenis_opd"] and other["skor_ketat"] is not None
            ]
            row["jumlah_pembanding"] = len(kin)
            own = row["skor_ketat"]
            is_ranked = own is not None and len(kin) > 1
            row["peringkat"] = 1 + sum(other > own for other in kin) if is_ranked else None
        rows += found
        former = cycle
    return rows


def _row(
    inputs: Inputs,
    status: Status,
    *,
    opd: Opd,
    cycle: Cycle,
    former: Cycle | None,
    weight: Weight,
) -> dict[str, Any]:
    own = _own(status, {opd.code}, cycle)
    results = [o for o in own if o.is_scored]
    available, strict, coverage = _scores(inputs, status, results, weight=weight)
    carriers = set() if former is None else _carriers(inputs, opd.code, former)
    before = None
    if former is not None and carriers:
        past = [o for o in _own(status, carriers, former) if o.is_scored]
        before = _scores(inputs, status, past, weight=weight)[1]
    moves = [m for o in results if (m := _progress(inputs, status, o)) is not None]
    return {
        "kode_opd": opd.code,
        "nama_opd": opd.name,
        "jenis_opd": opd.kind,
        "id_siklus": cycle.id,
        **_cover(inputs, status, opd.code, cycle),
        "skor_tersedia": available,
        "skor_ketat": strict,
        "cakupan": coverage,
        "jumlah_indikator": sum(o.is_due for o in results),
        "jumlah_dinilai": sum(o.status == "DINILAI" for o in results),
        "jumlah_maju": sum(m > 0 for m in moves),
        "jumlah_mundur": sum(m < 0 for m in moves),
        "rasio_dampak": (
            100.0 * sum(o.definition.get("level_hasil") in OUTCOMES for o in own) / len(own)
            if own
            else None
        ),
        "daftar_opd_lalu": ", ".join(sorted(carriers)) or None,
        "skor_ketat_lalu": before,
        "perubahan_skor": None if strict is None or before is None else strict - before,
        "is_diam": not any((f.agency, f.cycle) == (opd.code, cycle) for f in inputs.active),
        "jumlah_ditahan": sum(o.status == "DITAHAN" for o in own),
        "jumlah_tidak_diukur": sum(o.status == "TIDAK_DIUKUR" for o in own),
        "jumlah_tidak_dilaporkan": sum(o.status == "TIDAK_DILAPORKAN" for o in own),
        "jumlah_belum_jatuh_tempo": sum(not o.is_due for o in own),
    }


def _own(status: Status, agencies: set[str], cycle: Cycle) -> list[Obligation]:
    """What the agencies themselves owe; a shared indicator is its leader's."""
    return [
        o
        for o in status.obligations
        if o.agency in agencies and o.cycle == cycle and o.status != "MILIK_OPD_LAIN"
    ]


def _scores(
    inputs: Inputs, status: Status, results: Sequence[Obligation], *, weight: Weight
) -> tuple[float | None, float | None, float | None]:
    """Available and strict score, and coverage; scores only where the coverage is enough."""
    valued = [o for o in results if o.status == "DINILAI"]
    strict = [o for o in results if o.status == "DINILAI" or o.status in _ZERO]
    due = weight([o for o in results if o.is_due])
    coverage = 100.0 * weight(valued) / due if due else None
    if coverage is None or coverage < inputs.threshold("cakupan_min"):
        return (None, None, coverage)
    points = 0.0
    for obligation in valued:
        value = obligation.value
        shown = None if value is None else status.achievement(value).tampil
        points += weight([obligation]) * (shown or 0.0)
    return (points / weight(valued), points / weight(strict), coverage)


def _carriers(inputs: Inputs, code: str, former: Cycle) -> set[str]:
    """Who carried the function then: the agency itself, else the nearest of whom it succeeded."""
    in_force = {opd.code for opd in inputs.profile.agencies_on(former.cutoff)}
    if code in in_force:
        return {code}
    return next((p & in_force for p in generations(inputs, code) if p & in_force), set())


def _progress(inputs: Inputs, status: Status, obligation: Obligation) -> float | None:
    value = obligation.value
    if value is None or obligation.status != "DINILAI":
        return None
    return progress_of(inputs, value)


def _cover(inputs: Inputs, status: Status, code: str, cycle: Cycle) -> dict[str, Any]:
    """State of the post and day of sign-off; the cover of a held report stays inside."""
    file = next((f for f in inputs.active if (f.agency, f.cycle) == (code, cycle)), None)
    if file is None or (code, cycle.id) in status.held.agencies:
        return {"status_jabatan": None}
    rows = [r for r in inputs.landed("sampul") if r["sha256_berkas"] == file.sha256]
    stated = rows[0]["status_jabatan"] if rows else None
    return {"status_jabatan": stated.strip().upper() if stated else None}
