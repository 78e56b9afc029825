"""Pages as documents: valid HTML, every link and download answers, sizes.

Belongs here: what can be told without a browser. Stays out: how a page looks (`views`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib

FIRST_PAGE_BYTES, PAGE_BYTES = 100_000, 300_000


@dataclass
class Counts:
    """What was looked at."""

    pages: int = 0
    links: int = 0
    files: int = 0
    largest: int = 0
    first: int = 0
    faults: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Addresses a page names, and the places it can be entered at."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.places.add(str(named["id"]))
        for name in ("href", "src", "action"):
            if named.get(name) is not None:
                self.links.append(str(named[name]))


def check_documents(site: Path) -> Counts:
    """Read every page of a site: HTML valid, links and downloads there, sizes within the limits."""
    counts = Counts()
    read: dict[Path, _Reader] = {}
    parser = html5lib.HTMLParser(strict=False)
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        size = page.stat().st_size
        counts.pages += 1
        counts.largest = max(counts.largest, size)
        if size > PAGE_BYTES:
            counts.faults.append(f"{page.relative_to(site)}: {size} bytes")
        parser.parse(text)
        counts.faults += [
            f"{page.relative_to(site)}: HTML {place}: {code}" for place, code, _ in parser.errors
        ]
        reader = _Reader()
        reader.feed(text)
        read[page.resolve()] = reader
    counts.files = sum(1 for path in site.rglob("*") if path.is_file())
    for page, reader in read.items():
        counts.faults += _dead_links(site, page, reader, read, counts)
    first = site / "index.html"
    counts.first = first.stat().st_size + sum(
        (site / name).stat().st_size for name in ("aset/gaya.css",)
    )
    if counts.first > FIRST_PAGE_BYTES:
        counts.faults.append(f"index.html with its style: {counts.first} bytes")
    return counts


def _dead_links(
    site: Path, page: Path, reader: _Reader, read: dict[Path, _Reader], counts: Counts
) -> list[str]:
    faults = []
    name = page.relative_to(site.resolve())
    for link in reader.links:
        counts.links += 1
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            faults.append(f"{name}: leaves the folder: {link}")
            continue
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not target.is_relative_to(site.resolve()) or not target.is_file():
            faults.append(f"{name}: nothing at {link}")
        elif target.stat().st_size == 0:
            faults.append(f"{name}: empty file at {link}")
        elif (
            parts.fragment and target in read and unquote(parts.fragment) not in read[target].places
        ):
            faults.append(f"{name}: no such place {link}")
    return faults
