"""The whole site in its order, from the facts of one release to a folder of files.

Belongs here: which pages there are, the index and the search. Stays out: what each shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.pages.site.agency import write_agencies
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.pages.site.front import write_front
from dagster_project.sae.pages.site.indicator import write_indicators
from dagster_project.sae.pages.site.method import write_method
from dagster_project.sae.pages.site.pillar import write_pillars
from dagster_project.sae.pages.site.render import HERE, Page, Site, part_address
from dagster_project.sae.pages.site.topics import write_topics

ASSETS = HERE / "aset"
_ASSETS = ("gaya.css", "cari.js")
_ENTRIES = 800
_KINDS = (("halaman", "Halaman"), ("pilar", "Pilar"), ("OPD", "OPD"), ("indikator", "Indikator"))


def write_site(
    tables: Tables, folder: Path, *, parts: Sequence[Callable[[Site], None]] = ()
) -> None:
    """Write the site of a public subset into a folder that exists; same subset, same bytes.

    Args:
        tables: the public subset.
        folder: where to write.
        parts: what other rooms add to the site before its index is written.

    Raises:
        OSError: a page cannot be written.
    """
    site = Site(folder, Facts(tables))
    write_front(site)
    write_pillars(site)
    write_agencies(site)
    write_topics(site)
    write_method(site)
    write_indicators(site)
    for part in parts:
        part(site)
    _index(site)
    (folder / "aset").mkdir()
    for name in _ASSETS:
        site.write(f"aset/{name}", (ASSETS / name).read_bytes())
    site.write("aset/indeks.js", _search(site.pages))


def _index(site: Site) -> None:
    """The index of all pages, in parts; without JavaScript it is the search."""
    every = [
        (title, (page.address, page.title))
        for kind, title in _KINDS
        for page in sorted(site.pages, key=lambda p: (p.title.casefold(), p.address))
        if page.kind == kind
    ]
    parts = [every[n : n + _ENTRIES] for n in range(0, len(every), _ENTRIES)] or [[]]
    for number, part in enumerate(parts, start=1):
        groups: dict[str, list[tuple[str, str]]] = {}
        for title, entry in part:
            groups.setdefault(title, []).append(entry)
        site.page(
            part_address("cari", number),
            "cari.html",
            title="Cari dan indeks",
            kind="halaman",
            part="cari.html",
            listed=number == 1,
            kelompok=list(groups.items()),
            bagian_ke=number,
            bagian_banyak=len(parts),
        )


def _search(pages: list[Page]) -> str:
    """The index for the search as a script: a page opened from a file may not fetch JSON."""
    entries = [[page.address, page.title[:200], page.kind, page.more[:200]] for page in pages]
    return "".join(_script(entries))


def _script(entries: list[list[str]]) -> Iterator[str]:
    yield "var SAE_INDEKS = [\n"
    for entry in entries:
        # Not only in HTML would a closing tag or a line separator end a script.
        text = json.dumps(entry, ensure_ascii=True).replace("</", "<\\/")
        yield f"{text},\n"
    yield "];\n"
