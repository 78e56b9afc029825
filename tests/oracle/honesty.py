"""What was promised after a miss, where it stands, and how much of the missed is explained (7.7).

Belongs here: `kpi_tindak_lanjut` and `kpi_kejujuran` from what landed and the evidence.
Stays out: whether a target was missed (`status`), what holds an agency (`held`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from dagster_project.sae.contract.profile import Cycle
from tests.oracle.inputs import ActiveFile, Inputs, Row
from tests.oracle.meaning import period_end
from tests.oracle.status import Obligation, Status
from tests.oracle.vintages import vintages
from tests.oracle.words import is_complete, is_generic

KEYS = {"kpi_tindak_lanjut": ["id_tindak_lanjut"], "kpi_kejujuran": ["kode_opd", "id_siklus"]}
_CLOSED = frozenset({"SELESAI", "BATAL"})


@dataclass(frozen=True)
class Mention:
    """A follow-up as one report has it."""

    id: str
    agency: str
    cycle: Cycle
    row: Row
    is_generic: bool
    is_complete: bool


def follow_up_rows(inputs: Inputs, status: Status) -> list[dict[str, Any]]:
    """One row per follow-up at the cut-off of the cycle of the run."""
    cycle = inputs.cycles[-1]
    rows = []
    for known in _known(status, _mentions(inputs), cycle=cycle):
        first, last = known[0], known[-1]
        is_open = last.row["status_tl"] not in _CLOSED
        carried = sum(first.cycle.opened <= c.opened for c in inputs.cycles) - 1
        rows.append(
            {
                "id_tindak_lanjut": last.id,
                "kode_opd": last.agency,
                "posisi": _position(last, cycle),
                "is_terbuka": is_open,
                "is_generik": last.is_generic,
                "is_penjelasan_lengkap": last.is_complete,
                "id_siklus_pertama": first.cycle.id,
                "id_siklus_terakhir": last.cycle.id,
                "jumlah_laporan": len(known),
                "jumlah_siklus_dibawa": carried,
                "is_dibawa": is_open and carried > 0,
                "is_tidak_dilaporkan_lagi": is_open and last.cycle != cycle,
                "baris": last.row["baris"],
            }
        )
    return rows


def honesty_rows(inputs: Inputs, status: Status) -> list[dict[str, Any]]:
    """One row per agency in force and cycle; nothing missed has no index."""
    mentions = _mentions(inputs)
    revised = _revised(inputs)
    rows = []
    for cycle in inputs.cycles:
        known = _known(status, mentions, cycle=cycle)
        for opd in inputs.profile.agencies_on(cycle.cutoff):
            own = [
                o
                for o in status.obligations
                if (o.agency, o.cycle) == (opd.code, cycle) and o.status != "MILIK_OPD_LAIN"
            ]
            said = [m for m in mentions if m.agency == opd.code]
            standing = [k[-1] for k in known if k[-1].agency == opd.code]
            row = _explained(inputs, status, own, said=said, cycle=cycle)
            row["revisi_terlambat"] = revised[opd.code, cycle.id]
            is_held = (opd.code, cycle.id) in status.held.agencies
            if is_held:  # what a held or missing report says stays inside
                row = dict.fromkeys(row) | {"id_siklus": cycle.id}
            rows.append(
                {"kode_opd": opd.code, **row, **_standing(standing, cycle), "is_ditahan": is_held}
            )
    return rows


def _explained(
    inputs: Inputs, status: Status, own: list[Obligation], *, said: list[Mention], cycle: Cycle
) -> dict[str, Any]:
    due = [o for o in own if o.is_due]
    missed = [o for o in own if _verdict(inputs, status, o) == "TIDAK_TERCAPAI"]
    # A figure that is held says nothing of a target that was reached.
    reached = [
        o for o in own if _verdict(inputs, status, o) == "TERCAPAI" and o.status != "DITAHAN"
    ]
    judged = [*missed, *reached]
    # The explanation stands in the report of the figure, which may be a later one.
    reasons = [
        [
            m
            for m in said
            if (m.row["id_indikator"], m.row["periode"]) == (o.indicator, cycle.period)
            and o.value is not None
            and m.cycle == o.value.cycle
        ]
        for o in missed
    ]
    explained = sum(any(m.is_complete for m in found) for found in reasons)
    unmeasured = sum(o.status == "TIDAK_DIUKUR" for o in due)
    return {
        "id_siklus": cycle.id,
        "jumlah_wajib": len(due),
        "jumlah_berputusan": len(judged),
        "meleset": len(missed),
        "meleset_berpenjelasan": explained,
        "meleset_generik": sum(
            bool(found) and all(m.is_generic for m in found) for found in reasons
        ),
        "indeks_kejujuran": _percent(explained, len(missed)),
        "porsi_meleset": _percent(len(missed), len(judged)),
        "tidak_diukur": unmeasured,
        "porsi_tidak_diukur": _percent(unmeasured, len(due)),
    }


def _revised(inputs: Inputs) -> Counter[tuple[str, str]]:
    """Figures that a report changed after they had been said, by agency and cycle.

    Nobody heard of a draft: it changes nothing, and what comes after it is compared past it. A
    version that was replaced counts as long as its report still speaks of the figure.
    """
    found: Counter[tuple[str, str]] = Counter()
    for key, periods in vintages(inputs).items():
        for statements in periods.values():
            spoken = {s.file.cycle for s in statements if not s.is_old}
            heard = [s for s in statements if not s.is_draft]
            for before, now in pairwise(heard):
                cycle = now.file.cycle
                is_other = any(now.row[c] != before.row[c] for c in ("realisasi", "status_data"))
                if is_other and cycle is not None and cycle in spoken:
                    found[key.agency, cycle.id] += 1
    return found


def _standing(last: list[Mention], cycle: Cycle) -> dict[str, int]:
    """Follow-ups of one agency that are open, and those past their deadline."""
    still_open = [m for m in last if m.row["status_tl"] not in _CLOSED]
    return {
        "tl_terbuka": len(still_open),
        "tl_lewat_tenggat": sum(_position(m, cycle) == "LEWAT_TENGGAT" for m in still_open),
    }


def _verdict(inputs: Inputs, status: Status, obligation: Obligation) -> str | None:
    """The verdict on a closed period, whether or not the figure is held."""
    value = obligation.value
    if value is None or period_end(value.key.year, value.period) > inputs.scope.tanggal_batas:
        return None
    return status.achievement(value).status


def _known(status: Status, mentions: list[Mention], *, cycle: Cycle) -> list[list[Mention]]:
    """For each follow-up its mentions in reports that are not held, up to a cycle."""
    found: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda m: m.cycle.opened):
        is_held = (mention.agency, mention.cycle.id) in status.held.agencies
        if mention.id and not is_held and mention.cycle.opened <= cycle.opened:
            found.setdefault(mention.id, []).append(mention)
    return list(found.values())


def _mentions(inputs: Inputs) -> list[Mention]:
    """Obstacles of reports whose agency and cycle are known; without an indicator the id is ''."""
    files = {file.sha256: file for file in inputs.active}
    phrases = inputs.seed("kata_generik")
    least = (inputs.threshold("panjang_hambatan_min"), inputs.threshold("panjang_rencana_min"))
    order: dict[tuple[Any, ...], int] = {}
    found = []
    for row in sorted(inputs.landed("hambatan_tl"), key=lambda row: row["baris"]):
        file = files.get(row["sha256_berkas"])
        if file is None or file.cycle is None or file.agency.startswith("ASING-"):
            continue
        place = (file.sha256, row["id_indikator"], row["periode"], row["kategori_hambatan"])
        order[place] = order.get(place, 0) + 1
        generic = is_generic(phrases, row["uraian_hambatan"])
        found.append(
            Mention(
                _id(file, row, order[place]),
                file.agency,
                file.cycle,
                row,
                generic,
                not generic and is_complete(row, least),
            )
        )
    return found


def _id(file: ActiveFile, row: Row, number: int) -> str:
    """Agency, indicator, year, period, kind and order; '' where it cannot be followed."""
    cycle = file.cycle
    if cycle is None or row["id_indikator"] is None or row["periode"] is None:
        return ""
    is_last_year = period_end(1, row["periode"]) > period_end(1, cycle.period)
    parts = (
        file.agency,
        row["id_indikator"],
        cycle.year - int(is_last_year),
        row["periode"],
        row["kategori_hambatan"] or "-",
        number,
    )
    return ":".join(map(str, parts))


def _position(mention: Mention, cycle: Cycle) -> str:
    if mention.row["status_tl"] in _CLOSED:
        return str(mention.row["status_tl"])
    stated = mention.row["tenggat"]
    if stated is not None and date(stated.year, stated.month, stated.day) < cycle.cutoff:
        return "LEWAT_TENGGAT"
    return "BERJALAN"


def _percent(part: int, whole: int) -> float | None:
    return 100.0 * part / whole if whole else None
