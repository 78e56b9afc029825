"""What the meeting looks at, chosen once for the slides and for the printable page.

Belongs here: which rows are worth the time of the meeting, worst first, and which decisions they
ask for. Stays out: figures (the release has them), the look of slides and pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Facts, Indicator
from dagster_project.sae.pages.site.front import pillar_scores, sentences
from dagster_project.sae.pages.site.pillar import held_unnamed

TABLES = frozenset(
    {
        "rilis", "dim_indikator", "dim_opd", "dim_periode", "dim_pilar", "dim_wilayah",
        "kpi_indikator", "kpi_pilar", "kpi_opd", "kpi_empat_kalimat", "kpi_tindak_lanjut",
        "kpi_kejujuran", "kpi_kelengkapan", "kpi_kolaborasi", "konflik_sumber", "mutu_keputusan",
    }
)  # fmt: skip
_ENDS = 3
_MISSED, _REACHED, _LATE = "TIDAK_TERCAPAI", "TERCAPAI", "LEWAT_TENGGAT"
_NO_PILLAR_SCORE = "Tidak ada indikator rilis pada periode ini."


@dataclass(frozen=True)
class Miss:
    """An indicator that missed its target, with the promise made about it, or None."""

    indicator: Indicator
    promise: Any


@dataclass(frozen=True)
class Pillar:
    """One pillar with its scores, oldest cycle first, and the ends of its list of indicators."""

    row: Any
    place: int
    history: Sequence[Any]
    now: Any
    best: Sequence[Indicator]
    worst: Sequence[Indicator]
    count: int
    held_unnamed: int

    @property
    def nothing_worse(self) -> str:
        """What is said where no named indicator needs attention; the held without a name count."""
        if self.held_unnamed:
            return (
                f"{self.held_unnamed} indikator ditahan bersama definisinya; namanya belum rilis."
            )
        return "Tidak ada yang meleset, ditahan, atau hilang."

    @property
    def reason(self) -> str:
        """Why it has no score; empty when it has one."""
        if self.now is None:
            return _NO_PILLAR_SCORE
        if self.now.skor_ketat is not None:
            return ""
        return self.now.alasan_tanpa_skor or _NO_PILLAR_SCORE


@dataclass(frozen=True)
class Agency:
    """One agency with its scorecard, or None, what it measures and what it still owes."""

    row: Any
    card: Any
    history: Sequence[Any]
    indicators: Sequence[Indicator]
    promises: Sequence[Any]


class Brief:
    """The release as the meeting needs it.

    Attributes:
        facts: the rows of the whole release, grouped.
        place: name of the government.
        cycle: name of the cycle.
    """

    def __init__(self, tables: Tables) -> None:
        """Group the rows of a release; `TABLES` are enough."""
        self.facts = facts = Facts(tables)
        self.place = words.clean(facts.area.nama_wilayah) if facts.area else "Pemerintah daerah"
        self.cycle = words.clean(
            facts.cycle_names.get(facts.release.id_siklus) or facts.release.id_siklus
        )
        self.cards = facts.current("kpi_opd")

    @cached_property
    def sentences(self) -> list[dict[str, Any]]:
        """The four sentences with their measures, what went wrong first."""
        return sentences(self.facts)

    @cached_property
    def pillars(self) -> list[Pillar]:
        """The pillars in their order."""
        return [self._pillar(n, row) for n, row in enumerate(self.facts.pillars)]

    @cached_property
    def missed(self) -> list[Miss]:
        """What missed its target: results for people first, the furthest first."""
        found = [one for one in self.facts.indicators.values() if one.state == _MISSED]
        found.sort(key=lambda one: (not one.is_result, one.gap, one.id))
        here = (self.facts.release.tahun, self.facts.release.periode)
        return [Miss(one, one.promise(*here)) for one in found]

    @cached_property
    def open_promises(self) -> list[Any]:
        """Promises that are still open, the longest overdue first."""
        rows = [row for row in self.facts.tables["kpi_tindak_lanjut"] if row.is_terbuka]
        return sorted(
            rows,
            key=lambda r: (-(r.hari_lewat_tenggat or 0), str(r.tenggat), r.id_tindak_lanjut),
        )

    @cached_property
    def overdue(self) -> list[Any]:
        """Promises past their deadline, the longest first."""
        return [row for row in self.open_promises if row.posisi == _LATE]

    @cached_property
    def silent(self) -> list[Any]:
        """Agencies that sent nothing."""
        return sorted((c for c in self.cards if c.is_diam), key=lambda c: c.kode_opd)

    @cached_property
    def held(self) -> list[Any]:
        """Agencies whose report was received and held."""
        rows = (c for c in self.cards if c.is_ditahan and not c.is_diam)
        return sorted(rows, key=lambda c: c.kode_opd)

    @cached_property
    def support(self) -> list[Any]:
        """Open promises that ask something of the head of the government."""
        return [
            row
            for row in self.open_promises
            if words.clean(row.dukungan_diminta_ke_bupati or "").strip("-. ")
        ]

    @cached_property
    def agencies(self) -> list[Agency]:
        """One entry for each agency, in the order of codes."""
        facts = self.facts
        cards = {card.kode_opd: card for card in self.cards}
        promises: dict[str, list[Any]] = {}
        for row in self.open_promises:
            promises.setdefault(row.kode_opd, []).append(row)
        return [
            Agency(
                row,
                cards.get(code),
                facts.scorecards.get(code, ()),
                facts.by_agency.get(code, ()),
                promises.get(code, ()),
            )
            for code, row in facts.agencies.items()
        ]

    def _pillar(self, place: int, row: Any) -> Pillar:
        facts = self.facts
        every = facts.by_pillar.get(row.kode_pilar, [])
        reached = [one for one in every if one.state == _REACHED]
        # Among the reached the best is the one nearest to what was promised for the last year.
        reached.sort(key=lambda one: (not one.is_result, -_progress(one), one.id))
        history = pillar_scores(facts, row.kode_pilar)
        now = [score for score in history if score.id_siklus == facts.release.id_siklus]
        return Pillar(
            row,
            place,
            history,
            now[-1] if now else None,
            best=reached[:_ENDS],
            worst=[one for one in every if one.state not in (_REACHED, "BELUM_JATUH_TEMPO")][
                :_ENDS
            ],
            count=len(every),
            held_unnamed=held_unnamed(
                now[-1] if now else None, sum(one.state == "DITAHAN" for one in every)
            ),
        )


def _progress(one: Indicator) -> float:
    reached = one.now.progres_rpjmd if one.now is not None else None
    return float(reached) if reached is not None else 0.0
