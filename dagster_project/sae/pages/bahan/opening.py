"""The first slides: what the release is, and the four sentences.

Belongs here: those slides. Stays out: the measures (`kpi_empat_kalimat`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dagster_project.sae.pages.bahan.brief import Brief
from dagster_project.sae.pages.bahan.decisions import decisions
from dagster_project.sae.pages.bahan.slides import (
    BAD,
    BOTTOM,
    EDGE,
    QUIET,
    ROOM,
    Deck,
    empty,
    height,
    text,
)
from dagster_project.sae.pages.bahan.told import former_of, measure_line
from dagster_project.sae.pages.site import words

_HALF, _GAP = (ROOM - 0.5) / 2, 0.5
_RIGHT = EDGE + _HALF + _GAP
_SIZES = (14, 13, 12, 11, 10, 9)


def cover(deck: Deck, brief: Brief) -> None:
    """What the release is, in five lines."""
    release, cards = brief.facts.release, brief.cards
    period = words.period(release.tahun, release.periode)
    slide = deck.slide(f"Bahan rakorev: {brief.cycle}")
    told = [
        (brief.place, True),
        (f"Kinerja {period}, batas data {words.day(release.tanggal_batas)}", False),
        (f"{len(cards) - len(brief.silent)} dari {len(cards)} OPD melapor; "
         f"{len(brief.held)} laporan ditahan", False),
        (f"{len(brief.missed)} indikator yang angkanya terbit meleset dari target; "
         f"{len(brief.overdue)} janji lewat tenggat", False),
        (f"{len(decisions(brief))} keputusan diminta; "
         f"{len(brief.support)} dukungan diminta dari Bupati", False),
    ]  # fmt: skip
    end = text(slide, told, left=EDGE, top=1.8, wide=ROOM, high=3.5, size=24, most=2)
    note = (
        "Bahan dalam: memuat hambatan, penanggung jawab, dan permintaan dukungan. Angka yang "
        "ditahan tidak ada di sini. Teks yang dipotong dengan … ada lengkap di bahan/index.html."
    )
    text(slide, [(note, False)], left=EDGE, top=end + 0.5, wide=ROOM, high=1, size=14, ink=QUIET)


def sentences(deck: Deck, brief: Brief) -> None:
    """The four sentences on one slide, in the largest letters that fit."""
    title = "Empat kalimat"
    if not brief.sentences:
        empty(deck, title, "Rilis ini tidak memuat ukuran empat kalimat.")
        return
    slide = deck.slide(title)
    told = [
        [measure_line(one, former_of(each)) for one in each["ukuran"]]
        for each in brief.sentences[:4]
    ]
    size = next((size for size in _SIZES if sum(_heights(told, size)) <= BOTTOM - 1.15), _SIZES[-1])
    top = 1.15
    for row, high in enumerate(_heights(told, size)):
        for place, sentence in enumerate(brief.sentences[row * 2 : row * 2 + 2]):
            _sentence(
                slide,
                _heading(sentence),
                told[row * 2 + place],
                left=_RIGHT if place else EDGE,
                top=top,
                high=min(high, BOTTOM - top),
                size=size,
                ink=QUIET if row or place else BAD,
            )
        top += high


def _heading(sentence: dict[str, Any]) -> str:
    former = former_of(sentence)
    return f"{sentence['teks']} (semula: {former})" if former else str(sentence["teks"])


def _heights(told: Sequence[Sequence[str]], size: float) -> list[float]:
    """Height of each of the two rows of sentences, in inches."""
    rows = [told[:2], told[2:4]]
    return [
        0.55 + max((height(each, wide=_HALF, size=size, most=2) for each in row), default=0.0)
        for row in rows
    ]


def _sentence(
    slide: Any,
    heading: str,
    told: Sequence[str],
    *,
    left: float,
    top: float,
    high: float,
    size: float,
    ink: str,
) -> None:
    title = [(heading, True)]
    end = text(slide, title, left=left, top=top, wide=_HALF, high=0.4, size=13, most=1, ink=ink)
    parts = [(one, False) for one in told]
    text(slide, parts, left=left, top=end + 0.03, wide=_HALF, high=high - 0.3, size=size)
