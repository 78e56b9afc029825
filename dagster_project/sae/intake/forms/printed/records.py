"""Landing rows of a foreign form: its indicators, realisation and budget, and where they stand.

Belongs here: which landing rows a form row becomes, what its columns add up to.
Stays out: what a row is (`printed.rows`), what a cell says (`printed.values`), the cover
(`printed.cover`).
"""

from __future__ import annotations

import math

from dagster_project.sae.contract.rows import Row
from dagster_project.sae.intake.file.cells import column_letter
from dagster_project.sae.intake.forms.findings import Finding
from dagster_project.sae.intake.forms.printed.checks import Sum, year_against_quarters
from dagster_project.sae.intake.forms.printed.cover import FormCover
from dagster_project.sae.intake.forms.printed.ids import indicator_ids
from dagster_project.sae.intake.forms.printed.layout import Layout
from dagster_project.sae.intake.forms.printed.rows import FormBody, FormRow
from dagster_project.sae.intake.forms.printed.values import FormValues
from dagster_project.sae.intake.forms.spellings import unit_word

_YEAR_SPENT = "year.realisasi_anggaran"
_CODE_FIELDS = {
    "PROGRAM": "kode_program",
    "KEGIATAN": "kode_kegiatan",
    "SUB_KEGIATAN": "kode_sub_kegiatan",
}
_FIXED_PLACES: tuple[tuple[str, str, str, str | None], ...] = (
    ("labels.nama_indikator", "indikator", "nama_indikator", None),
    ("labels.satuan", "indikator", "satuan", None),
    ("labels.uraian", "indikator", "uraian", None),
    ("labels.uraian", "anggaran", "uraian", None),
    ("labels.kode", "anggaran", "kode_sub_kegiatan", None),
    ("year.target", "realisasi", "target_tahun", None),
    ("year.pagu", "anggaran", "pagu", None),
)


class FormRecords:
    """Turns the rows of one form into landing rows."""

    def __init__(
        self,
        layout: Layout,
        values: FormValues,
        *,
        body: FormBody,
        form: FormCover,
        units: frozenset[str],
    ) -> None:
        self.layout = layout
        self.values = values
        self.body = body
        self.form = form
        self.units = units
        self.contradictions: list[Finding] = []
        cover = form.cover
        self.full_year = layout.cover.full_year
        self.is_year_closed = cover.periode in (None, self.full_year)
        self.quarters = tuple(
            quarter.period
            for quarter in layout.quarters
            if self.is_year_closed or quarter.period <= (cover.periode or "")
        )
        # The year columns of an unfinished year hold what was done so far.
        self.year_period = cover.periode or self.full_year

    def tables(self, *, owner: str) -> dict[str, list[Row]]:
        """Landing rows by table; indicators are named after the owner, their path and wording."""
        known = indicator_ids(self.body.rows, owner=owner)
        indicators: list[Row] = []
        realisation: list[Row] = []
        budget: list[Row] = []
        for row in self.body.rows:
            identity = known.get(row.row)
            if identity is not None:
                path = {"jalur_formulir": identity.path}
                indicators.append(self._indicator(row, identity.id) | path)
                realisation += self._realisation(row, identity.id)
            budget += self._budget(row, identity.id if identity else None)
        return {
            "sampul": [self._cover_row()],
            "indikator": indicators,
            "realisasi": realisation,
            "anggaran": budget,
            "peta": self._map(),
        }

    def sums(self, budget: list[Row]) -> list[Sum]:
        """The columns that a form adds up at its foot, with the sums of the rows as read."""
        sums = [self._sum("year.pagu", "pagu", budget, period=None, kind=None)]
        field = "realisasi_anggaran"
        if self.is_year_closed:
            sums.append(
                self._sum(_YEAR_SPENT, field, budget, period=self.full_year, kind="KUMULATIF")
            )
        for period in self.quarters:
            place = f"quarters.{period}.realisasi_anggaran"
            sums.append(self._sum(place, field, budget, period=period, kind="PERIODE"))
        return sums

    def _sum(
        self, place: str, field: str, budget: list[Row], *, period: str | None, kind: str | None
    ) -> Sum:
        amounts = {
            int(row["baris"]): float(row[field])
            for row in budget
            if row[field] is not None
            and (period is None or (row["periode"], row["sifat"]) == (period, kind))
        }
        total = None if self.values.is_doubtful(field, period) else math.fsum(amounts.values())
        column = self.values.columns[place]
        return Sum(column, field, period=period, expected=total, amounts=amounts)

    def _cover_row(self) -> Row:
        cover = self.form.cover
        return {
            "baris": self.form.opd.row if self.form.opd and self.form.opd.row else 1,
            "kode_opd": cover.kode_opd,
            "nama_opd": cover.nama_opd_tertulis,
            "id_siklus": cover.id_siklus,
            "tahun": cover.tahun,
            "periode": cover.periode,
        }

    def _indicator(self, row: FormRow, indicator_id: str) -> Row:
        name = self.values.text(
            row, "labels.nama_indikator", table="indikator", field="nama_indikator"
        )
        self.values.one_indicator(row, "labels.nama_indikator")
        unit = self.values.text(row, "labels.satuan", table="indikator", field="satuan")
        known = unit_word(unit) if unit else None
        record: Row = {
            "baris": row.row,
            "id_indikator": indicator_id,
            "nama_indikator": name,
            "satuan": known if known in self.units else unit,
            "uraian": row.name or None,
            "tingkat_anggaran": row.level,
            "level_hasil": self.layout.result_levels.get(
                row.level or "", self.layout.default_result_level
            ),
            "polaritas_formulir": self.layout.polaritas_formulir,
        }
        if row.code and row.level in _CODE_FIELDS:
            record[_CODE_FIELDS[row.level]] = row.code
        return record

    def _realisation(self, row: FormRow, indicator_id: str) -> list[Row]:
        target = self.values.number(row, "year.target", table="realisasi", field="target_tahun")
        places = {f"quarters.{period}.realisasi": period for period in self.quarters}
        year_place = "year.realisasi"
        found = {
            place: self.values.number(
                row, place, table="realisasi", field="realisasi", period=period
            )
            for place, period in ({year_place: self.year_period} | places).items()
            if place != year_place or self.is_year_closed
        }
        if self.is_year_closed:
            self._compare(
                row,
                year_place,
                year=found[year_place],
                quarters={place: found[place] for place in places},
                table="realisasi",
                field="realisasi",
            )
        return [
            {
                "baris": row.row,
                "id_indikator": indicator_id,
                "tahun": self.form.cover.tahun,
                "periode": self.full_year if place == year_place else places[place],
                "target_tahun": target,
                "realisasi": value,
                "status_data": None if value is None else "TERSEDIA",
            }
            for place, value in found.items()
        ]

    def _budget(self, row: FormRow, indicator_id: str | None) -> list[Row]:
        places = {_YEAR_SPENT: self.year_period} | {
            f"quarters.{period}.realisasi_anggaran": period for period in self.quarters
        }
        if not row.is_leaf:
            self.values.errors(row, "year.pagu", field="pagu", period=None)
            for place, period in places.items():
                self.values.errors(row, place, field="realisasi_anggaran", period=period)
            return []
        budget = self.values.number(row, "year.pagu", table="anggaran", field="pagu")
        spent = {
            place: self.values.number(
                row, place, table="anggaran", field="realisasi_anggaran", period=period
            )
            for place, period in places.items()
        }
        quarters = {place: value for place, value in spent.items() if place != _YEAR_SPENT}
        self._compare(
            row,
            _YEAR_SPENT,
            year=spent[_YEAR_SPENT],
            quarters=quarters,
            table="anggaran",
            field="realisasi_anggaran",
        )
        # In an unfinished year the sum so far is left to the quarters, which have their own cells.
        kept = spent if self.is_year_closed else quarters
        bearer = _YEAR_SPENT if self.is_year_closed else list(quarters)[-1]
        return [
            {
                "baris": row.row,
                "kode_sub_kegiatan": row.code or None,
                "id_indikator": indicator_id,
                "uraian": row.name or None,
                "tingkat_anggaran": row.level,
                "periode": places[place],
                "sifat": "KUMULATIF" if place == _YEAR_SPENT else "PERIODE",
                "pagu": budget if place == bearer else None,
                "realisasi_anggaran": amount,
            }
            for place, amount in kept.items()
        ]

    def _compare(
        self,
        row: FormRow,
        place: str,
        *,
        year: float | None,
        quarters: dict[str, float | None],
        table: str,
        field: str,
    ) -> None:
        if not self.layout.year_is_sum_of_quarters:
            return
        found = year_against_quarters(
            self.values.sheet,
            self.values.cell(row, place),
            year=year,
            quarters=quarters,
            table=table,
            field=field,
            period=self.year_period,
        )
        if found is not None:
            self.contradictions.append(found)

    def _map(self) -> list[Row]:
        """Where every field stands: its column, and its row where that is not the row's own."""
        fields = list(_FIXED_PLACES)
        if self.is_year_closed:
            fields.append(("year.realisasi", "realisasi", "realisasi", self.full_year))
            fields.append((_YEAR_SPENT, "anggaran", "realisasi_anggaran", self.full_year))
        for period in self.quarters:
            own = f"quarters.{period}"
            fields.append((f"{own}.realisasi", "realisasi", "realisasi", period))
            fields.append((f"{own}.realisasi_anggaran", "anggaran", "realisasi_anggaran", period))
        rows = [
            _place(
                self.values.sheet.name, self.values.columns[place], table=t, field=f, period=period
            )
            for place, t, f, period in fields
            if place in self.values.columns
        ]
        for field, fact in (("nama_opd", self.form.opd), ("tahun", self.form.year)):
            if fact is not None and fact.column is not None:
                own_row = _place(
                    self.values.sheet.name, fact.column, table="sampul", field=field, period=None
                )
                rows.append(own_row | {"baris": fact.row})
        return rows


def _place(sheet: str, column: int, *, table: str, field: str, period: str | None) -> Row:
    return {
        "tabel": table,
        "kolom": field,
        "periode": period,
        "lembar": sheet,
        "huruf": column_letter(column),
        "baris": None,
    }
