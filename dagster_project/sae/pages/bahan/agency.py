"""The appendix: one slide for each agency.

Belongs here: those slides. Stays out: the scorecard (`kpi_opd`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.pages.bahan.brief import Agency, Brief
from dagster_project.sae.pages.bahan.pillar import indicator_row, trend
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
from dagster_project.sae.pages.bahan.told import card_lines
from dagster_project.sae.pages.site import words


def agencies(deck: Deck, brief: Brief) -> None:
    """A slide for each agency, in the order of codes."""
    if not brief.agencies:
        empty(deck, "Lampiran: OPD", "Rilis ini tidak memuat OPD.")
    for agency in brief.agencies:
        _agency(deck, brief, agency)


def _agency(deck: Deck, brief: Brief, agency: Agency) -> None:
    slide = deck.slide(agency.row.nama_opd or agency.row.kode_opd)
    text(
        slide,
        [(line, place == 0) for place, line in enumerate(card_lines(brief, agency))],
        left=EDGE,
        top=TOP - 0.1,
        wide=ROOM,
        high=1.35,
        size=13,
    )
    top = 2.5
    has_chart = sum(row.skor_ketat is not None for row in agency.history) > 1
    if has_chart:
        trend(
            slide,
            agency.history,
            names=(("Skor hasil", "skor_ketat"),),
            left=EDGE,
            top=top,
            wide=3.4,
            high=2.5,
            accent=ACCENTS[0],
        )
    left = EDGE + 3.6 if has_chart else EDGE
    wide = ROOM - left + EDGE
    _measures(slide, agency, left=left, top=top, wide=wide)
    _owed(slide, agency)


def _measures(slide: Any, agency: Agency, *, left: float, top: float, wide: float) -> None:
    if not agency.indicators:
        none = "Tidak ada indikator dari OPD ini pada rilis ini."
        text(slide, [(none, False)], left=left, top=top, wide=wide, high=0.5, size=13, ink=QUIET)
        return
    columns = (
        Column("Indikator, terjauh dari target dahulu", wide - 4.4),
        Column("Terakhir", 1.5, is_number=True),
        Column("Target", 1.4, is_number=True),
        Column("Putusan", 1.5),
    )
    rows = [indicator_row(one) for one in agency.indicators]
    table(slide, columns, rows, left=left, top=top, bottom=5.0, size=11, most=1)


def _owed(slide: Any, agency: Agency) -> None:
    top = 5.15
    if not agency.promises:
        if agency.card is not None and not agency.card.is_diam:
            none = "Tidak ada tindak lanjut yang terbuka."
            text(
                slide, [(none, False)], left=EDGE, top=top, wide=ROOM, high=0.4, size=13, ink=QUIET
            )
        return
    columns = (
        Column("Janji terbuka", 6.3),
        Column("Penanggung jawab", 3.2),
        Column("Tenggat", ROOM - 9.5),
    )
    rows = [
        (
            words.bare(row.rencana_tindak_lanjut, 400),
            words.bare(row.penanggung_jawab, 100),
            words.day(row.tenggat)
            + (
                f" (lewat {words.number(row.hari_lewat_tenggat, 0)} hari)"
                if row.hari_lewat_tenggat
                else ""
            ),
        )
        for row in agency.promises
    ]
    table(slide, columns, rows, top=top, bottom=BOTTOM, size=11, most=1)
