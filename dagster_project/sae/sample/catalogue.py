"""The catalogue of sample indicators: what an agency of that kind would plausibly measure.

Belongs here: the typed view of `katalog/*.yaml` and which catalogue fits which agency.
Stays out: values over time (`series`), rows of a workbook (`submission`), chosen sins (`sins`).
Every value in the catalogue is invented; names and definitions are meant to be read and reused.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dagster_project.sae.contract.profile import Opd, name_key
from dagster_project.sae.installation.errors import LayoutError

FOLDER = Path(__file__).parent / "katalog"
SHARED_FILE = "bersama.yaml"


class Measure(BaseModel):
    """One outcome or impact: its definition, and the invented path from `awal` to `akhir`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nama: str
    definisi: str = Field(min_length=20)
    level: Literal["OUTCOME", "DAMPAK"] = "OUTCOME"
    jenis: Literal["IKU", "IKD", "PK", "SPM", "SDGS"] = "IKU"
    pilar: int | None = None
    satuan: str = "persen"
    arah: Literal["NAIK", "TURUN", "RENTANG"] = "NAIK"
    agregasi: Literal["KUMULATIF", "POSISI_AKHIR", "RATA_RATA", "MAKSIMUM", "TAHUNAN_SAJA"] = (
        "POSISI_AKHIR"
    )
    rentang: tuple[float, float] | None = None
    pembilang: str | None = None
    penyebut: str | None = None
    populasi: float | None = None
    desimal_penyebut: int = 0
    tumbuh: float = 1.0
    rumus: str | None = None
    batas: tuple[float, float] | None = None
    desimal: int | None = None
    awal: float
    akhir: float
    sumber: str
    sasaran: str
    penerima: int
    unggulan: bool = False
    laju: tuple[float, float] | None = None

    @property
    def has_ratio(self) -> bool:
        """Whether the value is a numerator over a denominator."""
        return self.penyebut is not None

    @property
    def formula(self) -> str:
        """How the value is computed, in words."""
        return self.rumus or f"{self.pembilang} dibagi {self.penyebut} kali 100"


class Output(BaseModel):
    """One output: an amount a year, the outcome it serves and the budget line that pays it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    nama: str
    satuan: str
    induk: int
    pilar: int | None = None
    awal: float
    akhir: float
    sub: str
    pagu: int
    dana: str = "APBD"


Obstacle = tuple[str, str, str, str]
"""Kind, text, plan and supporting agency of an obstacle."""


class Shared(BaseModel):
    """One measure that several agencies report: one leads, the others contribute."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kunci: str
    pemimpin: str
    kontributor: tuple[str, ...]
    satgas: str
    hambatan: Obstacle
    indikator: Measure


class Catalogue(BaseModel):
    """Everything a sample agency of one kind reports."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    cocok: tuple[str, ...]
    urutan: int
    pilar: int
    aduan: bool = False
    indikator: tuple[Measure, ...]
    keluaran: tuple[Output, ...]
    hambatan: tuple[Obstacle, ...]
    swadaya: tuple[tuple[str, str, str], ...] = ()
    pelajaran: str = Field(min_length=30)

    def fits(self, opd: Opd) -> bool:
        """Whether the name of the agency begins with one of the names this catalogue is for."""
        key = name_key(opd.name)
        return any(key.startswith(name_key(name)) for name in self.cocok)


@cache
def load_catalogues(folder: Path = FOLDER) -> tuple[Catalogue, ...]:
    """All catalogues in the order agencies are chosen; the last one fits any agency.

    Raises:
        LayoutError: a file does not follow the schema; the message names the place.
    """
    files = sorted(path for path in folder.glob("*.yaml") if path.name != SHARED_FILE)
    found = [_one(path) for path in files]
    return tuple(sorted(found, key=lambda catalogue: catalogue.urutan))


@cache
def load_shared(folder: Path = FOLDER) -> tuple[Shared, ...]:
    """The measures that several agencies report.

    Raises:
        LayoutError: the file does not follow the schema; the message names the place.
    """
    path = folder / SHARED_FILE
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return tuple(Shared.model_validate(row) for row in rows)
    except ValidationError as error:
        raise LayoutError(f"{path.name}: {error}") from error


def catalogue_for(opd: Opd) -> Catalogue:
    """The catalogue for that agency: the first that fits its name, or the general one."""
    catalogues = load_catalogues()
    return next((c for c in catalogues if c.fits(opd)), catalogues[-1])


def _one(path: Path) -> Catalogue:
    try:
        return Catalogue.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise LayoutError(f"{path.name}: {error}") from error
