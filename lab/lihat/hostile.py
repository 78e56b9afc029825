"""A site whose names are attacks: the structure of its pages must be that of the honest one.

Belongs here: poisoning the rows of a public subset, comparing structures. Stays out: the checks.
"""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from dagster_project.sae.pages.reader import Tables, read_tables
from dagster_project.sae.pages.site.write import write_site
from dagster_project.sae.pages.subset import SUBSET

ATTACKS = (
    "<script>document.title='kena'</script>",
    '"><img src=x onerror="document.title=\'kena\'">',
    "'; </title></style></textarea><h1>palsu</h1>",
    "\u202eteks terbalik\u2066 dan \u200f tanda",
    "😀 👩‍👩‍👧‍👦 emoji",
    "A" * 5000,
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "baris\nbaru\x00\x07\x1b[31m kendali",
    '=HYPERLINK("http://x")',
)
_TYPED = frozenset(
    ["nama_indikator", "nama_opd", "definisi_operasional", "rumus", "metode", "sumber_data",
     "uraian_hambatan", "rencana_tindak_lanjut", "penanggung_jawab", "pelajaran", "uraian",
     "nama_kepala_opd", "kategori", "nama_berkas", "nama_pilar", "misi", "nama_opd_mitra"]
)  # fmt: skip


class _Structure(HTMLParser):
    """Elements in their order, without the breaks that long words are given."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "wbr":
            self.tags.append(f"{tag} {' '.join(sorted(name for name, _ in attrs))}")


def write_hostile(site: Path, target: Path) -> list[str]:
    """Write the site again with every typed text replaced by an attack, in another folder.

    Returns:
        Pages whose elements are not those of the honest page, both written by the same code.
    """
    tables = read_tables(site / "data" / SUBSET)
    honest = target.with_name(f"{target.name}-jujur")
    for folder, rows in ((honest, tables), (target, _poisoned(tables))):
        folder.mkdir()
        write_site(rows, folder)
    shutil.copytree(site / "data", target / "data")
    shutil.copy(site / "SHA256SUMS", target / "SHA256SUMS")
    return _other_structures(honest, target)


def _poisoned(tables: Tables) -> Tables:
    rows = {name: tuple(map(_poison, tables[name])) for name in tables}
    return Tables(rows, tables.comments)


def _poison(row: Any) -> Any:
    """The same attack for the same text, so that what was sorted or joined stays so."""
    changed = {
        name: f"{ATTACKS[sum(map(ord, value)) % len(ATTACKS)]}"
        for name in _TYPED & set(row._fields)
        if (value := getattr(row, name))
    }
    return row._replace(**changed)


def _other_structures(site: Path, hostile: Path) -> list[str]:
    faults = []
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site)
        if name.parts[0].startswith("cari") or name.name == "aduan.html":
            continue  # sorted and grouped by the very names that were replaced
        other = hostile / name
        if not other.is_file():
            faults.append(f"{name}: no longer there")
        elif (here := _tags(page)) != (there := _tags(other)):
            at = next((n for n, pair in enumerate(zip(here, there)) if pair[0] != pair[1]), -1)  # noqa: B905
            faults.append(f"{name}: element {at} is {there[at]!r} instead of {here[at]!r}")
    return faults


def _tags(page: Path) -> list[str]:
    reader = _Structure()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.tags
