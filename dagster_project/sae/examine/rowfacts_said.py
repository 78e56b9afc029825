"""What one row says of itself: state beside cell, dates, target and where it starts.

Belongs here: columns of `int_realisasi__fakta` that need the row and its definition alone.
Stays out: whatever is compared with other rows or thresholds of a cycle (`rowfacts`).
"""

from __future__ import annotations

import re
from typing import Any

from dagster_project.sae.figures.inputs import Row
from dagster_project.sae.figures.meaning import LAST_MONTH, period_end, text_of, years_later
from dagster_project.sae.figures.values import YEAR, Value, direction

_HASH_LENGTH = 64


def state(row: Row, *, tolerance: float) -> dict[str, Any]:
    """The state of a row against what stands in its cell."""
    written, actual = row["realisasi_tertulis"], row["realisasi"]
    is_zero = row["status_data"] == "NOL_TERKONFIRMASI"
    return {
        "realisasi_tertulis": written,
        "is_keadaan_tanpa_angka": None if written is None else actual is None,
        "is_nol_bukan_nol": (actual is None or abs(actual) > tolerance) if is_zero else None,
        "dimensi_tertulis": row["dimensi_tertulis"],
    }


def days(row: Row, *, far: int) -> dict[str, Any]:
    """The dates of a row; `far` is how many years after its period a release is too late."""
    expected = row["tanggal_rilis_diharapkan"]
    is_far = False
    if expected is not None and row["tahun"] is not None and row["periode"] in LAST_MONTH:
        end = period_end(int(row["tahun"]), row["periode"])
        is_far = expected > years_later(end, far)
    return {
        "tanggal_referensi_tertulis": row["tanggal_referensi_tertulis"],
        "is_acuan_janggal": row["is_acuan_janggal"],
        "is_rilis_janggal": is_far,
    }


def promise(
    row: Row, definition: Row, *, value: Value | None, is_current: bool, tolerance: float
) -> dict[str, Any]:
    """The target against 0 and against the baseline, the years of the definition."""
    start, end = definition["baseline_tahun"], definition["tahun_akhir"]
    base = definition["baseline_nilai"]
    found: dict[str, Any] = {"baseline_tahun": start, "tahun_akhir": end}
    names = ("is_target_tahun_nol", "is_target_diam", "is_tahun_definisi_janggal")
    if not is_current:
        return found | dict.fromkeys(names)
    is_odd = start is not None and (start > row["tahun"] or (end is not None and end < start))
    is_part = definition["jenis_agregasi"] == "KUMULATIF" and row["periode"] != YEAR
    targets = [row["target_tahun"]]
    if value is not None and not is_part:
        targets.append(value.target.value)
    same = base is not None and any(_is_near(t, base, tolerance) for t in targets)
    is_rising = direction(definition) == "NAIK"
    flags = (
        is_rising and _is_near(row["target_tahun"], 0.0, tolerance),
        None if base is None else same,
        is_odd,
    )
    return found | dict(zip(names, flags, strict=True))


def _is_near(one: float | None, other: float, tolerance: float) -> bool:
    return one is not None and abs(one - other) <= tolerance


def lacks_evidence(row: Row, fields: set[str]) -> bool | None:
    """Whether a row has neither link nor hash; None for a form without such a column."""
    if not fields & {"bukti_tautan", "bukti_sha256"}:
        return None
    link = re.sub("[^a-z0-9]+", "", (row["bukti_tautan"] or "").lower())
    return not link and len(text_of(row["bukti_sha256"])) != _HASH_LENGTH


def has_digit(text: str | None) -> bool:
    """Whether a text says a number."""
    return re.search("[0-9]", text or "") is not None
