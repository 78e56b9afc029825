"""Templates made into files, and the list of what was made.

Belongs here: the template environment, one page to one file, the addresses for index and search.
Stays out: what a page shows (the module of its kind), the release folder (`pages.faces`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.facts import Facts

T = TypeVar("T")

HERE = Path(__file__).parent
MENU = (
    ("index.html", "Beranda"),
    ("opd.html", "OPD"),
    ("perubahan.html", "Perubahan"),
    ("tindak-lanjut.html", "Tindak lanjut"),
    ("aduan.html", "Aduan"),
    ("swadaya.html", "Swadaya"),
    ("kolaborasi.html", "Kolaborasi"),
    ("metode.html", "Metode"),
    ("cari.html", "Cari"),
)
_FILTERS = {
    "nama": words.name,
    "polos": words.bare,
    "angka": words.number,
    "persen": words.percent,
    "tanda": words.signed,
    "jumlah": words.quantity,
    "rupiah": words.rupiah,
    "hari": words.day,
    "bertanggal": words.dated,
    "periode": words.period,
    "kata": words.words,
    "putusan": words.verdict,
    "arah": words.arrow,
    "arti_arah": words.direction,
    "satuan": words.unit,
    "siput": slug,
}
_RULE = re.compile(r"[A-Z]{3}-[0-9]{2}")


@dataclass(frozen=True)
class Page:
    """One page as the index and the search know it."""

    address: str
    title: str
    kind: str
    more: str = ""


@lru_cache(maxsize=4)
def environment(folder: Path = HERE / "templat") -> Environment:
    """Templates compiled once per process; what is not known is an error, not an empty place."""
    made = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update(_FILTERS)
    return made


class Site:
    """A folder of pages that is being written.

    Attributes:
        pages: what was written, in order, for the index.
    """

    def __init__(self, folder: Path, facts: Facts) -> None:
        """Start an empty site in a folder that exists."""
        self.folder, self.facts = folder, facts
        self.pages: list[Page] = []
        self.place = words.clean(facts.area.nama_wilayah) if facts.area else "Pemerintah daerah"
        self.cycle = facts.cycle_names.get(facts.release.id_siklus) or facts.release.id_siklus
        names = {code: row.nama_opd for code, row in facts.agencies.items()}
        self._shared = {
            "tempat": self.place,
            "label": facts.label,
            "rilis": facts.release,
            "menu": MENU,
            "siklus": self.cycle,
            "ada": facts.indicators,
            "nama_opd": names,
            "nama_wilayah": facts.regions,
            "aturan_tahan": self.reason,
            "ke_opd": self.agency_link,
        }

    def page(
        self,
        address: str,
        template: str,
        *,
        title: str,
        kind: str,
        more: str = "",
        style: str = "",
        part: str = "",
        listed: bool = True,
        **context: Any,
    ) -> None:
        """Write one page.

        Args:
            address: where it stands in the site, such as `opd/1.01.01.html`.
            template: file name of its template.
            title: what it is called; a person may have typed it.
            kind: what kind of page it is, for the search.
            more: further words the search finds it by.
            style: class of the body.
            part: address of the entry of the menu it belongs to, its own by default.
            listed: whether the index and the search name it.
            context: what the template shows.
        """
        text = (
            environment()
            .get_template(template)
            .render(
                self._shared,
                akar="../" * address.count("/"),
                judul=words.bare(title, 120),
                kelas=style,
                bagian=part or address,
                **context,
            )
        )
        self.write(address, text)
        if listed:
            self.pages.append(Page(address, words.clean(title), kind, words.clean(more)))

    def write(self, address: str, content: str | bytes) -> None:
        """Write one file of the site, in UTF-8."""
        path = self.folder / address
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        path.write_bytes(data)

    def agency_link(self, code: str | None, name: str | None, root: str, most: int = 90) -> Markup:
        """An agency by name, linked where it has a page: a report may name one nobody knows."""
        known = self.facts.agencies.get(code or "")
        shown = words.name(name or (known.nama_opd if known else code), most)
        if known is None:
            return shown
        return Markup('<a href="{}opd/{}.html">{}</a>').format(root, slug(known.kode_opd), shown)

    def reason(self, text: str | None, root: str) -> Markup:
        """Why something was held: its rules with their titles, each linked to the method page."""
        rules = _RULE.findall(text or "")
        if not rules:
            return words.name(text, 300)
        links = Markup(", ").join(
            Markup('<a href="{0}metode-aturan.html#{1}">{1}</a> {2}').format(
                root,
                rule,
                words.name(self.facts.rules[rule].judul if rule in self.facts.rules else ""),
            )
            for rule in rules
        )
        prefix = "seluruh laporan OPD ditahan, " if (text or "").startswith("OPD") else ""
        return Markup("{}{}").format(prefix, links)


def pieces(rows: Sequence[T], size: int) -> list[Sequence[T]]:
    """Rows in parts, so that no page grows without end; one empty part where there are none."""
    return [rows[n : n + size] for n in range(0, len(rows), size)] or [rows]


def part_address(base: str, number: int) -> str:
    """Address of one part of a page; the first keeps the plain name."""
    return f"{base}.html" if number == 1 else f"{base}-{number}.html"
