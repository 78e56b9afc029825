"""What goes over from the last report into the sheets beside the figures, and what does not.

Belongs here: open promises, budget items, partners, stories not yet published, kinds of complaints.
Stays out: figures and definitions (`rows`), which promises are open (`received`).
What belongs to one period alone (SWADAYA, published stories, counts) begins empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagster_project.sae.blank.helpers import AGENCY, NAME, SPENT, TOLD
from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.periods import Periods
from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.personal_data import masked
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.installation.words import number

Row = dict[str, Any]

_CODES = ("id_", "kode_", "sha256_", "bukti")
_OWN_LEVEL = "SUB_KEGIATAN"
_UNPUBLISHED = frozenset({"DRAF", "DISETUJUI"})


def promises(known: Known, *, periods: Periods, request: Request) -> list[Row]:
    """HAMBATAN_TL: follow-ups of earlier periods that are open, with deadline and state.

    A promise of the very period is not known yet; those of the period asked for come only with its
    next version.
    """
    own = periods.when(request.cycle.year, request.cycle.period)
    return [
        {**without_persons(row), TOLD: _state(row, request)}
        for row in known.promises
        if periods.when(row["tahun"], row["periode"]) < own
    ]


def _state(row: Mapping[str, Any], request: Request) -> str:
    told = f"janji {row['tahun']} {row['periode']}"
    if row["tenggat"] is not None and row["tenggat"] < request.cycle.cutoff:
        return f"{told}; lewat tenggat: tulis SELESAI dengan bukti, atau tenggat baru"
    return f"{told}; perbarui statusnya"


def budget(known: Known, *, request: Request) -> list[Row]:
    """ANGGARAN: the items of the year with their ceilings; what was spent is left to fill.

    The items of another year are another budget.
    """
    if known.last_year != request.cycle.year:
        return []
    kept = ("kode_sub_kegiatan", "pagu", "sumber_dana", "id_indikator")
    return [
        {name: row[name] for name in kept} | {SPENT: _spent(row)}
        for row in own_budget(known.last.get("anggaran", ()))
    ]


def own_budget(rows: Any) -> list[Row]:
    """Those budget rows that the template has a place for: items, not programmes or totals."""
    return [dict(row) for row in rows if row.get("tingkat_anggaran") in (_OWN_LEVEL, None)]


def _spent(row: Mapping[str, Any]) -> str | None:
    spent = row.get("realisasi_anggaran")
    if spent is None:
        return None
    period = f" s.d. {row['periode']}" if row.get("periode") else ""
    return number(spent) + period


def partners(known: Known, profile: Profile, *, request: Request) -> list[Row]:
    """KOLABORASI: what was agreed holds until it is changed, with agencies that still exist."""
    alive = {opd.code for opd in profile.agencies_on(request.cycle.cutoff)}
    found = known.last.get("kolaborasi", ())
    return [without_persons(row) for row in found if row["kode_opd"] in alive]


def stories(known: Known) -> list[Row]:
    """KOMUNIKASI: stories that had not been published yet."""
    found = known.last.get("komunikasi", ())
    return [without_persons(row) for row in found if row["status"] in _UNPUBLISHED]


def complaints(known: Known, profile: Profile, *, request: Request) -> list[Row]:
    """ADUAN: agencies, kinds and regions of the last report; the counts are left to fill."""
    alive = {opd.code for opd in profile.agencies_on(request.cycle.cutoff)}
    kept = ("kode_opd", "kategori", "kode_wilayah")
    return [
        {name: row[name] for name in kept}
        for row in known.last.get("aduan", ())
        if row["kode_opd"] in alive
    ]


def without_persons(row: Mapping[str, Any]) -> Row:
    """A row for a new period without what looks like personal data; codes stay as they are."""
    return {
        name: masked(value) if isinstance(value, str) and not name.startswith(_CODES) else value
        for name, value in row.items()
    }


def names_beside(
    row: Mapping[str, Any], *, indicators: Mapping[str, Any], agencies: Mapping[str, str]
) -> Row:
    """The names that stand beside the codes of a row, for people."""
    return {
        NAME: indicators.get(row.get("id_indikator") or ""),
        AGENCY: agencies.get(row.get("kode_opd") or ""),
    }
