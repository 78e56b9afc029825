"""Faults of a layout, told when it is loaded: which file, which line, which field, what to write.

Belongs here: lines of a YAML file by the path of a field, and what pydantic's classes cannot see:
fields the template lacks, words and constants that are none of its values, levels nobody names,
lists and agencies the profile lacks.
Stays out: the classes (`printed.schema`, `tidy.layout`), loading (`printed.layout`). A fault of a
layout is never a finding on somebody's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from pydantic import ValidationError

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import SAFE_LOADER, Field, Template
from dagster_project.sae.installation.errors import LayoutError, SaeError
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.forms.template.values import read_field
from dagster_project.sae.intake.forms.tidy.layout import TidyColumn, TidyCover, TidyLayout
from dagster_project.sae.intake.forms.tidy.lookup import codes_by_name
from dagster_project.sae.intake.forms.tidy.values import BUDGET_TEXTS

Path_ = Sequence[str | int]
Fault = tuple[Path_, str]
_PERIODS = ("TW1", "TW2", "TW3", "TW4", "SM1", "SM2", "THN")


class Lines:
    """The lines of one layout file, by the path of a field."""

    def __init__(self, file: Path, text: str) -> None:
        """Keep its name and its nodes; `text` must be YAML."""
        self.file = file
        self._root = yaml.compose(text, Loader=SAFE_LOADER)

    def error(self, faults: Sequence[Fault]) -> LayoutError:
        """All faults of the file in one error, one line each, in the order of the file."""
        told = sorted((*self._place(path), message) for path, message in faults)
        return LayoutError(
            "\n".join(
                f"{self.file.name}:{line}: {field}: {message}" for line, field, message in told
            )
        )

    def of(self, error: ValidationError) -> LayoutError:
        """What pydantic found, as faults with lines."""
        return self.error([(found["loc"], found["msg"]) for found in error.errors()])

    def _place(self, path: Path_) -> tuple[int, str]:
        """Line and name of a field; steps that are classes of ours stand in no file."""
        node, named = self._root, []
        line = node.start_mark.line if node is not None else 0
        for step in path:
            found = _child(node, step)
            if found is not None:
                key, node = found
                line = key.start_mark.line
                named.append(str(step))
            elif isinstance(step, str) and node is not None and not _is_class(step):
                named.append(step)  # a field that should be there and is not
        return line + 1, ".".join(named) or "layout"


def tidy_faults(layout: TidyLayout, template: Template, profile: Profile | None) -> Iterator[Fault]:
    """What a tidy layout says that the template, or the profile if there is one, does not know."""
    yield from _template_faults(layout, template)
    yield from _cover_faults(layout.cover)
    if profile is not None:
        yield from _profile_faults(layout, template, profile)


def _template_faults(layout: TidyLayout, template: Template) -> Iterator[Fault]:
    fields = {(sheet.table, f.id): f for sheet in template.sheets for f in sheet.fields}
    own = {("anggaran", name) for name in BUDGET_TEXTS}
    for part in ("columns", "constants"):
        for name in getattr(layout, part):
            table, _, field = name.partition(".")
            if (table, field) not in {*fields, *own}:
                yield (part, name), f"the template has no field {name}"


def _cover_faults(cover: TidyCover) -> Iterator[Fault]:
    year, period = cover.year.constant, cover.period.constant
    if year is not None and not (len(year) == 4 and year.isdigit()):
        yield ("cover", "year", "constant"), f"{year!r} is not a year of four digits"
    if period is not None and period not in _PERIODS:
        yield ("cover", "period", "constant"), f"{period!r} is none of {', '.join(_PERIODS)}"
    column = cover.period.column
    for word, ours in (column.vocabulary if column else {}).items():
        if ours not in _PERIODS:
            path = ("cover", "period", "column", "vocabulary", word)
            yield path, f"{ours!r} is none of {', '.join(_PERIODS)}"


def _profile_faults(layout: TidyLayout, template: Template, profile: Profile) -> Iterator[Fault]:
    fields = {f"{sheet.table}.{f.id}": f for sheet in template.sheets for f in sheet.fields}
    agency = layout.cover.opd.constant
    if agency is not None and not (profile.opd_known(agency) or profile.find_opd_by_name(agency)):
        yield ("cover", "opd", "constant"), f"the profile has no agency {agency!r}"
    for name, text in layout.constants.items():
        if name in fields and (problem := _no_value(fields[name], text, profile)):
            yield ("constants", name), problem
    for path, rule, name in _columns(layout):
        for word, ours in rule.vocabulary.items():
            if name in fields and (problem := _no_value(fields[name], ours, profile)):
                yield (*path, "vocabulary", word), problem
        if rule.lookup is not None:
            try:
                codes_by_name(profile.folder, rule.lookup)
            except SaeError as error:
                yield (*path, "lookup"), f"the profile cannot answer: {error}"


def _columns(layout: TidyLayout) -> Iterator[tuple[tuple[str | int, ...], TidyColumn, str]]:
    """Columns that become template fields, with their path in the file and the field."""
    for name, rule in layout.columns.items():
        yield ("columns", name), rule, name
    key = layout.id_indikator
    if isinstance(key, TidyColumn):
        yield ("id_indikator",), key, "realisasi.id_indikator"
    elif key is not None:
        for number, part in enumerate(key.parts):
            if part.column is not None:
                yield ("id_indikator", "parts", number, "column"), part.column, ""


def _no_value(field: Field, text: str, profile: Profile) -> str | None:
    """Why a word of a layout is no value of a field, or None."""
    if field.type not in ("enum", "int", "date", "dec", "pct"):
        return None
    read = read_field(field, Cell(1, 1, text, "text"), profile=profile)
    if read.problem is None:
        return None
    values = f": one of {', '.join(field.values)}" if field.values else ""
    return f"{text!r} is no value of {field.id}{values}"


def _child(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step]
    return None


def _is_class(step: str) -> bool:
    return step[:1].isupper() or step in ("tidy", "formulir", "function-after[_is_pattern(), str]")
