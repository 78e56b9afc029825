"""The parts a layout file is made of.

Belongs here: the classes below `Layout`: signature, header, columns, places of the cover, rows.
Stays out: loading files and matching workbooks (`layout`), reading values (`printed.reader`).
"""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _is_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from error
    return text


Pattern = Annotated[str, AfterValidator(_is_pattern)]
Quarter = Literal["TW1", "TW2", "TW3", "TW4"]
Period = Literal["TW1", "TW2", "TW3", "TW4", "SM1", "SM2", "THN"]
ResultLevel = Literal["AKTIVITAS", "OUTPUT", "OUTCOME", "DAMPAK"]


class Part(BaseModel):
    """A part that refuses unknown keys and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sign(Part):
    """A text by which the form is known, and what to call it in a message to the sender."""

    what: str
    pattern: Pattern


class Header(Part):
    """Where the header block stands: found by its texts, not by its row numbers."""

    anchor: tuple[Pattern, ...] = Field(min_length=1)
    closing: tuple[Pattern, ...] = Field(min_length=1)
    within_rows: int = Field(default=40, ge=1, le=200)
    depth: int = Field(default=6, ge=1, le=12)


class Column(Part):
    """One column: the header texts over it from top to bottom, or its letter."""

    what: str
    header: tuple[Pattern, ...] = ()
    letter: str | None = Field(default=None, pattern="^[A-Z]{1,3}$")
    required: bool = True
    many: bool = False

    @model_validator(mode="after")
    def _one_way_to_find_it(self) -> Column:
        if bool(self.header) == bool(self.letter):
            raise ValueError(f"column {self.what!r}: give either `header` or `letter`")
        return self


class Labels(Part):
    """The columns that say what a row is about."""

    uraian: Column
    nama_indikator: Column
    satuan: Column | None = None
    kode: Column | None = None


class YearColumns(Part):
    """The columns of the year as a whole."""

    target: Column
    pagu: Column
    realisasi: Column
    realisasi_anggaran: Column


class QuarterColumns(Part):
    """The columns of one quarter: what was achieved and spent within it."""

    period: Quarter
    realisasi: Column
    realisasi_anggaran: Column


class Place(Part):
    """A place where a fact of the cover may stand; the first group of the pattern is the fact.

    `right`: the pattern finds a label and the fact is in the next filled cell to its right.
    """

    where: Literal["sheet_name", "above", "header", "lead"]
    pattern: Pattern
    value: Literal["group", "right"] = "group"

    @model_validator(mode="after")
    def _the_fact_is_a_group(self) -> Place:
        groups = re.compile(self.pattern).groups
        if groups < 1 and (self.value == "group" or self.where == "sheet_name"):
            raise ValueError(f"{self.pattern!r} needs a group: the first one is the fact")
        return self


class CoverPlaces(Part):
    """Where the form says who reports, for which government, year and quarter."""

    opd: tuple[Place, ...] = ()
    government: tuple[Place, ...] = ()
    year: tuple[Place, ...] = ()
    quarter: tuple[Place, ...] = ()
    full_year_after: Quarter = "TW4"
    full_year: Period = "THN"


class LevelRule(Part):
    """A level of the budget tree; every condition given must hold, the first that fits wins."""

    level: str
    name: Pattern | None = None
    code: Pattern | None = None
    budget: Literal["typed", "computed"] | None = None


class Rows(Part):
    """What the rows below the header are and where they end."""

    levels: tuple[LevelRule, ...] = Field(min_length=1)
    leaf_level: str
    inherit_name: Literal["merged", "merged_or_blank"] = "merged_or_blank"
    skip: tuple[Pattern, ...] = ()
    total_labels: tuple[Pattern, ...] = ()
    total_without_label: bool = True
    footer: tuple[Pattern, ...] = ()
    blank_rows: int = Field(default=10, ge=1, le=200)
