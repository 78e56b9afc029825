"""Which changes of a candidate have a cause that somebody can name, so that the net lets them pass.

Belongs here: for every row that differs from the served release the name of its cause, or none.
Stays out: finding the rows (`compare`), the sentence that proves a cause (`causes`), what follows
from a change without a name (`net`). A name is given only for what the releases themselves record:
a hold, a written reason, a report of the period, the end of an agency, another version of what
computes. Whatever is none of these has no name, so a class of faults nobody thought of has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dagster_project.sae.release import causes
from dagster_project.sae.release.causes import INDICATOR_KEY, INDICATORS, Evidence, Reason, Row
from dagster_project.sae.release.changes import (
    CODE,
    FORMULA,
    INPUTS,
    NEW_DATA,
    POLICY,
    PROFILE,
    REVISION,
    SCOPE,
    UNKNOWN,
)
from dagster_project.sae.release.standing import Standing

HELD, RELEASED = "DITAHAN", "LEPAS_TAHAN"
REASONED, CORRECTED = "REVISI_BERALASAN", "PERBAIKAN"
ENDED, OWN_PERIOD, LATE, FOLLOWS = "OPD_BERAKHIR", "PERIODE_BARU", "TERLAMBAT", "MENGIKUTI"
ANNOUNCED = "KINI_RILIS"
VERSIONED = (FORMULA, POLICY, PROFILE, CODE)
"""Causes that are a change of ours, not of a report: named and counted, with a threshold each."""

NAMES: Mapping[str, str] = {
    HELD: "ditahan oleh aturan",
    RELEASED: "sebelumnya ditahan, kini lolos",
    REASONED: "revisi dengan alasan",
    CORRECTED: "versi baru sebelum batas data",
    ENDED: "OPD sudah berakhir",
    OWN_PERIOD: "periode laporan yang baru",
    LATE: "laporan yang datang sesudah batas data siklusnya",
    SCOPE: "siklus yang dirilis lain",
    ANNOUNCED: "dulu belum rilis, kini ada angkanya",
    FOLLOWS: "mengikuti angka yang bersebab",
    FORMULA: "rumus atau skala berganti",
    POLICY: "kebijakan berganti",
    PROFILE: "profil berganti",
    CODE: "kode berganti",
}

_BUDGET = "kpi_anggaran"
_UNSAID = ("BELUM_RILIS", None)
_FAMILY = ("id_indikator", "tahun", "kode_wilayah", "dimensi")


def names(
    evidence: Evidence, standing: Standing, rows: Sequence[Row], told: Sequence[Reason]
) -> list[str | None]:
    """The name of the cause of each row, or None where nobody can name one.

    Args:
        evidence: what both releases recorded.
        standing: what they say beside their rows.
        rows: the differing rows.
        told: the causes of each, as `causes.explain` tells them.
    """
    judge = _Judge(evidence, standing)
    found: list[str | None] = [None] * len(rows)
    family: dict[tuple[Any, ...], list[str | None]] = {}
    waiting = []
    for number, row in enumerate(rows):
        if row.table != INDICATORS:
            found[number] = judge.aggregate(row, told[number][0])
        elif row.old is not None and row.new is not None and not causes.is_direct(evidence, row):
            waiting.append(number)
        else:
            found[number] = judge.figure(row, told[number][0])
            family.setdefault(_family(row), []).append(found[number])
    for number in waiting:
        # A running sum follows its parts: it has a name as far as all of them have one.
        parts = family.get(_family(rows[number]))
        if parts is None:
            found[number] = judge.version(told[number][0])
        else:
            found[number] = None if None in parts else FOLLOWS
    return found


class _Judge:
    """Names one row at a time."""

    def __init__(self, evidence: Evidence, standing: Standing) -> None:
        self._evidence, self._standing = evidence, standing

    def figure(self, row: Row, told: Sequence[str]) -> str | None:
        """The name for a row of `kpi_indikator`."""
        if row.new is None:
            return self._vanished(row, told)
        if row.old is None:
            return self._appeared(row, row.new, told)
        return self._changed(row, row.new, told)

    def aggregate(self, row: Row, told: Sequence[str]) -> str | None:
        """The name for a row that is made of others.

        Its parts are judged themselves; without a name is one that moved though nothing below it
        did, and a budget that is no longer reported.
        """
        is_lost = INPUTS in told and self._has_lost_files()
        if row.new is None and not is_lost and self._is_held(row, self._standing.held_after):
            return HELD
        if row.new is None and row.shown.get("kode_opd") in self._standing.ended:
            return ENDED
        if UNKNOWN in told or is_lost:
            return None
        if row.table == _BUDGET and row.new is None and REVISION in told:
            return CORRECTED if self._is_open(row.shown) else None
        return self.version(told) or FOLLOWS

    def version(self, told: Sequence[str]) -> str | None:
        """The change of ours that is the only explanation, if there is one."""
        if {NEW_DATA, REVISION, UNKNOWN} & set(told) or (INPUTS in told and self._has_lost_files()):
            return None
        return next((cause for cause in VERSIONED if cause in told), None)

    def _vanished(self, row: Row, told: Sequence[str]) -> str | None:
        old, standing = row.shown, self._standing
        is_ended = old.get("kode_opd") in standing.ended
        if self._has_lost_report(old, told):
            # Its agency is held as well, for sending none: no rule held this figure.
            return ENDED if is_ended else None
        if _key(row) in self._evidence.held_after or self._is_held(row, standing.held_after):
            # Held though no report changed: then the rules did, and that has a threshold.
            return self.version(told) or HELD
        if is_ended:
            return ENDED
        if SCOPE in told and old.get("sha256_berkas") not in self._evidence.later.inputs:
            return SCOPE
        return self.version(told)

    def _has_lost_report(self, old: Mapping[str, Any], told: Sequence[str]) -> bool:
        """Whether a figure stood in a report that should still be there."""
        former, later = self._evidence.former, self._evidence.later
        if former.cycle != later.cycle and former.cycle not in self._standing.periods:
            return False  # a release of an earlier cycle knows fewer reports
        digest = old.get("sha256_berkas")
        return digest not in later.inputs if digest else INPUTS in told and self._has_lost_files()

    def _appeared(self, row: Row, new: Mapping[str, Any], told: Sequence[str]) -> str | None:
        standing, evidence = self._standing, self._evidence
        if _key(row) in evidence.held_before or self._is_held(row, standing.held_before):
            return self.version(told) or RELEASED
        cycle = str(new.get("id_siklus"))
        if new.get("sha256_berkas") in evidence.former.inputs:
            is_closed_year = bool(new.get("is_turunan")) and SCOPE in told
            return SCOPE if is_closed_year else self.version(told)
        own = standing.periods.get(cycle)
        is_own = (new.get("tahun"), new.get("periode")) == own or bool(new.get("is_turunan"))
        if not is_own and new.get("id_indikator") in standing.known:
            return None
        return OWN_PERIOD if cycle == evidence.later.cycle else LATE

    def _changed(self, row: Row, new: Mapping[str, Any], told: Sequence[str]) -> str | None:
        if REVISION in told:
            before = row.old or {}
            if (before.get("status_data"), before.get("realisasi")) == _UNSAID:
                return ANNOUNCED
            if _key(row) in self._standing.reasons:
                return REASONED
            return CORRECTED if self._is_open(new) else None
        return OWN_PERIOD if NEW_DATA in told else self.version(told)

    def _is_open(self, shown: Mapping[str, Any]) -> bool:
        """Whether the report came in the cycle of the release and by its cut-off.

        What was received by then was not final: an agency corrects it without giving reasons.
        """
        sender = (shown.get("kode_opd"), shown.get("id_siklus"))
        if sender[1] != self._evidence.later.cycle or self._standing.cutoff is None:
            return False
        received = [
            item["diterima_pada"]
            for digest, item in self._evidence.later.inputs.items()
            if digest not in self._evidence.former.inputs
            and (item.get("kode_opd"), item.get("id_siklus")) == sender
        ]
        days = [date.fromisoformat(str(moment)[:10]) for moment in received]
        return bool(days) and max(days) <= self._standing.cutoff

    def _has_lost_files(self) -> bool:
        return bool(self._evidence.former.inputs.keys() - self._evidence.later.inputs.keys())

    @staticmethod
    def _is_held(row: Row, held: frozenset[tuple[str, str]]) -> bool:
        return (row.shown.get("kode_opd"), row.shown.get("id_siklus")) in held


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.shown.get(column) for column in INDICATOR_KEY)


def _family(row: Row) -> tuple[Any, ...]:
    return tuple(row.shown.get(column) for column in _FAMILY)
