"""The OPD workbook as data: sheets, fields, types, what is mandatory.

Belongs here: the typed view of `data_raw/layouts/templat_v1.yaml`.
Stays out: reading or writing workbooks (`intake`, `sample`), foreign forms (`printed.layout`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from dagster_project.sae.installation.errors import LayoutError

TEMPLATE_NAME = "templat_v1.yaml"
SAFE_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe YAML loader, in C where it is there: a quarter of the time of every layout."""


class Field(BaseModel):
    """One field of a sheet: its id, type and meaning (definitions are Indonesian, for the OPD)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    type: Literal["text", "int", "dec", "pct", "date", "enum"]
    required: Literal["ya", "bersyarat", "tidak"]
    label: str
    definition: str
    when: str | None = None
    values: tuple[str, ...] = ()
    reference: str | None = None
    private: bool = False


class Sheet(BaseModel):
    """One sheet: a table with a header row, or a form of field and value (`isian`)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    table: str
    shape: Literal["isian", "tabel"]
    required: bool
    fields: tuple[Field, ...]

    def field(self, field_id: str) -> Field:
        """The field with that id.

        Raises:
            KeyError: the sheet has no such field.
        """
        for field in self.fields:
            if field.id == field_id:
                return field
        raise KeyError(f"{self.name} has no field {field_id}")


class Template(BaseModel):
    """The whole workbook."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    version: str
    kind: Literal["templat"]
    title: str
    supported_versions: tuple[str, ...]
    sheets: tuple[Sheet, ...]

    def sheet(self, name: str) -> Sheet:
        """The sheet with that name.

        Raises:
            KeyError: the template has no such sheet.
        """
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(f"the template has no sheet {name}")


@cache
def load_template(path: Path) -> Template:
    """Read and validate the template layout.

    Raises:
        LayoutError: the file does not follow the schema; the message names the place.
    """
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE_LOADER)  # noqa: S506 - it is
        return Template.model_validate(raw)
    except (ValidationError, yaml.YAMLError) as error:
        raise LayoutError(f"{path.name}: {error}") from error
