"""One page for each pillar, in parts where it has many indicators.

Belongs here: what stands on that page. Stays out: the scores (`kpi_pilar`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.front import pillar_scores
from dagster_project.sae.pages.site.render import Site, part_address, pieces

_SIZE = 120
_MISSING = frozenset({"BELUM_DILAPORKAN", "TIDAK_DIUKUR"})
# Points that the axis of a score spans at least: less than one word of the scale is no fall.
_LEAST_SPAN = 10.0


def write_pillars(site: Site) -> None:
    """Write the pages of all pillars."""
    (site.folder / "pilar").mkdir()
    facts = site.facts
    for place, pillar in enumerate(facts.pillars):
        every = facts.by_pillar.get(pillar.kode_pilar, [])
        scores = pillar_scores(facts, pillar.kode_pilar)
        here = [row for row in scores if row.id_siklus == facts.release.id_siklus]
        base = f"pilar/{slug(pillar.kode_pilar)}"
        parts = pieces(every, _SIZE)
        held = [one for one in every if one.state == "DITAHAN"]
        for number, part in enumerate(parts, start=1):
            site.page(
                part_address(base, number),
                "pilar.html",
                title=pillar.nama_pilar or pillar.kode_pilar,
                kind="pilar",
                more=pillar.kode_pilar,
                style=f"pilar-{place % 6 + 1}",
                part="-",
                listed=number == 1,
                pilar=pillar,
                kini=here[-1] if here else None,
                riwayat=scores,
                grafik=charts.line(
                    [
                        charts.Point(f"{row.periode} {row.tahun % 100}", row.skor_ketat)
                        for row in scores
                    ],
                    label=f"Skor ketat {words.bare(pillar.nama_pilar, 60)} tiap siklus",
                    span=_LEAST_SPAN,
                ),
                daftar=part,
                pangkal=base,
                bagian_ke=number,
                bagian_banyak=len(parts),
                ditahan=held,
                ditahan_lain=held_unnamed(here[-1] if here else None, len(held)),
                hilang=[one for one in every if one.state in _MISSING],
                berwilayah=[one for one in every if one.parts],
            )


def held_unnamed(now: Any, named: int) -> int:
    """How many held indicators of a pillar have no released definition, so no name to show.

    Args:
        now: the row of `kpi_pilar` of the cycle, or None.
        named: how many are held and can be named.
    """
    return max((now.jumlah_ditahan or 0) - named, 0) if now is not None else 0
