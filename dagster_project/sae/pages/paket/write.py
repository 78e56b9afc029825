"""The folder of the press pack: pictures, the list as CSV and JSON, the page that shows them.

Belongs here: which files there are. Stays out: what they show (`caption`, `card`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dagster_project.sae.pages.paket.caption import Words, words_of
from dagster_project.sae.pages.paket.card import SIZES, draw
from dagster_project.sae.pages.paket.news import WITHDRAWN, News, read_news
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.render import Site
from dagster_project.sae.release.wording import csv_bytes, plain

PACK = "paket"
_LISTED = 150
_COLUMNS = (
    "id_kartu", "aturan", "arah", "status", "keterangan", "id_indikator", "nama", "nama_opd",
    "tahun", "periode", "angka", "pembanding", "nama_pembanding", "tautan_media", "tanggal_media",
    "gambar_persegi", "gambar_lebar", "teks", "teks_alternatif", "id_rilis", "label_data",
)  # fmt: skip
_NOTES = {
    "RILIS LALU": "dari siklus sebelumnya; hanya statusnya yang diikuti",
    "SUDAH TERBIT": "sudah terbit menurut lembar KOMUNIKASI",
    "INDIKATOR SUDAH BERKARTU": "indikatornya sudah punya kartu lain",
    "MELEBIHI KUOTA": "melebihi kuota aturannya",
    "MENUNGGU IMBANGAN": "kabar baik tidak boleh lebih banyak daripada imbangannya",
}


def write_pack(site: Site, subset: Path) -> None:
    """Write the press pack of a public subset into the folder of its site; same subset, same bytes.

    Args:
        site: the site that is being written; the page joins its index.
        subset: file of the public subset.

    Raises:
        ReleaseError: the subset cannot be read, or a card cannot be drawn.
        OSError: a file cannot be written.
    """
    facts = site.facts
    every = [(news, words_of(news, facts)) for news in read_news(subset, facts)]
    (site.folder / PACK).mkdir()
    rows = [_row(site, news, told) for news, told in every]
    for news, told in every:
        if not news.has_card:
            continue
        for size in SIZES:
            picture = draw(news, told, size, place=_place(site), label=facts.label)
            site.write(_picture(news, size.name), picture)
    site.write(
        f"{PACK}/daftar.csv",
        csv_bytes(_COLUMNS, [[row[name] for name in _COLUMNS] for row in rows]),
    )
    content = {"id_rilis": facts.release.id_rilis, "label_data": facts.label, "kabar": rows}
    site.write(f"{PACK}/daftar.json", json.dumps(content, ensure_ascii=False, indent=1))
    _page(site, every)


def _page(site: Site, every: Sequence[tuple[News, Words]]) -> None:
    cards = [(news, told) for news, told in every if news.has_card]
    others = [(news, told) for news, told in every if not news.has_card]
    site.page(
        f"{PACK}/index.html",
        "paket.html",
        title="Paket media",
        kind="halaman",
        part="-",
        kartu=cards,
        tanpa=others[:_LISTED],
        tanpa_banyak=len(others),
        ditarik=[news for news, _ in every if news.rule == WITHDRAWN],
        sebab=_NOTES,
        ukuran=SIZES,
        gambar=lambda news, size: _picture(news, size.name).removeprefix(f"{PACK}/"),
        aturan=sorted(site.facts.tables["pantas_dikabarkan"], key=lambda row: row.urutan),
    )


def _place(site: Site) -> str:
    release = site.facts.release
    return f"{site.place}, {words.period(release.tahun, release.periode)}"


def _picture(news: News, size: str) -> str:
    return f"{PACK}/{news.id}-{size}.png"


def _row(site: Site, news: News, told: Words) -> dict[str, Any]:
    names = {size.name: _picture(news, size.name) if news.has_card else "" for size in SIZES}
    return {
        "id_kartu": news.id,
        "aturan": news.rule,
        "arah": news.kind,
        "status": news.status,
        "keterangan": news.note,
        "id_indikator": news.indicator.id if news.indicator else "",
        "nama": news.name,
        "nama_opd": news.agency,
        "tahun": news.year,
        "periode": news.period,
        "angka": plain(news.value),
        "pembanding": plain(news.former),
        "nama_pembanding": news.former_name,
        "tautan_media": news.link,
        "tanggal_media": news.told_on.isoformat() if news.told_on else "",
        "gambar_persegi": names["persegi"],
        "gambar_lebar": names["lebar"],
        "teks": told.caption,
        "teks_alternatif": told.alternative,
        "id_rilis": site.facts.release.id_rilis,
        "label_data": site.facts.label or "",
    }
