"""A foreign form as data: by which texts it is known and where each of our fields stands in it.

Belongs here: one layout file as a whole, loading the files, matching one to a workbook.
Stays out: its parts (`printed.schema`, `tidy.layout`), reading values (`printed.reader`,
`tidy.reader`), our template (`template`), any form in particular.
How to write one: docs/layout.md. The JSON schema beside the files is made from these classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import Field, RootModel, ValidationError, model_validator

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import (
    SAFE_LOADER,
    TEMPLATE_NAME,
    load_template,
)
from dagster_project.sae.installation.errors import LayoutError
from dagster_project.sae.intake.file.cells import column_letter, column_number
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.fit import Match, best_fit
from dagster_project.sae.intake.forms.patterns import pattern
from dagster_project.sae.intake.forms.printed.faults import Lines, tidy_faults
from dagster_project.sae.intake.forms.printed.header import (
    HeaderBlock,
    SheetTexts,
    find_header,
    path_fits,
)
from dagster_project.sae.intake.forms.printed.schema import (
    Column,
    CoverPlaces,
    Header,
    Labels,
    Part,
    QuarterColumns,
    ResultLevel,
    Rows,
    Sign,
    YearColumns,
)
from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
from dagster_project.sae.intake.forms.tidy.match import match_tidy

SCHEMA_NAME = "layout.schema.json"


class Layout(Part):
    """One foreign form."""

    id: str = Field(pattern="^[a-z0-9][a-z0-9-]*$")
    version: str
    kind: Literal["formulir"]
    title: str
    signature: tuple[Sign, ...] = Field(min_length=1)
    header: Header
    labels: Labels
    year: YearColumns
    quarters: tuple[QuarterColumns, ...] = ()
    cover: CoverPlaces
    rows: Rows
    result_levels: Mapping[str, ResultLevel] = Field(default_factory=dict)
    default_result_level: ResultLevel | None = None
    polaritas_formulir: Literal["NAIK", "TURUN"] | None = None
    year_is_sum_of_quarters: bool = False
    not_read: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _levels_are_named(self) -> Layout:
        levels = {rule.level for rule in self.rows.levels}
        if self.rows.leaf_level not in levels:
            raise ValueError(f"rows.leaf_level {self.rows.leaf_level!r} is no level of rows.levels")
        if unknown := sorted(set(self.result_levels) - levels):
            raise ValueError(f"result_levels: {', '.join(unknown)} is no level of rows.levels")
        return self

    def columns(self) -> dict[str, Column]:
        """Every column rule by its place in the layout, such as 'quarters.TW1.realisasi'."""
        named: dict[str, Column | None] = {
            f"labels.{name}": getattr(self.labels, name) for name in Labels.model_fields
        }
        named |= {f"year.{name}": getattr(self.year, name) for name in YearColumns.model_fields}
        for quarter in self.quarters:
            named[f"quarters.{quarter.period}.realisasi"] = quarter.realisasi
            named[f"quarters.{quarter.period}.realisasi_anggaran"] = quarter.realisasi_anggaran
        return {name: rule for name, rule in named.items() if rule is not None}


AnyLayout = Layout | TidyLayout


class _LayoutFile(RootModel[AnyLayout]):
    """Either kind of layout, told by its `kind`."""

    root: AnyLayout = Field(discriminator="kind")


def load_layouts(folder: Path, profile: Profile | None = None) -> tuple[AnyLayout, ...]:
    """Read every layout file of a folder, in order of their names; our own template is left out.

    Args:
        folder: the layouts.
        profile: for whom they are read; None checks only what holds for every profile.

    Raises:
        LayoutError: a file does not follow the schema, repeats an id, or takes from the profile
            what it does not have; names the file, the line and the field of each fault.
    """
    layouts: dict[str, AnyLayout] = {}
    for path in sorted(folder.glob("*.yaml")):
        layout = _load(path, profile)
        if layout is None:
            continue
        if layout.id in layouts:
            raise LayoutError(f"{path.name}: another layout has the id {layout.id!r} already")
        layouts[layout.id] = layout
    return tuple(layouts.values())


def layout_schema() -> dict[str, Any]:
    """The JSON schema of a layout file, for editors."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return dialect | _LayoutFile.model_json_schema()


def match(workbook: WorkbookData, layout: AnyLayout) -> Match:
    """Compare a workbook with a layout by its texts; names of files and sheets do not count.

    Returns:
        The fit of the best sheet. Two visible sheets that fit are no match: nobody can tell which
        one is meant.
    """
    if isinstance(layout, TidyLayout):
        return match_tidy(workbook, layout)
    return best_fit([_match_sheet(sheet, layout) for sheet in workbook.sheets if sheet.visible])


def _load(path: Path, profile: Profile | None) -> AnyLayout | None:
    text = path.read_text(encoding="utf-8")
    try:
        raw = yaml.load(text, Loader=SAFE_LOADER)  # noqa: S506 - it is
    except yaml.YAMLError as error:
        raise LayoutError(f"{path.name}: {error}") from error
    if isinstance(raw, dict) and raw.get("kind") == "templat":
        return None
    lines = Lines(path, text)
    try:
        layout = _LayoutFile.model_validate(raw).root
    except ValidationError as error:
        raise lines.of(error) from error
    template = path.parent / TEMPLATE_NAME
    if isinstance(layout, TidyLayout) and template.is_file():
        faults = list(tidy_faults(layout, load_template(template), profile))
        if faults:
            raise lines.error(faults)
    return layout


def _match_sheet(sheet: SheetData, layout: Layout) -> Match:
    missing: list[str] = []
    found: list[str] = []
    texts = SheetTexts(sheet)
    for sign in layout.signature:
        place = _find_text(texts, sign.pattern, within_rows=layout.header.within_rows)
        (found if place else missing).append(f"{sign.what} ({place})" if place else sign.what)
    block = find_header(texts, **layout.header.model_dump())
    columns: dict[str, tuple[int, ...]] = {}
    if block is None:
        missing.append("baris kepala tabel")
    else:
        found.append(f"kepala tabel (baris {block.first}-{block.last})")
        for name, rule in layout.columns().items():
            hits = _columns_of(rule, block)
            if len(hits) == 1 or (hits and rule.many):
                columns[name] = hits
                found.append(f"kolom {rule.what} ({column_letter(hits[0])})")
            elif hits:
                letters = ", ".join(column_letter(hit) for hit in hits)
                missing.append(f"kolom {rule.what} yang hanya satu (ada di {letters})")
            elif rule.required:
                missing.append(f"kolom {rule.what}")
    return Match(
        ok=not missing,
        sheet=sheet.name,
        header_row=block.first if block else None,
        missing=missing,
        found=found,
        block=block,
        columns=columns,
    )


def _find_text(texts: SheetTexts, wanted: str, *, within_rows: int) -> str | None:
    for row in range(1, min(within_rows, texts.last_row) + 1):
        for column, text in texts.row(row):
            if pattern(wanted).search(text):
                return f"{column_letter(column)}{row}"
    return None


def _columns_of(rule: Column, block: HeaderBlock) -> tuple[int, ...]:
    if rule.letter is not None:
        return (column_number(rule.letter),)
    for paths in (block.paths, block.filled_paths):
        hits = tuple(c for c, path in paths.items() if path_fits(path, wanted=rule.header))
        if hits:
            return hits
    return ()
