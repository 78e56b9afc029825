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
    str,
    StringConstraints(pattern=r"^(indikator|realisasi|hambatan_tl|anggaran)\.[a-z][a-z0-9_]*$"),
]
Letter = Annotated[str, StringConstraints(pattern="^[A-Z]{1,3}$")]
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


class Lookup(Part):
    """A list of the profile in which a name of the table is looked up: its seed and two columns.

    Compared without case, accents and punctuation. A name that stands there twice is not certain.
    """

    seed: str = Field(pattern="^[a-z][a-z0-9_]*$")
    name: str
    code: str


class _Placed(Part):
    """A column, known by a pattern that must fit its whole header text, or by its letter."""

    what: str
    header: Pattern | None = None
    letter: Letter | None = None
    required: bool = True

    @model_validator(mode="after")
    def _one_way_to_find_it(self) -> _Placed:
        if (self.header is None) == (self.letter is None):
            raise ValueError(f"column {self.what!r}: give either `header` or `letter`")
        return self


class TidyColumn(_Placed):
    """A column of words or values.

    `vocabulary`: words of the table -> our value, such as Up -> NAIK; upper and lower case alike.
    `lookup`: where the profile knows our code for a name, when the vocabulary does not.
    """

    vocabulary: Mapping[str, str] = Field(default_factory=dict)
    lookup: Lookup | None = None


class Figure(_Placed):
    """A column of numbers and which year and period they are of.

    `year`: a year, `row` (the row's own, else that of the report), or `header`: the first group of
    the pattern is the year, and each column that fits holds another one.
    """

    field: FigureField
    year: int | Literal["row", "header"] = "row"
    period: Period | Literal["row"] = "row"

    @model_validator(mode="after")
    def _year_stands_in_the_header(self) -> Figure:
        if self.year == "header" and (self.header is None or re.compile(self.header).groups < 1):
            raise ValueError(f"figure {self.what!r}: year: header needs a group in its pattern")
        return self


class KeyPart(Part):
    """A piece of an id: a column, a constant, or the first group of a pattern in the file name."""

    column: TidyColumn | None = None
    file_name: Pattern | None = None
    constant: str | None = None

    @model_validator(mode="after")
    def _one_source(self) -> KeyPart:
        given = [self.column, self.file_name, self.constant]
        if sum(one is not None for one in given) != 1:
            raise ValueError("give one of `column`, `file_name` and `constant`")
        if self.file_name is not None and re.compile(self.file_name).groups < 1:
            raise ValueError("`file_name` needs a group in its pattern: the group is the piece")
        return self


class Key(Part):
    """The id of an indicator put together from several pieces."""

    what: str
    parts: tuple[KeyPart, ...] = Field(min_length=1)
    join: str = "-"


class RowFilter(Part):
    """Which rows are data, by the whole text of one cell; '' is an empty one."""

    column: TidyColumn
    keep: Pattern | None = None
    skip: Pattern | None = None

    @model_validator(mode="after")
    def _says_something(self) -> RowFilter:
        if self.keep is None and self.skip is None:
            raise ValueError("give `keep`, `skip` or both")
        return self


class InnerSum(Part):
    """A column in which each row adds up others of its own; it is compared and never adopted."""

    what: str
    total: TidyColumn
    of: tuple[TidyColumn, ...] = Field(min_length=2)


class Source(Part):
    """Where a fact of the cover stands; several places must agree.

    `column` gives the one value of that column; with `latest` the last one, where rows of several
    years or periods stand together; with `each_row` (agencies only) each row is of its own, and the
    file is one report for each of them.
    """

    constant: str | None = None
    column: TidyColumn | None = None
    file_name: bool = False
    latest: bool = False
    each_row: bool = False

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

    @model_validator(mode="after")
    def _only_agencies_by_row(self) -> TidyCover:
        if self.year.each_row or self.period.each_row:
            raise ValueError(
                "`each_row` is for agencies; rows tell their own year and period as is"
            )
        if self.opd.each_row and (
            self.opd.column is None or self.opd.file_name or self.opd.constant is not None
        ):
            raise ValueError("`each_row` needs a `column` and no other place for the agency")
        return self


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
    filters: tuple[RowFilter, ...] = ()
    id_indikator: TidyColumn | Key | None = None
    columns: Mapping[FieldName, TidyColumn] = Field(default_factory=dict)
    constants: Mapping[FieldName, str] = Field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    sums: tuple[InnerSum, ...] = ()
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

    @model_validator(mode="after")
    def _rows_mean_something(self) -> TidyLayout:
        has_budget = any(name.startswith("anggaran.") for name in self.columns)
        if not self.figures and not has_budget:
            raise ValueError("give `figures`, or columns of `anggaran`: else no row says anything")
        needs = {name.partition(".")[0] for name in self.columns} - {"anggaran"}
        if self.id_indikator is None and (self.figures or needs):
            raise ValueError("give `id_indikator`: figures and definitions are of an indicator")
        if not any(rule.header is not None for rule in self._all() if rule.required):
            raise ValueError("some required column must be known by its `header`")
        return self

    def _all(self) -> list[TidyColumn | Figure]:
        return [*self.single_columns().values(), *self.figures]

    def single_columns(self) -> dict[str, TidyColumn]:
        """Every column that may stand only once, by its place in the layout."""
        places: dict[str, TidyColumn] = dict(self.columns)
        if isinstance(self.id_indikator, TidyColumn):
            places["id_indikator"] = self.id_indikator
        elif self.id_indikator is not None:
            parts = enumerate(self.id_indikator.parts)
            places |= {f"id_indikator.{n}": p.column for n, p in parts if p.column is not None}
        sources = {"opd": self.cover.opd, "year": self.cover.year, "period": self.cover.period}
        for name, source in sources.items():
            if source.column is not None:
                places[f"cover.{name}"] = source.column
        places |= {f"filters.{n}": rule.column for n, rule in enumerate(self.filters)}
        for n, one in enumerate(self.sums):
            places[f"sums.{n}.total"] = one.total
            places |= {f"sums.{n}.of.{m}": column for m, column in enumerate(one.of)}
        return places
