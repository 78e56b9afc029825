"""Pages on one topic across all agencies: change, promises, complaints, swadaya, collaboration.

Belongs here: sorting and totals of those pages. Stays out: the rows themselves (`facts`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dagster_project.sae.pages.site import charts, words
from dagster_project.sae.pages.site.render import Site, part_address, pieces

_SIZE = 150
_POSITIONS = ("LEWAT_TENGGAT", "BERJALAN", "SELESAI", "BATAL")


def write_topics(site: Site) -> None:
    """Write the topic pages."""
    _change(site)
    _promises(site)
    _complaints(site)
    _swadaya(site)
    _collaboration(site)


def _change(site: Site) -> None:
    facts = site.facts
    pillars = {row.kode_pilar: (n, row.nama_pilar) for n, row in enumerate(facts.pillars)}
    rows = []
    for one in facts.indicators.values():
        yearly = [row for row in one.series if row.periode == "THN" and row.realisasi is not None]
        now = yearly[-1] if yearly else one.latest
        if not one.is_result or now is None or one.definition.baseline_nilai is None:
            continue
        place, pillar = pillars.get(one.definition.kode_pilar, (5, "Tanpa pilar"))
        label = f"{words.bare(one.definition.nama_indikator, 80)}, tahunan"
        rows.append(
            {
                "satu": one,
                "kini": now,
                "laju": one.pace[-1] if one.pace else None,
                "warna": place % 6 + 1,
                "pilar": pillar,
                "garis": charts.sparkline([row.realisasi for row in yearly[-8:]], label=label),
            }
        )
    rows.sort(key=lambda row: (_progress(row["kini"]), row["satu"].id))
    _parts(site, "perubahan", "perubahan.html", title="Perubahan yang dirasakan", rows=rows)


def _progress(row: Any) -> float:
    return 1e9 if row.progres_rpjmd is None else float(row.progres_rpjmd)


def _promises(site: Site) -> None:
    facts = site.facts
    rows = sorted(
        facts.tables["kpi_tindak_lanjut"],
        key=lambda row: (
            _POSITIONS.index(row.posisi) if row.posisi in _POSITIONS else len(_POSITIONS),
            -(row.hari_lewat_tenggat or 0),
            str(row.tenggat),
            row.id_tindak_lanjut,
        ),
    )
    counts = Counter(row.posisi for row in rows)
    _parts(
        site,
        "tindak-lanjut",
        "tindak_lanjut.html",
        title="Tindak lanjut",
        rows=rows,
        banyak=len(rows),
        hitungan=[(code, counts[code]) for code in _POSITIONS if counts[code]],
    )


def _swadaya(site: Site) -> None:
    rows = sorted(
        site.facts.tables["kpi_swadaya"],
        key=lambda row: (str(row.tanggal), row.kunci),
        reverse=True,
    )
    valued = [row.nilai_rupiah for row in rows if row.nilai_rupiah is not None]
    _parts(
        site,
        "swadaya",
        "swadaya.html",
        title="Swadaya masyarakat",
        rows=rows,
        banyak=len(rows),
        bernilai=len(valued),
        rupiah=words.rupiah(sum(valued)) if valued else words.NONE,
        orang=sum(row.jumlah_orang or 0 for row in rows),
    )


def _parts(
    site: Site, base: str, template: str, *, title: str, rows: list[Any], **context: Any
) -> None:
    parts = pieces(rows, _SIZE)
    for number, part in enumerate(parts, start=1):
        site.page(
            part_address(base, number),
            template,
            title=title,
            kind="halaman",
            listed=number == 1,
            part=f"{base}.html",
            baris=part,
            bagian_ke=number,
            bagian_banyak=len(parts),
            **context,
        )


@dataclass
class _Counted:
    """Complaints added up under one name."""

    kode: str
    nama: str
    diterima: int = 0
    dijawab: int = 0
    selesai: int = 0

    def add(self, row: Any) -> None:
        """Add one row."""
        self.diterima += row.diterima or 0
        self.dijawab += row.dijawab or 0
        self.selesai += row.selesai or 0

    @property
    def persen_dijawab(self) -> float | None:
        """Share that was answered."""
        return self.dijawab / self.diterima * 100 if self.diterima else None

    @property
    def persen_selesai(self) -> float | None:
        """Share that was settled."""
        return self.selesai / self.diterima * 100 if self.diterima else None


def _complaints(site: Site) -> None:
    rows = site.facts.current("kpi_aduan")
    total = _Counted("", "")
    for row in rows:
        total.add(row)
    site.page(
        "aduan.html",
        "aduan.html",
        title="Aduan warga",
        kind="halaman",
        opd=_counted(rows, "kode_opd", "nama_opd"),
        kategori=_counted(rows, "kategori", "kategori"),
        jumlah=total,
    )


def _counted(rows: Iterable[Any], column: str, named: str) -> list[_Counted]:
    found: dict[str, _Counted] = {}
    for row in rows:
        code = getattr(row, column) or ""
        found.setdefault(code, _Counted(code, getattr(row, named) or code)).add(row)
    return sorted(found.values(), key=lambda one: (one.dijawab - one.diterima, one.kode))


def _collaboration(site: Site) -> None:
    facts = site.facts
    pairs = [
        row
        for row in facts.current("kpi_kolaborasi")
        if not row.is_sendiri and row.kode_opd and row.kode_opd_mitra
    ]
    codes = sorted({row.kode_opd for row in pairs} | {row.kode_opd_mitra for row in pairs})
    matrix = {(row.kode_opd, row.kode_opd_mitra): row.jumlah_indikator for row in pairs}
    reported = {row.kode_opd for row in facts.current("kpi_opd") if not row.is_diam}
    site.page(
        "kolaborasi.html",
        "kolaborasi.html",
        title="Kolaborasi lintas OPD",
        kind="halaman",
        kode=codes,
        matriks=matrix,
        pasangan=sorted(pairs, key=lambda row: (row.kode_opd, row.kode_opd_mitra)),
        singkat={code: row.singkatan or row.nama_opd for code, row in facts.agencies.items()},
        sendiri=sorted(reported - set(codes)),
    )
