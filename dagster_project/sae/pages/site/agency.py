"""The scorecard of each agency, one A4 page on paper, and the list of all.

Belongs here: what stands on those pages. Stays out: the scorecard itself (`kpi_opd`).
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.render import Site

# As many rows as fit on one sheet with everything else; the screen shows the rest.
_PRINTED, _PRINTED_PROMISES = 7, 3


def write_agencies(site: Site) -> None:
    """Write opd.html and one page for each agency."""
    (site.folder / "opd").mkdir()
    facts = site.facts
    here = {row.kode_opd: row for row in facts.current("kpi_opd")}
    rows = sorted(
        ((row, here.get(code)) for code, row in facts.agencies.items()),
        key=lambda pair: (_calm(pair[1]), pair[0].kode_opd),
    )
    site.page("opd.html", "daftar_opd.html", title="OPD", kind="halaman", baris=rows)
    write = _Agency(site, here)
    for code in facts.agencies:
        write(code)


def _calm(card: Any) -> int:
    """Silent ones first, then held ones, then the rest."""
    if card is None or card.is_diam:
        return 0
    return 1 if card.is_ditahan else 2


class _Agency:
    def __init__(self, site: Site, cards: dict[str, Any]) -> None:
        facts = site.facts
        self._site, self._cards = site, cards
        self._promises = _grouped(
            row for row in facts.tables["kpi_tindak_lanjut"] if row.is_terbuka
        )
        self._money = {row.kode_opd: row for row in facts.current("kpi_anggaran")}
        self._files = {row.kode_opd: row for row in facts.current("kpi_kelengkapan")}
        self._partners = _grouped(
            row for row in facts.current("kpi_kolaborasi") if not row.is_sendiri
        )
        self._held = _grouped(
            row
            for row in facts.current("mutu_keputusan")
            if row.keputusan == "tahan"
            and row.entitas in {"BARIS", "SWADAYA"}
            and row.status != "tidak_berlaku"
        )

    def __call__(self, code: str) -> None:
        facts = self._site.facts
        agency, card = facts.agencies[code], self._cards.get(code)
        open_ones = sorted(
            self._promises.get(code, ()),
            key=lambda row: (-(row.hari_lewat_tenggat or 0), str(row.tenggat)),
        )
        held = Counter(row.alasan or "" for row in self._held.get(code, ()))
        history = facts.scorecards.get(code, [])
        file = self._files.get(code)
        self._site.page(
            f"opd/{slug(code)}.html",
            "opd.html",
            title=agency.nama_opd or code,
            kind="OPD",
            more=f"{code} {agency.singkatan or ''}",
            style="opd",
            part="opd.html",
            opd=agency,
            kartu=card,
            waktu=_timeliness(card),
            celah=_against_results(self._money.get(code)),
            alasan_tahan=file.alasan_ditahan if file else None,
            daftar=facts.by_agency.get(code, []),
            lewat=[row for row in open_ones if row.posisi == "LEWAT_TENGGAT"],
            berjalan=[row for row in open_ones if row.posisi != "LEWAT_TENGGAT"],
            cetak=_PRINTED,
            cetak_janji=_PRINTED_PROMISES,
            ditahan=sorted(held.items(), key=lambda item: (-item[1], item[0])),
            mitra=self._partners.get(code, []),
            riwayat=history,
            garis=charts.sparkline(
                [row.skor_ketat for row in history],
                label=f"Skor {words.bare(agency.nama_opd, 80)} tiap siklus",
            ),
        )


def _timeliness(card: Any) -> str:
    if card is None or card.is_diam or not card.diterima:
        return "belum ada"
    if card.tepat_waktu:
        return "tepat waktu"
    return f"terlambat {card.hari_terlambat} hari" if card.hari_terlambat else "terlambat"


def _against_results(money: Any) -> str:
    """What the money bought: the share spent beside the share reached."""
    if money is None:
        return "belum ada angka belanja"
    if money.serapan is None:
        return words.short(money.alasan_tanpa_serapan or "serapan tidak dapat dihitung", 120)
    if money.rata_capaian is None:
        return f"dari {words.rupiah(money.pagu)}; hasil belum bernilai"
    return f"terserap dari {words.rupiah(money.pagu)}; hasil {words.percent(money.rata_capaian)}"


def _grouped(rows: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.kode_opd, []).append(row)
    return found
