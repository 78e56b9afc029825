"""The miniature E.81 form as cells, and ways to turn it into regional variants.

Belongs here: fixtures that several intake tests use.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import yaml

from dagster_project.sae.contract.profile import Profile, load_profile
from dagster_project.sae.intake.file.cells import (
    Cell,
    CellKind,
    CellValue,
    column_number,
    parse_address,
)
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.printed.layout import Layout, load_layouts

ROOT = Path(__file__).resolve().parents[3]
FORM = ROOT / "tests" / "cases" / "formulir_e81"


@dataclass
class Grid:
    """A sheet that tests may change before it is read; positions are (row, column)."""

    name: str
    cells: dict[tuple[int, int], tuple[CellValue, str | None]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, address: str, value: CellValue, *, formula: str | None = None) -> Grid:
        """Write one cell; None empties it."""
        at = parse_address(address)
        if value is None and formula is None:
            self.cells.pop(at, None)
        else:
            self.cells[at] = (value, formula)
        return self

    def without_formulas(self) -> Grid:
        """A copy with the same values, all typed."""
        return replace(self, cells={at: (value, None) for at, (value, _) in self.cells.items()})

    def unmerged(self) -> Grid:
        """A copy with the same cells, none merged."""
        return replace(self, merged=[])

    def moved(self, rows: int, columns: int) -> Grid:
        """A copy with the whole form further down and to the right, formulas included."""
        return replace(
            self,
            cells={
                (r + rows, c + columns): (value, _moved(formula, rows))
                for (r, c), (value, formula) in self.cells.items()
            },
            merged=[(a + rows, b + columns, c + rows, d + columns) for a, b, c, d in self.merged],
            hidden_rows={row + rows for row in self.hidden_rows},
        )

    def without_columns(self, letters: list[str]) -> Grid:
        """A copy without some columns; what stood to their right moves left."""
        gone = sorted(column_number(letter) for letter in letters)

        def left(column: int) -> int:
            return column - sum(g < column for g in gone)

        return replace(
            self,
            cells={(r, left(c)): cell for (r, c), cell in self.cells.items() if c not in gone},
            merged=[
                (a, left(b), c, left(d) if d not in gone else left(d) - 1)
                for a, b, c, d in self.merged
            ],
        )

    def sheet(self, *, visible: bool = True) -> SheetData:
        """The cells as a reader would hand them over."""
        return SheetData(
            self.name,
            visible=visible,
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            merged=tuple(self.merged),
            cells={
                at: Cell(
                    *at,
                    value=value,
                    kind=_kind(value),
                    number_format=self.formats.get(at),
                    formula=formula,
                )
                for at, (value, formula) in self.cells.items()
            },
        )

    def workbook(self) -> WorkbookData:
        """A workbook with this sheet only."""
        return WorkbookData((self.sheet(),))


def _kind(value: CellValue) -> CellKind:
    if value is None:
        return "formula_empty"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (int, float)):
        return "number"
    return "error" if str(value).startswith("#") else "text"


def _moved(formula: str | None, rows: int) -> str | None:
    if formula is None:
        return None
    return re.sub(r"([A-Z]+)([0-9]+)", lambda m: f"{m[1]}{int(m[2]) + rows}", formula)


def _value(text: str) -> CellValue:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def read_grid(folder: Path) -> Grid:
    """The form of a case folder: `lembar.csv` and `bentuk.yaml`."""
    shape = yaml.safe_load((folder / "bentuk.yaml").read_text(encoding="utf-8"))
    grid = Grid(shape["lembar"], hidden_rows=set(shape["baris_tersembunyi"]))
    for area in shape["gabungan"]:
        first, last = (parse_address(corner) for corner in area.split(":"))
        grid.merged.append((*first, *last))
    with (folder / "lembar.csv").open(encoding="utf-8", newline="") as file:
        for row, texts in enumerate(csv.reader(file), start=1):
            for column, text in enumerate(texts, start=1):
                formula, arrow, stored = text.removeprefix("=").partition(" -> ")
                if text.startswith("=") and arrow:
                    grid.cells[row, column] = (_value(stored), formula)
                elif text:
                    grid.cells[row, column] = (_value(text), None)
    return grid


@pytest.fixture
def form() -> Grid:
    """A fresh copy of the miniature form; a test may change it."""
    return read_grid(FORM)


@pytest.fixture(scope="session")
def layouts() -> dict[str, Layout]:
    """The layouts of the product by id."""
    return {layout.id: layout for layout in load_layouts(ROOT / "data_raw" / "layouts")}


@pytest.fixture(scope="session")
def profile() -> Profile:
    """The profile of Kabupaten Probolinggo."""
    return load_profile(ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
