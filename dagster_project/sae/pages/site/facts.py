"""One release grouped for its pages: what stands now for each indicator, agency and pillar.

Belongs here: choosing rows and putting them together. Stays out: computing or formatting figures.
The rows come from the public subset, each table read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from dagster_project.sae.pages.reader import Tables
from dagster_project.sae.release.wording import label_line

Rows = tuple[Any, ...]
_FIRST = date.min
# Whose figures come once a year: in a quarter there is nothing to miss.
_YEARLY = "TAHUNAN_SAJA"
# What has no figure though it should sorts behind the missed, before what was reached.
_AFTER_MISSED = {"DITAHAN": 200.0, "TIDAK_DIUKUR": 201.0, "BELUM_DILAPORKAN": 202.0}
_RESULTS = frozenset({"OUTCOME", "DAMPAK"})


@dataclass(slots=True)
class Indicator:
    """One indicator with all that the release says of it.

    Attributes:
        definition: its definition in force, of the agency whose figures are released.
        series: its figures for the whole area, oldest first.
        parts: its figures for regions and other parts, latest period only.
        held: decisions that hold a figure of it back, latest first.
    """

    id: str
    definition: Any
    definitions: list[Any] = field(default_factory=list)
    series: list[Any] = field(default_factory=list)
    parts: list[Any] = field(default_factory=list)
    held: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    pace: list[Any] = field(default_factory=list)
    promises: list[Any] = field(default_factory=list)
    conflicts: list[Any] = field(default_factory=list)
    revisions: list[Any] = field(default_factory=list)
    swadaya: list[Any] = field(default_factory=list)
    complaints: list[Any] = field(default_factory=list)
    now: Any = None
    state: str = ""
    held_now: Any = None

    @property
    def latest(self) -> Any:
        """The last row that holds a figure, or None."""
        return next((row for row in reversed(self.series) if row.realisasi is not None), None)

    @property
    def is_result(self) -> bool:
        """Whether it tells what changed for people, and not what was done."""
        return self.definition.level_hasil in _RESULTS

    def promise(self, year: int | None, period: str) -> Any:
        """The last promise of a period, else the last that is still open; None without one."""
        then = [one for one in self.promises if (one.tahun, one.periode) == (year, period)]
        return (then or [one for one in self.promises if one.is_terbuka] or [None])[-1]

    @property
    def gap(self) -> float:
        """Sorts problems first: missed by how far, then without a figure, then what was reached."""
        shown = self.now.capaian_tampil if self.now is not None else None
        if self.state == "TIDAK_TERCAPAI":
            return 150.0 if shown is None else float(shown)
        return _AFTER_MISSED.get(self.state, 300.0)


class Facts:
    """The release as its pages need it.

    Attributes:
        release: the one row of `rilis`.
        label: the warning about the data, or None.
        indicators: every public indicator, by id.
    """

    def __init__(self, tables: Tables) -> None:
        """Group the rows of a public subset."""
        self.tables = tables
        self.release = tables["rilis"][0]
        self.label = label_line(self.release.label_data)
        self.ends: Mapping[tuple[int, str], date] = {
            (row.tahun, row.periode): row.selesai for row in tables["dim_periode"]
        }
        self.cycle_names: Mapping[str, str] = {
            row.id_siklus: row.nama_siklus for row in tables["dim_periode"] if row.id_siklus
        }
        self.indicators = self._indicators()

    @cached_property
    def area(self) -> Any:
        """The region everything is about: the one that belongs to none here; None without any."""
        regions = self.tables["dim_wilayah"]
        codes = {row.kode_wilayah for row in regions}
        return next((row for row in regions if row.kode_induk not in codes), None)

    @cached_property
    def regions(self) -> Mapping[str, str]:
        """Names of regions by code."""
        return {row.kode_wilayah: row.nama_wilayah for row in self.tables["dim_wilayah"]}

    @cached_property
    def pillars(self) -> Rows:
        """The pillars in their order."""
        return tuple(sorted(self.tables["dim_pilar"], key=lambda r: (r.urutan or 0, r.kode_pilar)))

    @cached_property
    def files(self) -> Mapping[str, Any]:
        """Received files by hash."""
        return {row.sha256_berkas: row for row in self.tables["mutu_berkas"]}

    @cached_property
    def rules(self) -> Mapping[str, Any]:
        """Rules by id."""
        return {row.id_aturan: row for row in self.tables["aturan"]}

    @cached_property
    def conflict_values(self) -> Mapping[str, list[Any]]:
        """Figures of each conflict between sources, in its order."""
        grouped = _by(self.tables["konflik_sumber_nilai"], "id_konflik")
        return {code: sorted(rows, key=lambda row: row.urutan) for code, rows in grouped.items()}

    @cached_property
    def formulas(self) -> Mapping[tuple[str, str], Any]:
        """Formulas by id and version."""
        return {(row.rumus_id, row.versi_rumus): row for row in self.tables["rumus"]}

    def formula(self, code: str | None, version: str | None) -> Any:
        """A formula in one version, or in its last one; None when the release has none."""
        if version is None:
            known = [row for (found, _), row in self.formulas.items() if found == code]
            return max(known, key=lambda row: (row.berlaku_dari, row.versi_rumus), default=None)
        return self.formulas.get((code or "", version))

    @cached_property
    def agencies(self) -> Mapping[str, Any]:
        """Agencies in force, and former ones that still have figures, in the order of codes."""
        used = {one.definition.kode_opd for one in self.indicators.values()}
        kept = [row for row in self.tables["dim_opd"] if row.is_berlaku or row.kode_opd in used]
        kept.sort(key=lambda row: (row.kode_opd, row.berlaku_dari or _FIRST))
        return {row.kode_opd: row for row in kept}

    @cached_property
    def scorecards(self) -> Mapping[str, list[Any]]:
        """Scorecards of each agency, oldest cycle first."""
        return self.by_cycle("kpi_opd", "kode_opd")

    @cached_property
    def by_agency(self) -> Mapping[str, list[Indicator]]:
        """Indicators of each agency, results first, the furthest from its target first."""
        return self._grouped(lambda one: one.definition.kode_opd)

    @cached_property
    def by_pillar(self) -> Mapping[str, list[Indicator]]:
        """Indicators of each pillar in the same order."""
        return self._grouped(lambda one: one.definition.kode_pilar)

    @cached_property
    def cycles(self) -> list[str]:
        """The cycles, oldest first."""
        known = {row.id_siklus: row.selesai for row in self.tables["dim_periode"] if row.id_siklus}
        return sorted(known, key=lambda cycle: (known[cycle], cycle))

    def by_cycle(self, table: str, column: str) -> Mapping[str, list[Any]]:
        """Rows of a table by one column, oldest cycle first."""
        place = {cycle: n for n, cycle in enumerate(self.cycles)}
        grouped = _by(self.tables[table], column)
        for rows in grouped.values():
            rows.sort(key=lambda row: place.get(row.id_siklus, -1))
        return grouped

    def current(self, table: str) -> list[Any]:
        """Rows of a table that belong to the cycle of the release."""
        return [row for row in self.tables[table] if row.id_siklus == self.release.id_siklus]

    def end(self, row: Any) -> tuple[date, bool]:
        """Sorts rows by the end of their period, a whole year after its last quarter."""
        return self.ends.get(
            (row.tahun, row.periode), date(row.tahun, 12, 31)
        ), row.periode == "THN"

    def _grouped(self, key: Any) -> dict[str, list[Indicator]]:
        grouped: dict[str, list[Indicator]] = defaultdict(list)
        for one in self.indicators.values():
            grouped[key(one) or ""].append(one)
        for found in grouped.values():
            found.sort(key=lambda one: (not one.is_result, one.gap, one.id))
        return grouped

    def _indicators(self) -> dict[str, Indicator]:
        definitions = _by(self.tables["dim_indikator"], "id_indikator")
        figures = _by(self.tables["kpi_indikator"], "id_indikator")
        found = {}
        for code in sorted(definitions):
            versions = sorted(
                definitions[code],
                key=lambda r: (
                    r.berlaku_sampai is None,
                    r.berlaku_dari or _FIRST,
                    r.versi_definisi,
                ),
            )
            one = Indicator(code, versions[-1], definitions=versions)
            self._place(one, figures.get(code, ()))
            found[code] = one
        self._attach(found)
        for one in found.values():
            self._state(one)
        return found

    def _place(self, one: Indicator, rows: Iterable[Any]) -> None:
        """Sort figures into the series of the whole area and its parts of the latest period."""
        whole = self.area.kode_wilayah if self.area else None
        parts = []
        for row in rows:
            if not row.dimensi and (whole is None or row.kode_wilayah in (whole, None, "")):
                one.series.append(row)
            else:
                parts.append(row)
        one.series.sort(key=self.end)
        if one.series:
            owner = one.series[-1].kode_opd
            one.definition = next(
                (row for row in reversed(one.definitions) if row.kode_opd == owner), one.definition
            )
        if parts:
            last = max(self.end(row) for row in parts)
            one.parts = sorted(
                (row for row in parts if self.end(row) == last),
                key=lambda row: (row.dimensi or "", row.kode_wilayah or ""),
            )

    def _attach(self, found: Mapping[str, Indicator]) -> None:
        """Hang every other row that is about an indicator on it."""
        for table, attribute in (
            ("mutu_temuan", "findings"),
            ("kpi_akselerasi", "pace"),
            ("kpi_tindak_lanjut", "promises"),
            ("konflik_sumber", "conflicts"),
            ("revisi", "revisions"),
            ("kpi_swadaya", "swadaya"),
        ):
            for row in self.tables[table]:
                if one := found.get(row.id_indikator or ""):
                    getattr(one, attribute).append(row)
        for row in self.tables["mutu_keputusan"]:
            one = found.get(row.id_indikator or "")
            if one and row.keputusan == "tahan" and row.status != "tidak_berlaku" and row.tahun:
                one.held.append(row)
        for row in self.current("kpi_aduan"):
            for code in (row.indikator_terkait or "").split(", "):
                if one := found.get(code):
                    one.complaints.append(row)
        for one in found.values():
            one.pace.sort(key=lambda row: row.tahun)
            one.conflicts.sort(key=lambda row: (-row.tahun, row.periode or "", row.id_konflik))
            one.held.sort(key=self.end, reverse=True)
            one.revisions.sort(key=lambda row: (*self.end(row), row.nomor_vintase))
            one.promises.sort(key=lambda row: (row.tenggat or _FIRST, row.id_tindak_lanjut))

    def _state(self, one: Indicator) -> None:
        """Say what stands for the period of the release: a verdict, held, or why there is none."""
        here = (self.release.tahun, self.release.periode)
        one.now = next((r for r in reversed(one.series) if (r.tahun, r.periode) == here), None)
        one.held_now = next((r for r in one.held if (r.tahun, r.periode) == here), None)
        if one.now is not None:
            one.state = one.now.status_capaian or one.now.status_data or ""
        elif one.held_now is not None:
            one.state = "DITAHAN"
        elif one.definition.jenis_agregasi == _YEARLY and self.release.periode != "THN":
            one.state = "BELUM_JATUH_TEMPO"
        else:
            one.state = "BELUM_DILAPORKAN"


def _by(rows: Iterable[Any], column: str) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, column) or ""].append(row)
    return grouped
