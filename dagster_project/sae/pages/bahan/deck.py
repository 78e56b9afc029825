"""The deck of the meeting: its slides in their order.

Belongs here: the order. Stays out: the slides themselves (`opening`, `pillar`, `lists`, `agency`).
"""

from __future__ import annotations

from dagster_project.sae.pages.bahan import agency, lists, opening, pillar
from dagster_project.sae.pages.bahan.brief import Brief
from dagster_project.sae.pages.bahan.slides import Deck
from dagster_project.sae.pages.site import words


def write_deck(brief: Brief) -> bytes:
    """The deck as the bytes of a `.pptx`; the same release gives the same bytes."""
    release = brief.facts.release
    period = words.period(release.tahun, release.periode)
    deck = Deck(footer=f"Rilis {release.id_rilis}, kinerja {period}", label=brief.facts.label)
    opening.cover(deck, brief)
    opening.sentences(deck, brief)
    pillar.pillars(deck, brief)
    lists.missed(deck, brief)
    lists.overdue(deck, brief)
    lists.silent(deck, brief)
    lists.support(deck, brief)
    lists.asked(deck, brief)
    agency.agencies(deck, brief)
    return deck.save(
        title=f"Bahan rakorev: {brief.place}, {brief.cycle}",
        written=release.dibuat_pada,
        keywords=" ".join(filter(None, (release.id_rilis, brief.facts.label))),
    )
