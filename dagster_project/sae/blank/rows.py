"""What stands in the cells of a new workbook before anybody fills it.

Belongs here: prefilled rows of SAMPUL, INDIKATOR and REALISASI.
Stays out: where the facts come from (`known`), how cells look (`book`).
A number is only taken over where it says the same as before: a target of another year is shown
beside the row, in a column that is not read, and never becomes the target of this year.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dagster_project.sae.blank.known import Known
from dagster_project.sae.blank.request import Request
from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.contract.template import Template

Row = dict[str, Any]

NAME, UNIT, BEFORE = "_nama_indikator", "_satuan", "_angka_sebelumnya"
HELPERS = (NAME, UNIT, BEFORE)
"""Columns of REALISASI that help whoever fills it; a name with `_` in front is not read."""

_END_MONTH = {"TW1": 3, "TW2": 6, "SM1": 6.5, "TW3": 9, "TW4": 12, "SM2": 12.5, "THN": 13}
_YEAR_TARGETS = ("target_tahun", "target_bawah", "target_atas")


def cover_row(template: Template, request: Request) -> Row:
    """SAMPUL: what is certain; people are named by those who fill the workbook."""
    return {
        "versi_template": template.version,
        "kode_opd": request.opd.code,
        "nama_opd": request.opd.name,
        "id_siklus": request.cycle.id,
        "tahun": request.cycle.year,
        "periode": request.cycle.period,
    }


def indicator_rows(template: Template, known: Known) -> list[Row]:
    """INDIKATOR: the definitions in force, field by field; what is not known stays empty."""
    fields = [field.id for field in template.sheet("INDIKATOR").fields]
    return [
        {name: row.get(name) for name in fields} for row in known.indicators if row["id_indikator"]
    ]


def value_rows(profile: Profile, request: Request, known: Known) -> list[Row]:
    """REALISASI: one row for each indicator, region and dimension reported before.

    The state is TERSEDIA and the figure is left to fill, so that a row that was forgotten is
    found (ANG-02) and not taken for a figure that does not exist.
    """
    stated: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in known.values:
        place = row.get("kode_wilayah") or profile.facts["kode_wilayah"]
        stated.setdefault((str(row["id_indikator"]), place, row.get("dimensi")), []).append(row)
    rows: list[Row] = []
    for indicator in known.indicators:
        name = indicator["id_indikator"]
        if not name:
            continue
        own = {key: found for key, found in stated.items() if key[0] == name}
        own = own or {(name, profile.facts["kode_wilayah"], None): []}
        for (_, place, dimension), before in own.items():
            rows.append(
                {
                    "id_indikator": name,
                    "tahun": request.cycle.year,
                    "periode": request.cycle.period,
                    "kode_wilayah": place,
                    "dimensi": dimension,
                    **_targets(before, request),
                    "status_data": "TERSEDIA",
                    NAME: indicator.get("nama_indikator"),
                    UNIT: indicator.get("satuan"),
                    BEFORE: _before(before, request),
                }
            )
    return rows


def _targets(before: Iterable[Row], request: Request) -> Row:
    """Targets of this year as stated last; the target up to the period only from that period."""
    targets: Row = {}
    for row in before:
        if row["tahun"] != request.cycle.year:
            continue
        is_same = row["periode"] == request.cycle.period
        names = (*_YEAR_TARGETS, "target_periode") if is_same else _YEAR_TARGETS
        targets |= {name: row[name] for name in names if row.get(name) is not None}
    return targets


def _before(before: Iterable[Row], request: Request) -> str | None:
    """The period before in words: `2026 TW2: target 91,84; realisasi 92,34`."""
    own = _when(request.cycle.year, request.cycle.period)
    others = [
        row
        for row in before
        if _when(row["tahun"], row["periode"]) < own
        and (_target(row) is not None or row.get("realisasi") is not None)
    ]
    if not others:
        return None
    last = max(others, key=lambda row: _when(row["tahun"], row["periode"]))
    parts = [("target", _target(last)), ("realisasi", last.get("realisasi"))]
    told = "; ".join(f"{word} {_number(value)}" for word, value in parts if value is not None)
    return f"{last['tahun']} {last['periode']}: {told}"


def _when(year: int | None, period: str | None) -> tuple[int, float]:
    return year or 0, _END_MONTH.get(period or "", 0.0)


def _target(row: Row) -> float | None:
    value = row.get("target_periode")
    return row.get("target_tahun") if value is None else value


def _number(value: float) -> str:
    return f"{value:.6g}".replace(".", ",") if abs(value) < 1e6 else f"{value:.0f}"
