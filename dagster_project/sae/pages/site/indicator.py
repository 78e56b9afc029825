"""One page for each indicator, with its series as CSV and everything as JSON beside it.

Belongs here: what stands on that page. Stays out: choosing rows (`facts`), formats (`words`).
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.address import slug
from dagster_project.sae.pages.site.facts import Indicator
from dagster_project.sae.pages.site.render import Site
from dagster_project.sae.release.wording import plain, spreadsheet_safe

_SERIES_SHOWN = 60
_BLOCKING = ("B", "K")
_COLUMNS = (
    "id_indikator", "nama_indikator", "tahun", "periode", "kode_wilayah", "dimensi", "satuan",
    "realisasi", "target", "target_bawah", "target_atas", "capaian_mentah", "capaian_tampil",
    "status_data", "status_capaian", "predikat", "progres", "rumus_id", "versi_rumus", "is_revisi",
    "is_turunan", "sha256_berkas", "lembar", "sel",
)  # fmt: skip
_DEFINITION = (
    "kode_opd", "nama_indikator", "definisi_operasional", "level_hasil", "kode_pilar",
    "jenis_indikator", "satuan", "polaritas", "jenis_agregasi", "rumus", "sumber_data", "metode",
    "produsen_data", "baseline_nilai", "baseline_tahun", "target_akhir_rpjmd", "tahun_akhir",
    "kelompok_sasaran", "versi_definisi", "berlaku_dari",
)  # fmt: skip


def write_indicators(site: Site) -> None:
    """Write page, CSV and JSON of every public indicator."""
    (site.folder / "indikator").mkdir()
    for one in site.facts.indicators.values():
        _Indicator(site, one).write()


class _Indicator:
    def __init__(self, site: Site, one: Indicator) -> None:
        self._site, self._one = site, one
        self._facts = site.facts

    def write(self) -> None:
        one, facts, site = self._one, self._facts, self._site
        definition = one.definition
        base = slug(one.id)
        pillars = {row.kode_pilar: (n, row) for n, row in enumerate(facts.pillars)}
        place, pillar = pillars.get(definition.kode_pilar, (5, None))
        agency = facts.agencies.get(definition.kode_opd)
        largest = max((abs(row.realisasi) for row in one.parts if row.realisasi), default=0.0)
        site.page(
            f"indikator/{base}.html",
            "indikator.html",
            title=definition.nama_indikator or one.id,
            kind="indikator",
            more=f"{one.id} {agency.nama_opd if agency else ''}",
            style=f"pilar-{place % 6 + 1}",
            part="-",
            satu=one,
            d=definition,
            pilar=pillar,
            opd=agency.nama_opd if agency else definition.kode_opd,
            berkas=base,
            kini=one.now if one.now is not None and one.now.realisasi is not None else one.latest,
            laju=one.pace[-1] if one.pace else None,
            rumus=self._formula,
            asal=self._origin,
            deret=list(reversed(one.series))[:_SERIES_SHOWN],
            deret_penuh=len(one.series),
            grafik_tahunan=self._chart(yearly=True),
            grafik_triwulan=self._chart(yearly=False),
            konflik=self._conflicts(),
            wilayah_induk=facts.area.kode_wilayah if facts.area else "",
            bagian_wilayah=[
                (
                    row,
                    charts.bar(row.realisasi, largest=largest, label=words.number(row.realisasi)),
                )
                for row in one.parts
            ],
            lolos=self._passed(),
            peringatan=self._warnings(),
        )
        site.write(f"indikator/{base}.csv", self._csv())
        site.write(f"indikator/{base}.json", self._json())

    def _chart(self, *, yearly: bool) -> Markup:
        definition = self._one.definition
        rows = [row for row in self._one.series if (row.periode == "THN") == yearly][-12:]
        points = [
            charts.Point(
                str(row.tahun) if yearly else f"{words.clean(row.periode or '')} {row.tahun % 100}",
                row.realisasi,
                row.target,
            )
            for row in rows
        ]
        name = words.bare(definition.nama_indikator, 100)
        return charts.line(
            points,
            label=f"{name}, {'tahunan' if yearly else 'dalam tahun'}; angkanya ada di tabel",
            goal=definition.target_akhir_rpjmd if yearly else None,
        )

    def _formula(self, code: str | None, version: str | None) -> Markup:
        row = self._facts.formula(code, version)
        if row is None:
            return Markup("Tanpa rumus: tidak ada putusan.")
        anchor = f"rumus-{row.rumus_id}-{row.versi_rumus.replace('.', '-')}"
        return Markup('{} <small><a href="../metode.html#{}">{} versi {}</a></small>').format(
            words.name(row.ekspresi, 300), anchor, row.rumus_id, row.versi_rumus
        )

    def _origin(self, row: Any) -> Markup:
        """File, sheet and cell of a figure, and when the file was received."""
        file = self._facts.files.get(row.sha256_berkas)
        cell = (
            f"{words.short(row.lembar, 40)}!{row.sel}" if row.sel else words.short(row.lembar, 40)
        )
        if file is None:
            return Markup("berkas <code>{}</code> {}").format((row.sha256_berkas or "")[:12], cell)
        return Markup("{}, {}, diterima {}").format(
            words.name(file.nama_berkas, 80), cell, words.day(file.diterima_pada)
        )

    def _conflicts(self) -> list[tuple[Any, Sequence[Any]]]:
        values = self._site.facts.conflict_values
        return [(row, values.get(row.id_konflik, ())) for row in self._one.conflicts]

    def _passed(self) -> Markup:
        """The rules that could have held this figure, each of which it passed."""
        rules = [
            row
            for row in self._facts.tables["aturan"]
            if row.tingkat in _BLOCKING and row.entitas in {"baris", "opd", "opd_pilar"}
        ]
        if not rules:
            return Markup("tidak ada aturan pada rilis ini")
        links = Markup(" ").join(
            Markup('<a href="../metode-aturan.html#{0}">{0}</a>').format(row.id_aturan)
            for row in sorted(rules, key=lambda row: row.id_aturan)
        )
        return Markup(
            "<details><summary>semua {} aturan yang dapat menahannya</summary>{}</details>"
        ).format(len(rules), links)

    def _warnings(self) -> Markup | None:
        latest = self._one.latest
        rules = (
            sorted(
                {
                    row.id_aturan
                    for row in self._one.findings
                    if (row.tahun, row.periode) == (latest.tahun, latest.periode)
                    and row.tingkat not in _BLOCKING
                }
            )
            if latest
            else []
        )
        return self._site.reason(", ".join(rules), "../") if rules else None

    def _csv(self) -> bytes:
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([*_COLUMNS, "id_rilis", "label_data"])
        tail = [self._facts.release.id_rilis, self._facts.label or ""]
        for row in (*self._one.series, *self._one.parts):
            values = (plain(getattr(row, column)) for column in _COLUMNS)
            writer.writerow([*map(spreadsheet_safe, values), *tail])
        return stream.getvalue().encode("utf-8-sig", "replace")

    def _json(self) -> str:
        one, facts = self._one, self._facts
        content = {
            "id_rilis": facts.release.id_rilis,
            "label_data": facts.label,
            "id_indikator": one.id,
            "keadaan": one.state,
            "halaman": f"{slug(one.id)}.html",
            "definisi": {name: _value(getattr(one.definition, name)) for name in _DEFINITION},
            "deret": [
                {name: _value(getattr(row, name)) for name in _COLUMNS[2:]}
                for row in (*one.series, *one.parts)
            ],
        }
        return json.dumps(content, ensure_ascii=False, indent=1)


def _value(value: Any) -> Any:
    """A value for other sites: numbers as they are, dates in ISO."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.12g}") if math.isfinite(value) else None
    return value
