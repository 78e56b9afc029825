"""What stands in the cells of a new workbook before anybody fills it.

Belongs here: the rows of every sheet, those of SAMPUL, INDIKATOR and REALISASI themselves.
Stays out: where the facts come from (`known`), the other sheets (`carried`), how cells look
(`book`).
A number is only taken over where it says the same as before: a target of another year is shown
beside the row, in a column that is not read, and never becomes the target of this year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dagster_project.sae.blank import carried
from dagster_project.sae.blank.due import expected_release
from dagster_project.sae.blank.helpers import BEFORE, SINCE, UNIT
from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.periods import Periods
from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Template

Row = dict[str, Any]
Place = tuple[str, str, str | None]
"""Indicator, region and dimension of a figure."""

_ONCE_A_YEAR = "TAHUNAN_SAJA"
_CUMULATIVE = "KUMULATIF"
_YEAR_TARGETS = ("target_tahun", "target_bawah", "target_atas")


def sheet_rows(
    template: Template, profile: Profile, *, periods: Periods, request: Request, known: Known
) -> dict[str, list[Row]]:
    """Prefilled rows by the name of their sheet, with helper columns; that of SAMPUL is one row.

    A period that has been reported begins with all of its version in force. Else it begins with
    what is known and still true, and with the figures left to fill.
    """
    own = _Own(profile, periods=periods, request=request, known=known)
    if known.again is not None:
        rows = {
            sheet.name: [dict(r) for r in known.again[sheet.table]] for sheet in template.sheets
        }
        rows["SAMPUL"] = [
            {**row, **_cover(template, request)} for row in rows["SAMPUL"][:1] or [{}]
        ]
        rows["ANGGARAN"] = carried.own_budget(rows["ANGGARAN"])
        rows["REALISASI"] = [row | own.beside(row) for row in rows["REALISASI"]]
    else:
        rows = {
            "SAMPUL": [_cover(template, request)],
            "INDIKATOR": [
                carried.without_persons(row) for row in known.indicators if row["id_indikator"]
            ],
            "REALISASI": own.figures(),
            "HAMBATAN_TL": carried.promises(known, periods=periods, request=request),
            "ANGGARAN": carried.budget(known, request=request),
            "KOLABORASI": carried.partners(known, profile, request=request),
            "KOMUNIKASI": carried.stories(known),
            "ADUAN": carried.complaints(known, profile, request=request),
        }
    names = {row["id_indikator"]: row.get("nama_indikator") for row in known.indicators}
    agencies = {opd.code: opd.name for opd in profile.agencies_on(request.cycle.cutoff)}
    for name, found in rows.items():
        if name not in ("SAMPUL", "INDIKATOR"):
            for row in found:
                row |= carried.names_beside(row, indicators=names, agencies=agencies)
    return rows


def _cover(template: Template, request: Request) -> Row:
    """What is certain on SAMPUL; nobody else may change it."""
    return {
        "versi_template": template.version,
        "kode_opd": request.opd.code,
        "nama_opd": request.opd.name,
        "id_siklus": request.cycle.id,
        "tahun": request.cycle.year,
        "periode": request.cycle.period,
    }


class _Own:
    """REALISASI of one agency and period."""

    def __init__(
        self, profile: Profile, *, periods: Periods, request: Request, known: Known
    ) -> None:
        self._periods = periods
        self._cycle = request.cycle
        self._known = known
        self._home = str(profile.facts["kode_wilayah"])
        self._definitions = {row["id_indikator"]: row for row in known.indicators}
        self._stated: dict[Place, list[Row]] = {}
        for row in known.values:
            if row["id_indikator"]:
                self._stated.setdefault(self._place(row), []).append(row)
        for rows in self._stated.values():
            rows.sort(key=self._when)

    def figures(self) -> list[Row]:
        """One row for each indicator, region and dimension reported last.

        The state is TERSEDIA and the figure is left to fill, so that a row that was forgotten is
        found (ANG-02) and not taken for a figure that does not exist. What comes once a year is
        not published yet until the year is reported.
        """
        return [
            self._figure(name, place)
            for name in self._definitions
            if name
            for place in self._places(name)
        ]

    def beside(self, row: Mapping[str, Any]) -> Row:
        """The helper columns of a row."""
        stated = self._stated.get(self._place(row), [])
        definition = self._definitions.get(row["id_indikator"], {})
        return {
            UNIT: definition.get("satuan"),
            BEFORE: self._before(stated),
            SINCE: self._since_january(stated, definition),
        }

    def _figure(self, name: str, place: Place) -> Row:
        cycle, stated = self._cycle, self._stated.get(place, [])
        row = {
            "id_indikator": name,
            "tahun": cycle.year,
            "periode": cycle.period,
            "kode_wilayah": place[1],
            "dimensi": place[2],
            **self._targets(stated),
            "status_data": "TERSEDIA",
            "tanggal_referensi_data": self._periods.end(cycle.year, cycle.period),
        }
        definition = self._definitions[name]
        is_late = definition.get("jenis_agregasi") == _ONCE_A_YEAR
        if is_late and not self._periods.is_whole_year(cycle.period):
            row |= self._not_yet(stated, definition)
        return row | self.beside(row)

    def _not_yet(self, stated: Sequence[Row], definition: Mapping[str, Any]) -> Row:
        """A yearly figure within the year: when it comes, and where that was said."""
        this_year = [r for r in stated if r["tahun"] == self._cycle.year]
        last = this_year[-1] if this_year else {}
        said = last.get("tanggal_rilis_diharapkan")
        day = said or expected_release(definition.get("jadwal_rilis"), year=self._cycle.year)
        return {
            "status_data": "BELUM_RILIS",
            "tanggal_rilis_diharapkan": day if day and day > self._cycle.cutoff else None,
        }

    def _places(self, name: str) -> list[Place]:
        """Where and for whom an indicator was reported last."""
        own = {place: rows[-1] for place, rows in self._stated.items() if place[0] == name}
        if not own:
            return [(name, self._home, None)]
        latest = max(self._when(row)[:2] for row in own.values())
        return [place for place, row in own.items() if self._when(row)[:2] == latest]

    def _targets(self, before: Iterable[Row]) -> Row:
        """Targets of this year as stated last; that up to the period only from that period."""
        targets: Row = {}
        for row in before:
            if row["tahun"] != self._cycle.year:
                continue
            is_same = row["periode"] == self._cycle.period
            names = (*_YEAR_TARGETS, "target_periode") if is_same else _YEAR_TARGETS
            targets |= {name: row[name] for name in names if row.get(name) is not None}
        return targets

    def _before(self, stated: Iterable[Row]) -> str | None:
        """The period before in words: `2026 TW2: target 91,84; realisasi 92,34`."""
        own = self._periods.when(self._cycle.year, self._cycle.period)
        others = [
            row
            for row in stated
            if self._when(row) < own
            and (_target(row) is not None or row.get("realisasi") is not None)
        ]
        if not others:
            return None
        last = others[-1]
        parts = [("target", _target(last)), ("realisasi", last.get("realisasi"))]
        told = "; ".join(f"{word} {number(value)}" for word, value in parts if value is not None)
        return f"{last['tahun']} {last['periode']}: {told}"

    def _since_january(self, stated: Iterable[Row], definition: Mapping[str, Any]) -> str | None:
        """The sum up to the period before, which a cumulative target is compared with."""
        if definition.get("jenis_agregasi") != _CUMULATIVE:
            return None
        year, period = self._cycle.year, self._cycle.period
        found = {
            row["periode"]: row["realisasi"]
            for row in stated
            if row["tahun"] == year and row.get("realisasi") is not None
        }
        parts = self._periods.since_january(period, found)
        if parts is None:
            return "belum lengkap: ada triwulan sebelumnya yang tidak diketahui"
        if not parts:
            return None
        told = f"{number(sum(found[p] for p in parts))} s.d. {parts[-1]}"
        if len(parts) == 1:
            return told
        return f"{told} ({'; '.join(f'{p} {number(found[p])}' for p in parts)})"

    def _place(self, row: Mapping[str, Any]) -> Place:
        return str(row["id_indikator"]), row.get("kode_wilayah") or self._home, row.get("dimensi")

    def _when(self, row: Mapping[str, Any]) -> tuple[int, int, int]:
        return self._periods.when(row["tahun"], row["periode"])


def _target(row: Mapping[str, Any]) -> float | None:
    value = row.get("target_periode")
    return row.get("target_tahun") if value is None else value


def number(value: float) -> str:
    """A number in words of a helper column: 12.151 and 91,84."""
    text = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
