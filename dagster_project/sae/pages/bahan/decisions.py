"""What the meeting is asked to decide, found in the rows of the release.

Belongs here: the questions, each with the figure that raises it. Stays out: the rows (`brief`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dagster_project.sae.pages.bahan.brief import Brief
from dagster_project.sae.pages.site import words

_EXAMPLES = 3


@dataclass(frozen=True)
class Decision:
    """One decision the meeting is asked for.

    Attributes:
        ask: what is to be decided.
        reason: the figure behind it.
        examples: names it is about, the first few.
        source: table of the release that holds all of them.
    """

    ask: str
    reason: str
    examples: str
    source: str


def decisions(brief: Brief) -> list[Decision]:
    """The decisions asked of the meeting, each with the figure behind it."""
    return [*_on_reports(brief), *_on_results(brief)]


def _on_reports(brief: Brief) -> Iterator[Decision]:
    if brief.silent:
        yield Decision(
            "Tetapkan batas laporan susulan bagi OPD yang belum melapor.",
            f"{len(brief.silent)} dari {len(brief.cards)} OPD belum melapor.",
            _names(row.nama_opd for row in brief.silent),
            "kpi_kelengkapan",
        )
    if brief.held:
        yield Decision(
            "Minta perbaikan laporan yang ditahan, dengan tanggal kirim ulang.",
            f"{len(brief.held)} laporan OPD ditahan seluruhnya.",
            _names(row.nama_opd for row in brief.held),
            "kpi_kelengkapan",
        )
    unmeasured = [
        one.definition.nama_indikator
        for one in brief.facts.indicators.values()
        if one.state == "TIDAK_DIUKUR"
    ]
    if unmeasured:
        yield Decision(
            "Tugaskan siapa yang mengukur, dan mulai kapan.",
            f"{len(unmeasured)} indikator tidak diukur pada periode ini.",
            _names(unmeasured),
            "kpi_indikator",
        )
    without = [p.row.nama_pilar for p in brief.pillars if p.reason]
    if without:
        yield Decision(
            "Lengkapi angka pilar yang belum dapat diberi skor.",
            f"{len(without)} dari {len(brief.pillars)} pilar tanpa skor.",
            _names(without),
            "kpi_pilar",
        )


def _on_results(brief: Brief) -> Iterator[Decision]:
    if brief.overdue:
        longest = brief.overdue[0].hari_lewat_tenggat or 0
        yield Decision(
            "Beri tenggat baru, ganti penanggung jawab, atau hentikan janji yang lewat.",
            f"{len(brief.overdue)} janji lewat tenggat, terlama {words.number(longest, 0)} hari.",
            _names(row.rencana_tindak_lanjut for row in brief.overdue),
            "kpi_tindak_lanjut",
        )
    honest = brief.facts.current("kpi_kejujuran")
    unexplained = [row for row in honest if (row.meleset or 0) > (row.meleset_berpenjelasan or 0)]
    if unexplained:
        count = sum(row.meleset - (row.meleset_berpenjelasan or 0) for row in unexplained)
        yield Decision(
            "Minta hambatan, rencana, dan penanggung jawab untuk target yang meleset.",
            f"{count} target meleset belum dijelaskan lengkap.",
            _names(row.nama_opd for row in unexplained),
            "kpi_kejujuran",
        )
    conflicts = [
        row
        for row in brief.facts.tables["konflik_sumber"]
        if row.is_antar_opd or row.is_opd_lawan_terbitan
    ]
    if conflicts:
        yield Decision(
            "Tetapkan sumber yang dipakai untuk angka yang berbeda menurut sumbernya.",
            f"{len(conflicts)} angka berbeda antara OPD atau dengan terbitan resmi.",
            _names(dict.fromkeys(row.nama_indikator for row in conflicts)),
            "konflik_sumber",
        )
    leaderless = [
        row
        for row in brief.facts.current("kpi_kolaborasi")
        if (row.jumlah_tanpa_satu_pemimpin or 0) > 0
    ]
    if leaderless:
        yield Decision(
            "Tunjuk satu OPD pemimpin bagi indikator bersama.",
            f"{len(leaderless)} pasangan OPD memegang indikator tanpa satu pemimpin.",
            _names(row.nama_opd for row in leaderless),
            "kpi_kolaborasi",
        )


def _names(names: Any) -> str:
    """The first few of some names, and how many more there are."""
    every = [words.bare(name, 90) for name in names]
    told = "; ".join(every[:_EXAMPLES])
    more = len(every) - _EXAMPLES
    return f"{told}; dan {more} lainnya" if more > 0 else told
