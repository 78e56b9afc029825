"""What a publisher says about a figure of one file: the row of `angka_terbit` beside it.

Belongs here: finding that row, as `int_realisasi__rujukan` does for all files.
Stays out: the verdict (`rowfacts`, suites), conflicts between sources (marts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.sae.figures.inputs import Inputs, Row
from dagster_project.sae.figures.values import YEAR


@dataclass(frozen=True)
class Published:
    """One published figure and who published it."""

    value: float
    publisher: str


def published(inputs: Inputs, row: Row, *, source: str | None) -> Published | None:
    """The published figure of the same indicator, source, region and time; of several the nearest.

    Args:
        inputs: gives the profile's `angka_terbit`.
        row: a reported row with a figure.
        source: source of its definition.
    """
    if row["realisasi"] is None or (row["dimensi"] or "").strip(" "):
        return None
    region = (row["kode_wilayah"] or "").strip(" ") or inputs.region
    wanted = (row["id_indikator"], region, str(row["tahun"]), row["periode"], _plain(source))
    found = [
        Published(float(one["nilai"]), one["penerbit"])
        for one in inputs.seed("angka_terbit")
        if one["jenis_angka"] == "REALISASI"
        and one["tahun"]
        and wanted
        == (
            one["id_indikator"],
            one["kode_wilayah"],
            one["tahun"],
            one["periode"] or YEAR,
            _plain(one["kode_sumber"]),
        )
    ]
    actual = row["realisasi"]
    return min(found, key=lambda p: (abs(actual - p.value), p.value, p.publisher), default=None)


def _plain(text: str | None) -> str:
    return re.sub("[^a-z0-9]+", " ", (text or "").lower()).strip()
