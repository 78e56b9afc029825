"""The same material as one page for the printer, with every text whole.

Belongs here: the page and its template. Stays out: which rows (`brief`), the slides (`deck`).
"""

from __future__ import annotations

from pathlib import Path

from dagster_project.sae.pages.bahan.brief import Brief, Pillar
from dagster_project.sae.pages.bahan.decisions import decisions
from dagster_project.sae.pages.bahan.told import card_lines, target
from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.render import environment
from dagster_project.sae.pages.site.write import ASSETS

STYLE = "gaya.css"
DECK = "bahan-rakorev.pptx"
_HERE = Path(__file__).parent


def write_paper(brief: Brief, folder: Path) -> None:
    """Write index.html and its style sheet into a folder that exists; same release, same bytes.

    Raises:
        OSError: the page cannot be written.
    """
    text = (
        environment(_HERE / "templat")
        .get_template("bahan.html")
        .render(
            brief=brief,
            rilis=brief.facts.release,
            label=brief.facts.label,
            berkas=DECK,
            grafik=_trend,
            jumlah_satuan=words.amount,
            sasaran=target,
            kalimat_opd=card_lines,
            keputusan=decisions(brief),
        )
    )
    (folder / "index.html").write_bytes(text.encode("utf-8", "replace"))
    style = (ASSETS / STYLE).read_bytes() + (_HERE / "templat" / "cetak.css").read_bytes()
    (folder / STYLE).write_bytes(style)


def _trend(pillar: Pillar) -> str:
    points = [
        charts.Point(words.bare(f"{row.periode} {row.tahun % 100}", 12), row.skor_ketat)
        for row in pillar.history
    ]
    return charts.line(points, label=f"Skor ketat {words.bare(pillar.row.nama_pilar, 60)}")
