"""What changed between two releases, as facts: rows, values, how far they moved, and why.

Belongs here: frozen facts that the comparison yields and that notes, tables and JSON show.
Stays out: how they are found (`compare`), how the cause is told (`causes`), how they look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CHANGED, ADDED, REMOVED = "BERUBAH", "BARU", "HILANG"
KINDS = (CHANGED, ADDED, REMOVED)
_PILLARS = "kpi_pilar"

NEW_DATA = "DATA_BARU"
REVISION = "REVISI"
FORMULA = "RUMUS"
POLICY = "KEBIJAKAN"
PROFILE = "PROFIL"
CODE = "KODE"
SCOPE = "LINGKUP"
CLOCK = "BATAS_DATA"
INPUTS = "MASUKAN"
UNKNOWN = "TIDAK_DIKETAHUI"

CAUSES: Mapping[str, str] = {
    NEW_DATA: "data baru: laporan yang belum ada pada rilis sebelumnya",
    REVISION: "revisi: OPD mengirim angka lain untuk hal yang sama",
    FORMULA: "versi rumus atau skala berganti",
    POLICY: "kebijakan berganti: aturan, ambang, rumus, atau pengecualian",
    PROFILE: "profil daerah berganti: OPD, pilar, bobot, satuan, atau siklus",
    CODE: "kode penghitung berganti",
    SCOPE: "siklus yang dirilis lain, sehingga lingkup laporannya lain",
    CLOCK: "batas data siklus sudah lewat",
    INPUTS: "berkas masukan berganti",
    UNKNOWN: "tidak diketahui",
}


@dataclass(frozen=True)
class Value:
    """One column of a row that is not what it was; None means no value."""

    column: str
    old: Any
    new: Any

    @property
    def difference(self) -> float | None:
        """New minus old, where both are numbers."""
        if is_number(self.old) and is_number(self.new):
            return float(self.new) - float(self.old)
        return None

    @property
    def relative(self) -> float:
        """Part of the larger of both that it moved, 0 to 100; a value come or gone is 100."""
        difference = self.difference
        if difference is None:
            return 100.0
        larger = max(abs(float(self.old)), abs(float(self.new)))
        return min(abs(difference) / larger * 100, 100.0) if larger else 0.0


@dataclass(frozen=True)
class Change:
    """One row of a table that changed, came or went.

    Attributes:
        key: values of the columns that name the row.
        kind: one of KINDS.
        headline: the value that says most of the row; None where a table has no such column.
        values: the columns that changed; empty when the row came or went.
        causes: one or more of CAUSES, the strongest first.
        why: what proves it, as one Indonesian sentence.
        labels: what people know the row by: `nama`, `kode_opd`, `kode_pilar`, where it has them.
        named: the cause that the net accepts (`named.NAMES`), or None when nobody can name one.
    """

    table: str
    key: Mapping[str, Any]
    kind: str
    headline: Value | None
    values: tuple[Value, ...]
    causes: tuple[str, ...]
    why: str
    labels: Mapping[str, str] = field(default_factory=dict)
    named: str | None = None

    @property
    def points(self) -> float | None:
        """Points that the headline moved on its 0 to 100 scale."""
        return self.headline.difference if self.headline else None

    @property
    def rank(self) -> tuple[Any, ...]:
        """Sorts what moved most first: points, then the largest relative move, then its name.

        Of rows that came or went those of pillars stand first: there are few, and all are read.
        """
        relative = max((value.relative for value in self.values), default=0.0)
        place = tuple(str(part) for part in self.key.values())
        is_detail = self.kind != CHANGED and self.table != _PILLARS
        moved = (-abs(self.points or 0), -relative)
        return (KINDS.index(self.kind), is_detail, *moved, self.table, place)


@dataclass(frozen=True)
class Side:
    """What is known of one of two compared releases beside its tables.

    Attributes:
        versions: `versi_kebijakan`, `versi_profil`, `versi_kode`.
        inputs: the received files by sha256, as the manifest lists them.
        counts: the counts of the gate, `jumlah_...`.
    """

    id: str
    cycle: str
    is_past_cutoff: bool
    versions: Mapping[str, str]
    inputs: Mapping[str, Mapping[str, Any]]
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Comparison:
    """All that changed from one release to another.

    Attributes:
        changes: rows of KPI tables, what moved most first.
        rules: rows of the catalogues of rules and formulas that changed.
        structure: Indonesian sentences on tables and columns that only one of them has.
        figures: rows of `kpi_indikator` in the former release.
        own_period: year and period that the later release is about, where it says so.
    """

    former: Side
    later: Side
    changes: tuple[Change, ...]
    rules: tuple[Change, ...] = ()
    structure: tuple[str, ...] = ()
    figures: int = 0
    own_period: tuple[int, str] | None = None


def is_number(value: Any) -> bool:
    """Whether a value counts as a number; truth values do not."""
    return hasattr(value, "__float__") and not isinstance(value, bool)
