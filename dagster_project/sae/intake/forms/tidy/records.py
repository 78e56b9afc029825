"""Landing rows of a tidy table: figures by year and period, definitions, obstacles, their cells.

Belongs here: which landing rows a table row becomes and where their cells stand.
Stays out: what a cell says (`tidy.values`), who and when (`tidy.cover`), columns (`tidy.match`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.rows import Row
from dagster_project.sae.contract.template import Template
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.findings import clip
from dagster_project.sae.intake.forms.fit import Match
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.reading import Cover
from dagster_project.sae.intake.forms.template.values import FieldValue
from dagster_project.sae.intake.forms.tidy.cover import AgencyRows, period_text, year_text
from dagster_project.sae.intake.forms.tidy.layout import KeyPart, TidyColumn, TidyLayout
from dagster_project.sae.intake.forms.tidy.match import year_of
from dagster_project.sae.intake.forms.tidy.values import TidyValues, When

KEY = "id_indikator"
_ID_REMEDY = "Isi kode indikator pada baris itu, atau kosongkan seluruh barisnya."


class TidyRecords:
    """Turns the rows of one table into landing rows."""

    def __init__(
        self,
        layout: TidyLayout,
        sheet: SheetData,
        *,
        fit: Match,
        template: Template,
        profile: Profile,
        file_name: str = "",
        agency: AgencyRows | None = None,
    ) -> None:
        self.layout = layout
        self.agency = agency
        self.file_name = file_name
        self.sheet = sheet
        self.header_row = fit.header_row or 1
        self.values = TidyValues(layout, sheet, template=template, profile=profile)
        self.found = fit.columns
        self.places = {name: hits[0] for name, hits in fit.columns.items()}
        self.columns = sorted({hit for hits in fit.columns.values() for hit in hits})
        self.left_out: list[int] = []
        self.rows = self._data_rows()
        self._defined: dict[str, tuple[int, Row]] = {}
        self._figured = tuple(enumerate(layout.figures))

    def _data_rows(self) -> list[int]:
        filled: dict[int, list[Cell]] = {}
        for (row, column), cell in sorted(self.sheet.cells.items()):
            if row > self.header_row and (column in self.columns or self.layout.footer):
                filled.setdefault(row, []).append(cell)
        rows: list[int] = []
        for row, cells in filled.items():
            if any(pattern(end).search(c.raw) for end in self.layout.footer for c in cells):
                break
            own = [cell for cell in cells if cell.col in self.columns]
            if any(not self.values.is_null(cell) for cell in own):
                (rows if self._is_kept(row) else self.left_out).append(row)
        return rows

    def agency_text(self, row: int) -> str:
        """What a row says of its agency, '' when it says nothing."""
        return self.values.text(self._cell(row, "cover.opd")) or ""

    def _is_kept(self, row: int) -> bool:
        if self.agency is not None and self.agency_text(row) not in self.agency.texts:
            return False
        for number, rule in enumerate(self.layout.filters):
            text = self.values.text(self._cell(row, f"filters.{number}")) or ""
            if rule.keep is not None and not pattern(rule.keep).fullmatch(text):
                return False
            if rule.skip is not None and pattern(rule.skip).fullmatch(text):
                return False
        return True

    def tables(self, cover: Cover) -> dict[str, list[Row]]:
        """Landing rows by table."""
        tables: dict[str, list[Row]] = {
            **{"indikator": [], "realisasi": [], "hambatan_tl": []},
            **({"anggaran": []} if self._has_budget else {}),
        }
        for row in self.rows:
            own = self._own_period(row, cover)
            name = self._name(row)
            if name is None and self.layout.id_indikator is not None:
                continue
            if name is not None:
                self._define(row, name, into=tables["indikator"])
                tables["realisasi"] += self._figures(row, name, own=own)
                obstacle = self._fields(row, "hambatan_tl", when=own)
                if any(value is not None for value in obstacle.values()):
                    record = {"baris": row, KEY: name, "periode": own[1], **obstacle}
                    tables["hambatan_tl"].append(record)
            if self._has_budget:
                tables["anggaran"] += self._budget(row, name, own=own)
        return tables

    @property
    def _has_budget(self) -> bool:
        return any(place.startswith("anggaran.") for place in self.places)

    def _name(self, row: int) -> str | None:
        """The id of the indicator of a row: one cell, or pieces put together; told if missing."""
        key = self.layout.id_indikator
        if key is None:
            return None
        if isinstance(key, TidyColumn):
            name = self.values.field(self._cell(row, KEY), "realisasi", KEY, column=key)
            if not isinstance(name, str):
                self._nameless(row)
                return None
            return name
        pieces = [self._piece(row, number, part) for number, part in enumerate(key.parts)]
        if not all(pieces):
            self._nameless(row)
            return None
        return key.join.join(piece for piece in pieces if piece)

    def _piece(self, row: int, number: int, part: KeyPart) -> str | None:
        if part.constant is not None:
            return part.constant
        if part.file_name is not None:
            found = pattern(part.file_name).search(self.file_name)
            return found[1] if found else None
        cell = self._cell(row, f"{KEY}.{number}")
        value = self.values.field(cell, "realisasi", KEY, column=part.column)
        return None if value is None else str(value)

    def _budget(self, row: int, name: str | None, *, own: When) -> list[Row]:
        """A budget row as our template has it: spent since the start of the year."""
        fields = self._fields(row, "anggaran", when=own)
        if all(fields.get(amount) is None for amount in ("pagu", "realisasi_anggaran")):
            return []
        record: Row = {"baris": row, KEY: name, "periode": own[1], "sifat": "KUMULATIF"}
        return [record | {field: value for field, value in fields.items() if value is not None}]

    def _cell(self, row: int, place: str) -> Cell | None:
        column = self.places.get(place)
        return None if column is None else self.sheet.cell(row, column)

    @property
    def key_column(self) -> int | None:
        """The column of the id, or of its first piece that has one."""
        hits = [hit for place, hit in self.places.items() if place.split(".")[0] == KEY]
        return hits[0] if hits else None

    def _nameless(self, row: int) -> None:
        at = Cell(row, self.key_column or 1, "", "text")
        if not any(f.address == at.address for f in self.values.findings):
            problem = FieldValue(None, "baris ini berisi data tanpa kode indikator.", _ID_REMEDY)
            self.values.doubt(at, problem, table="realisasi", field=KEY)

    def _own_period(self, row: int, cover: Cover) -> When:
        """The year and period of a row: its own where it has them, else those of the report."""
        year, period = cover.tahun, cover.periode
        own_year = self.values.text(self._cell(row, "cover.year"))
        own_period = self.values.text(self._cell(row, "cover.period"))
        if own_year is not None:
            read = year_text(own_year)
            year = int(read) if read else None
        if own_period is not None:
            period = period_text(own_period, self.layout.cover.period.column)
        for place, told, kept in (
            ("cover.year", own_year, year),
            ("cover.period", own_period, period),
        ):
            cell = self._cell(row, place)
            if told is not None and kept is None and cell is not None:
                field = "tahun" if place == "cover.year" else "periode"
                problem = FieldValue(
                    None,
                    f"'{clip(told)}' bukan {field} yang dikenal.",
                    "Tulis tahun seperti 2026 dan periode seperti TW1, SM1, atau THN.",
                )
                self.values.doubt(cell, problem, table="realisasi", field=field)
        return year, period

    def _fields(self, row: int, table: str, *, when: When = (None, None)) -> dict[str, Any]:
        """Fields of one landing table from the columns and constants of the layout."""
        found: dict[str, Any] = {}
        for place, text in self.layout.constants.items():
            owner, _, field = place.partition(".")
            if owner == table:
                constant = Cell(row, 1, text, "text")
                found[field] = self.values.field(constant, table, field)
        for place, column in self.layout.columns.items():
            owner, _, field = place.partition(".")
            if owner == table and place in self.places:
                cell = self._cell(row, place)
                found[field] = self.values.field(cell, table, field, column=column, when=when)
        return found

    def _define(self, row: int, name: str, *, into: list[Row]) -> None:
        if not any(place.startswith("indikator.") for place in self.places):
            return
        fields = self._fields(row, "indikator")
        if name not in self._defined:
            self._defined[name] = (row, fields)
            into.append({"baris": row, KEY: name, **fields})
            return
        first, former = self._defined[name]
        for field, value in fields.items():
            cell = self._cell(row, f"indikator.{field}")
            if value is not None and former[field] != value and cell is not None:
                problem = FieldValue(
                    None,
                    f"'{clip(cell.raw)}' berbeda dari baris {first} untuk indikator yang sama.",
                    "Samakan keterangan indikator pada semua barisnya.",
                )
                self.values.doubt(cell, problem, table="indikator", field=field)

    def _figures(self, row: int, name: str, *, own: When) -> list[Row]:
        records: dict[When, Row] = {own: {}}
        for number, figure in self._figured:
            for column in self.found.get(f"figures.{number}", ()):
                when = self.when(number, column, own=own)
                value = self.values.field(
                    self.sheet.cell(row, column), "realisasi", figure.field, when=when
                )
                former = records.setdefault(when, {}).get(figure.field)
                if former is None:
                    records[when][figure.field] = value
                elif value is not None and value != former:
                    self._contradicted(self.sheet.cell(row, column), figure.field, when=when)
                    records[when][figure.field] = None
        rows: list[Row] = []
        for when, figures in records.items():
            if when != own and all(value is None for value in figures.values()):
                continue
            has_value = figures.get("realisasi") is not None
            record: Row = {
                "baris": row,
                KEY: name,
                "tahun": when[0],
                "periode": when[1],
                **figures,
                "status_data": "TERSEDIA" if has_value else None,
            }
            if when == own:
                more = self._fields(row, "realisasi", when=own)
                record |= {field: value for field, value in more.items() if value is not None}
            rows.append(record)
        return rows

    def _contradicted(self, cell: Cell | None, field: str, *, when: When) -> None:
        if cell is not None:
            problem = FieldValue(
                None,
                f"'{clip(cell.raw)}' berbeda dari kolom lain untuk angka yang sama.",
                "Sisakan satu angka untuk satu tahun dan periode.",
            )
            self.values.doubt(cell, problem, table="realisasi", field=field, when=when)

    def when(self, number: int, column: int, *, own: When) -> When:
        """The year and period of a figure column, beside those of the row."""
        figure = self.layout.figures[number]
        year = own[0] if figure.year == "row" else figure.year
        if figure.year == "header":
            header = self.sheet.cell(self.header_row, column)
            year = year_of(figure, " ".join(header.raw.split())) if header else None
        period = own[1] if figure.period == "row" else figure.period
        return year if isinstance(year, int) else None, period
