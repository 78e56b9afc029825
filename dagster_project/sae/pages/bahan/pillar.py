"""One slide for each pillar: score or why there is none, its course, its ends.

Belongs here: those slides. Stays out: the scores (`kpi_pilar`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dagster_project.sae.pages.bahan.brief import Brief, Pillar
from dagster_project.sae.pages.bahan.chart import lines_chart
from dagster_project.sae.pages.bahan.slides import (
    ACCENTS,
    BOTTOM,
    EDGE,
    QUIET,
    ROOM,
    TOP,
    Deck,
    empty,
    text,
)
from dagster_project.sae.pages.bahan.table import Column, table
from dagster_project.sae.pages.bahan.told import target
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Indicator

_HALF, _GAP = (ROOM - 0.5) / 2, 0.5
_RIGHT = EDGE + _HALF + _GAP


def pillars(deck: Deck, brief: Brief) -> None:
    """A slide for each pillar."""
    for one in brief.pillars:
        _pillar(deck, one)
    if not brief.pillars:
        empty(deck, "Pilar", "Profil ini tidak memuat pilar.")


def _pillar(deck: Deck, pillar: Pillar) -> None:
    accent = ACCENTS[pillar.place % len(ACCENTS)]
    slide = deck.slide(pillar.row.nama_pilar or pillar.row.kode_pilar, accent=accent)
    now = pillar.now
    if pillar.reason:
        told = [(f"Tanpa skor: {pillar.reason}", True)]
    else:
        told = [
            (
                f"Skor ketat {words.number(now.skor_ketat, 1)}; "
                f"tersedia {words.number(now.skor_tersedia, 1)}",
                True,
            )
        ]
    if now is not None:
        told.append(
            (
                f"Cakupan {words.percent(now.cakupan)}: {words.number(now.jumlah_dinilai, 0)} dari "
                f"{words.number(now.jumlah_indikator, 0)} indikator; batas "
                f"{words.percent(now.cakupan_min)}",
                False,
            )
        )
    text(slide, told, left=EDGE, top=TOP, wide=_HALF - 0.7, high=1.3, size=16, most=3)
    trend(
        slide,
        pillar.history,
        names=(("Skor tersedia", "skor_tersedia"), ("Skor ketat", "skor_ketat")),
        left=EDGE,
        top=2.6,
        wide=_HALF - 0.7,
        high=BOTTOM - 2.6,
        accent=accent,
    )
    _ends(slide, pillar)


def _ends(slide: Any, pillar: Pillar) -> None:
    """The worst and the best indicators of a pillar."""
    left, wide = _RIGHT - 0.7, _HALF + 0.7
    columns = (
        Column("Indikator", wide - 4.0),
        Column("Terakhir", 1.35, is_number=True),
        Column("Target", 1.25, is_number=True),
        Column("Putusan", 1.4),
    )
    top = TOP
    for heading, found, none in (
        ("Paling perlu perhatian", pillar.worst, pillar.nothing_worse),
        ("Terbaik", pillar.best, "Belum ada indikator yang mencapai target."),
    ):
        parts = [(heading, True)]
        if not pillar.count:
            parts = [("Tidak ada indikator pada pilar ini.", False)]
        elif not found:
            parts.append((none, False))
        end = text(slide, parts, left=left, top=top, wide=wide, high=0.7, size=14)
        if not pillar.count:
            return
        if found:
            rows = [indicator_row(one) for one in found]
            bottom = 4.25 if top == TOP else BOTTOM
            end = table(
                slide, columns, rows, left=left, top=end + 0.05, bottom=bottom, size=11, most=2
            )
        top = max(end + 0.2, 4.3)


def trend(
    slide: Any,
    history: Sequence[Any],
    *,
    names: Sequence[tuple[str, str]],
    left: float,
    top: float,
    wide: float,
    high: float,
    accent: str,
) -> None:
    """The course of some scores as a native chart, or why there is none."""
    series = [(name, [getattr(row, column) for row in history]) for name, column in names]
    known = sum(value is not None for _, values in series[-1:] for value in values)
    if known < 2:
        none = "Belum ada dua siklus berskor untuk digambar."
        text(slide, [(none, False)], left=left, top=top, wide=wide, high=0.6, size=12, ink=QUIET)
        return
    lines_chart(
        slide,
        [words.bare(f"{row.periode} {row.tahun}", 20) for row in history],
        series,
        left=left,
        top=top,
        wide=wide,
        high=high,
        accent=accent,
    )


def indicator_row(one: Indicator) -> tuple[str, str, str, str]:
    """Name, last figure, target and verdict of an indicator."""
    definition = one.definition
    return (
        definition.nama_indikator or one.id,
        words.amount(one.latest.realisasi, definition.satuan) if one.latest else "belum ada",
        target(one),
        words.verdict_words(one.state),
    )
