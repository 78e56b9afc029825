"""What the cells of a tidy table say: words through its vocabulary, numbers by its own marks.

Belongs here: cell -> value of a template field for one layout, and the finding when it is none.
Stays out: the readings themselves (`coerce`, `template.values`), which rows there are
(`tidy.reader`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from dagster_project.sae.contract.landing import TYPED_ACHIEVEMENT
from dagster_project.sae.contract.profile import Profile, name_key
from dagster_project.sae.contract.template import Field, Template
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData
from dagster_project.sae.intake.forms.coerce import clean_text, coerce_number
from dagster_project.sae.intake.forms.findings import (
    Finding,
    clip,
    folded_cell,
    uncertain_cell,
)
from dagster_project.sae.intake.forms.spellings import unit_word
from dagster_project.sae.intake.forms.template.values import FieldValue, read_field
from dagster_project.sae.intake.forms.tidy.layout import Lookup, TidyColumn, TidyLayout
from dagster_project.sae.intake.forms.tidy.lookup import codes_by_name

Value = str | int | float | date | None
When = tuple[int | None, str | None]

_POINT_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_LONGEST_NUMBER = 40
_EXACT = 2**53
_ACHIEVEMENT = Field(
    id=TYPED_ACHIEVEMENT,
    type="pct",
    required="tidak",
    label="Capaian tertulis",
    definition="Capaian (%) seperti tercetak pada tabel.",
)
BUDGET_TEXTS = ("uraian", "tingkat_anggaran", "sifat")
_REMEDY_POINT = "Tulis angka dengan titik desimal dan tanpa tanda ribuan."


class TidyValues:
    """Reads cells of one sheet and collects STR-06."""

    def __init__(
        self, layout: TidyLayout, sheet: SheetData, *, template: Template, profile: Profile
    ) -> None:
        self.layout = layout
        self.sheet = sheet
        self.profile = profile
        self.findings: list[Finding] = []
        self._nulls = {token.casefold() for token in layout.nulls}
        self._fields = {
            (sheet.table, field.id): field for sheet in template.sheets for field in sheet.fields
        }
        self._fields["realisasi", TYPED_ACHIEVEMENT] = _ACHIEVEMENT
        self._fields |= {("anggaran", name): _own_text(name) for name in BUDGET_TEXTS}

    def is_null(self, cell: Cell | None) -> bool:
        """Whether the table means 'nothing' by that cell."""
        if cell is None:
            return True
        text = clean_text(cell.raw) if cell.kind == "text" else cell.raw
        return (not text and cell.kind == "text") or text.casefold() in self._nulls

    def text(self, cell: Cell | None) -> str | None:
        """A cell as text, None where the table means nothing by it."""
        return None if cell is None or self.is_null(cell) else clean_text(cell.raw) or None

    def field(
        self,
        cell: Cell | None,
        table: str,
        field: str,
        *,
        column: TidyColumn | None = None,
        when: When = (None, None),
    ) -> Value:
        """A cell as the value of a template field; None and STR-06 where it is not certain."""
        if cell is None or self.is_null(cell):
            return None
        spec = self._fields[table, field]
        spelled = _spelled(cell, column)
        if column is not None and column.lookup is not None and spelled is cell:
            found = self._looked_up(cell, column.lookup)
            if isinstance(found, FieldValue):
                self.doubt(cell, found, table=table, field=field, when=when)
                return None
            spelled = found
        is_number = spec.type in {"dec", "pct", "int"} and cell.kind == "text"
        if is_number and self.layout.numbers == "titik":
            read = _point_number(cell, spec)
        else:
            read = read_field(spec, spelled, profile=self.profile)
        if read.problem is not None:
            self.doubt(cell, read, table=table, field=field, when=when)
            return None
        if read.folded and spelled is cell:
            self.findings.append(folded_cell(cell, str(read.value), sheet=self.sheet.name))
        if spec.id == "satuan" and isinstance(read.value, str):
            word = unit_word(read.value)
            return word if word in self.profile.unit_codes else read.value
        return read.value

    def number(self, cell: Cell | None) -> float | None:
        """A cell as a number by the marks of the layout, 0 when it means nothing; else None."""
        if cell is None or self.is_null(cell):
            return 0.0
        if cell.kind == "text" and self.layout.numbers == "titik":
            read = _point_number(cell, _ACHIEVEMENT).value
            return read if isinstance(read, float) else None
        return coerce_number(cell).value

    def _looked_up(self, cell: Cell, lookup: Lookup) -> Cell | FieldValue:
        """The cell with our code for its name; what is no name, or that of several, is no value."""
        codes = codes_by_name(self.profile.folder, lookup).get(name_key(clean_text(cell.raw)))
        if codes is not None and len(codes) == 1:
            return replace(cell, value=next(iter(codes)), kind="text")
        told = "tidak ada" if not codes else f"ada {len(codes)} kali"
        return FieldValue(
            None,
            f"'{clip(cell.raw)}' {told} dalam daftar {lookup.seed} profil.",
            "Tulis kodenya, atau nama persis seperti pada daftar itu.",
        )

    def doubt(
        self, cell: Cell, read: FieldValue, *, table: str, field: str, when: When = (None, None)
    ) -> None:
        """STR-06 for a cell; `when` is the year and period of its figure, where it has its own."""
        self.findings.append(
            uncertain_cell(
                cell,
                str(read.problem),
                sheet=self.sheet.name,
                remedy=read.remedy,
                table=table,
                column=field,
                year=when[0],
                period=when[1],
            )
        )


def _own_text(name: str) -> Field:
    """A text of the landing table that our template does not have."""
    return Field(id=name, type="text", required="tidak", label=name, definition=name)


def _spelled(cell: Cell, column: TidyColumn | None) -> Cell:
    if column is None or not column.vocabulary or cell.kind != "text":
        return cell
    word = clean_text(cell.raw).casefold()
    ours = {theirs.casefold(): value for theirs, value in column.vocabulary.items()}.get(word)
    return cell if ours is None else replace(cell, value=ours)


def _point_number(cell: Cell, field: Field) -> FieldValue:
    """A number written by a program: digits, one decimal point, no thousands marks."""
    text = clean_text(cell.raw)
    fits = len(text) <= _LONGEST_NUMBER and _POINT_NUMBER.fullmatch(text)
    value = float(text) if fits else float("inf")
    if abs(value) > _EXACT:
        return FieldValue(None, f"'{clip(text)}' bukan angka yang pasti.", _REMEDY_POINT)
    if field.type != "int":
        return FieldValue(value + 0.0)
    if not value.is_integer():
        return FieldValue(None, f"'{clip(text)}' bukan bilangan bulat.", _REMEDY_POINT)
    return FieldValue(int(value))
