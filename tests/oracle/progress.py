"""Progress a second time (7.4): how much of the promised change has been made, and the pace.

Belongs here: progress to the target and to the end of the plan, share of the time that is over.
Stays out: what a value is (`values`), counts of indicators that moved (`scorecard`).
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.figures.formulas import path_share, progress
from tests.oracle.inputs import Inputs
from tests.oracle.meaning import LAST_MONTH
from tests.oracle.values import Value, direction


def progress_of(inputs: Inputs, value: Value) -> float | None:
    """Progress from the baseline to the target of the period; a part of a sum has none (7.4)."""
    if _is_part_of_a_sum(value):
        return None
    return progress(
        value.actual,
        baseline=value.definition.get("baseline_nilai"),
        target=value.target.value,
        tolerance=inputs.tolerance,
    )


def _is_part_of_a_sum(value: Value) -> bool:
    return value.definition.get("jenis_agregasi") == "KUMULATIF" and value.period != "THN"


def way_made(inputs: Inputs, value: Value) -> dict[str, Any]:
    """How much of the way has been made, to the target and to the end of the plan, and the pace."""
    definition = value.definition
    to_end = None
    if not _is_part_of_a_sum(value) and direction(definition) in {"NAIK", "TURUN"}:
        to_end = progress(
            value.actual,
            baseline=definition.get("baseline_nilai"),
            target=definition.get("target_akhir_rpjmd"),
            tolerance=inputs.tolerance,
        )
    start, end = definition.get("baseline_tahun"), definition.get("tahun_akhir")
    passed = None
    most = inputs.threshold("umur_awal_tahun")
    if (
        start is not None
        and end is not None
        and value.key.year - most <= start <= value.key.year
        and end <= value.key.year + most
    ):
        now = value.key.year - 1 + LAST_MONTH[value.period] / 12
        passed = path_share(now, start=float(start), end=float(end))
    return {
        "progres": progress_of(inputs, value),
        "progres_rpjmd": to_end,
        "jalur": passed,
        "is_di_jalur": None
        if to_end is None or passed is None
        else to_end >= passed - inputs.tolerance,
    }
