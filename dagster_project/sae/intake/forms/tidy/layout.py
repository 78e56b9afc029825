"""A tidy table as data: one row is one indicator in one or more periods, columns known by headers.

Belongs here: the classes of a layout of the kind `tidy`.
Stays out: printed forms (`printed.schema`), comparing and reading (`tidy.match`, `tidy.reader`).
Fields are named `table.field` after our own template, which also gives their types.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from dagster_project.sae.intake.forms.printed.schema import Part, Pattern, Period

FieldName = Annotated[
    str, StringConstraints(pattern=r"^(indikator|realisasi|hambatan_tl)\.[a-z][a-z0-9_]*$")
]
FigureField = Literal[
    "target_tahun",
    "target_periode",
    "target_bawah",
    "target_atas",
    "realisasi",
    "pembilang",
    "penyebut",
    "capaian_tertulis",
]
Marks = Literal["indonesia", "titik"]


class TidyColumn(Part):
    """A column, known by a pattern that must fit its whole header text.

    `vocabulary`: words of the table -> our value, such as Up -> NAIK; upper and lower case alike.
    """

    what: str
    header: Pattern
    required: bool = True
    vocabulary: Mapping[str, str] = Field(default_factory=dict)


class Figure(Part):
    """A column of numbers and which year and period they are of.

    `year`: a year, `row` (the row's own, else that of the report), or `header`: the first group of
    the pattern is the year, and each column that fits holds another one.
    """

    what: str
    header: Pattern
    field: FigureField
    year: int | Literal["row", "header"] = "row"
    period: Period | Literal["row"] = "row"
    required: bool = True

    @model_validator(mode="after")
    def _year_stands_in_the_header(self) -> Figure:
        if self.year == "header" and re.compile(self.header).groups < 1:
            raise ValueError(f"figure {self.what!r}: year: header needs a group in its pattern")
        return self


class Source(Part):
    """Where a fact of the cover stands; several places must agree.

    `column` gives the one value of that column; with `latest` the last one, where rows of several
    years or periods stand together.
    """

    constant: str | None = None
    column: TidyColumn | None = None
    file_name: bool = False
    latest: bool = False

    @model_validator(mode="after")
    def _somewhere(self) -> Source:
        if self.constant is None and self.column is None and not self.file_name:
            raise ValueError("give `constant`, `column` or `file_name: true`")
        return self


class TidyCover(Part):
    """Who reports on what: agency by code or name, year and period."""

    opd: Source
    year: Source
    period: Source


class TidyLayout(Part):
    """One kind of tidy table."""

    id: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    version: str
    kind: Literal["tidy"]
    title: str
    within_rows: int = Field(default=1, ge=1, le=200)
    numbers: Marks = "indonesia"
    nulls: tuple[str, ...] = ()
    cover: TidyCover
    id_indikator: TidyColumn
    columns: Mapping[FieldName, TidyColumn] = Field(default_factory=dict)
    constants: Mapping[FieldName, str] = Field(default_factory=dict)
    figures: tuple[Figure, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
    footer: tuple[Pattern, ...] = ()
    not_read: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _each_figure_has_one_column(self) -> TidyLayout:
        for figure in self.figures:
            rivals = [
                f for f in self.figures if (f.field, f.period) == (figure.field, figure.period)
            ]
            if figure.year == "row" and len(rivals) > 1:
                raise ValueError(
                    f"figure {figure.what!r}: two columns for {figure.field} of one period; "
                    "give each its year"
                )
        return self

    def single_columns(self) -> dict[str, TidyColumn]:
        """Every column that may stand only once, by its place in the layout."""
        places = {"id_indikator": self.id_indikator, **self.columns}
        sources = {"opd": self.cover.opd, "year": self.cover.year, "period": self.cover.period}
        for name, source in sources.items():
            if source.column is not None:
                places[f"cover.{name}"] = source.column
        return places
