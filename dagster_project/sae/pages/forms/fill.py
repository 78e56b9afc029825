"""What stands in a form: the rows of a release for one agency or all, and the words around them.

Belongs here: choosing rows, quarter and government; saying what the release does not know.
Stays out: where a figure stands on paper (`shape`), cells (`write`), any computation of a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dagster_project.sae.pages.forms.shape import E60, E81, FORMS, QUARTERS, Form
from dagster_project.sae.pages.reader import Tables, read_tables
from dagster_project.sae.release.wording import label_line

NEEDED = frozenset({
    "rilis", "formulir_e81", "formulir_e60", "kpi_tindak_lanjut", "kpi_opd", "dim_wilayah",
    "dim_periode", "dim_indikator",
})  # fmt: skip

_NO_ITEM = "(program/kegiatan tidak disebut dalam laporan)"
_NO_NAME = "(uraian tidak disebut dalam laporan)"
_OBSTACLES = "Faktor penghambat pencapaian kinerja:"
_NEXT = "Tindak lanjut yang diperlukan dalam triwulan berikutnya:"
# The year is closed by its fourth quarter, and the form of a whole year is that of it.
_PLACES = {f"TW{n}": quarter for n, quarter in enumerate(QUARTERS, start=1)} | {
    "SM1": "II", "SM2": "IV", "THN": "IV",
}  # fmt: skip
_MOST_LINES = 40


@dataclass(frozen=True)
class Filled:
    """One form, filled in.

    Attributes:
        rows: figures by field, in the order of the form.
        quarter: I to IV, up to which it tells.
        agency: the line above the first row.
        answers: lines below a line of the form's footer.
        notes: what the release does not know, and where the figures come from.
        signature: lines of the place where it is signed.
    """

    title: str
    government: str
    year: int
    last_year: str
    quarter: str
    release: str
    created: datetime
    source: str
    label: str | None
    agency: str
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    signature: tuple[str, ...] = ()

    def worded(self, heading: str) -> str:
        """A heading with its years."""
        years = {"tahun": self.year, "lalu": self.year - 1, "akhir": self.last_year}
        return heading.format(**years)


def open_release(release: Path) -> Tables:
    """The tables of a release file that forms are filled from.

    Raises:
        ReleaseError: the file cannot be read.
    """
    return read_tables(release, only=NEEDED)


def forms_of(
    tables: Tables,
    *,
    year: int | None = None,
    agency: str | None = None,
    code: str | None = None,
) -> Iterator[tuple[str, Form, Filled]]:
    """Every form of a release with its name, E.81 of each agency first.

    Args:
        tables: the tables of the release.
        year: only the forms of that year; all years when None.
        agency: only the E.81 of that agency; all forms when None.
        code: only that form of FORMS; both when None.
    """
    found: dict[tuple[str, int, str], list[Any]] = {}
    for row in tables[E81.table]:
        if agency in (None, row.kode_opd):
            found.setdefault(("e81", row.tahun, row.kode_opd), []).append(row)
    for row in tables[E60.table] if agency is None else ():
        found.setdefault(("e60", row.tahun, ""), []).append(row)
    for (kind, of_year, opd), rows in found.items():
        if year in (None, of_year) and code in (None, kind):
            form = FORMS[kind]
            name = "-".join(filter(None, (form.code, opd, str(of_year))))
            yield name, form, _filled(tables, form, rows, opd=opd)


def _filled(tables: Tables, form: Form, rows: list[Any], *, opd: str) -> Filled:
    release = tables["rilis"][0]
    year = rows[0].tahun
    government = _government(tables)
    periods = {row.id_siklus: row.periode for row in tables["dim_periode"] if row.id_siklus}
    quarters = {_PLACES.get(periods.get(row.id_siklus, ""), "IV") for row in rows}
    held = sum(1 for row in rows if not row.is_rilis)
    notes = [
        f"Diisi dari rilis {release.id_rilis} (batas data {release.tanggal_batas:%d-%m-%Y}); "
        "angka kosong berarti tidak dilaporkan, belum jatuh tempo, atau ditahan, bukan nol.",
        "Rata-rata capaian dan predikat tidak diisi: formulir menjumlahkan yang tidak sejenis; "
        "skor OPD ada di rapornya.",
        "Tingkat capaian dihitung seperti rumus formulir, realisasi dibagi target, juga bila makin "
        "kecil makin baik; capaian menurut arah indikator ada di halaman indikatornya.",
    ]
    if held:
        notes.append(f"{held} baris kosong angkanya karena belum rilis; lihat kolom keterangan.")
    name = getattr(rows[0], form.agency)
    return Filled(
        title=form.title.format(pemerintah=government, tahun=year),
        government=government,
        year=year,
        last_year=_last_year(tables, {row.id_indikator for row in rows}),
        quarter=max(quarters, key=QUARTERS.index),
        release=release.id_rilis,
        created=release.dibuat_pada,
        source=f"Sumber: rilis {release.id_rilis}",
        label=label_line(release.label_data),
        agency=f"Perangkat Daerah : {name}" if opd else "",
        rows=tuple(_named(rows)),
        notes=tuple(notes),
        answers=_answers(tables, {row.id_siklus for row in rows}, opd=opd, year=year),
        signature=_signature(tables, rows[0].id_siklus, opd=opd, name=name or ""),
    )


def _named(rows: list[Any]) -> Iterator[dict[str, Any]]:
    """Rows as the form shows them: an item is named with its first indicator, and unknown is said.

    The reader of a form takes the name above for a row that has none.
    """
    above = None
    for row in rows:
        values = row._asdict()
        item = (row.kode, row.uraian)
        if item == above and row.kode and row.id_indikator:
            values |= {"kode": None, "uraian": None}
        elif not row.uraian:
            values["uraian"] = _NO_NAME if row.kode else _NO_ITEM
        if row.kode == row.uraian:
            values["kode"] = None
        above = item
        yield values


def _government(tables: Tables) -> str:
    """The region that belongs to none here; empty where the release has none."""
    regions = tables["dim_wilayah"]
    codes = {row.kode_wilayah for row in regions}
    return next((row.nama_wilayah for row in regions if row.kode_induk not in codes), "")


def _last_year(tables: Tables, indicators: set[str | None]) -> str:
    years = [
        row.tahun_akhir
        for row in tables["dim_indikator"]
        if row.id_indikator in indicators and row.tahun_akhir
    ]
    return str(max(years)) if years else "akhir"


def _answers(
    tables: Tables, cycles: set[str], *, opd: str, year: int
) -> dict[str, tuple[str, ...]]:
    """What the agency itself said of obstacles, and what it promised and has not done."""
    said = [
        row
        for row in tables["kpi_tindak_lanjut"]
        if opd and row.kode_opd == opd and row.tahun == year and row.id_siklus_terakhir in cycles
    ]
    obstacles = [f"{row.nama_indikator}: {row.uraian_hambatan}" for row in said]
    plans = [
        f"{row.rencana_tindak_lanjut} (tenggat {row.tenggat:%d-%m-%Y})"
        for row in said
        if row.is_terbuka and row.tenggat
    ]
    return {_OBSTACLES: _cut(obstacles), _NEXT: _cut(plans)}


def _cut(lines: list[str]) -> tuple[str, ...]:
    once = list(dict.fromkeys(lines))
    more = [f"dan {len(once) - _MOST_LINES} lainnya"] if len(once) > _MOST_LINES else []
    return (*(f"- {line}" for line in once[:_MOST_LINES]), *more)


def _signature(tables: Tables, cycle: str, *, opd: str, name: str) -> tuple[str, ...]:
    if not opd:
        return (
            "Disusun",
            "Kepala perangkat daerah bidang perencanaan",
            "",
            "",
            "",
            "NIP.",
        )
    head = next(
        (
            row.nama_kepala_opd
            for row in tables["kpi_opd"]
            if row.kode_opd == opd and row.id_siklus == cycle
        ),
        None,
    )
    return ("Disusun", f"Kepala {name}", "", "", head or "", "NIP.")
