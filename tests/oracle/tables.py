"""The three tables as the reference has them, with the columns that carry a number or a verdict.

Belongs here: predicates, progress, scores of pillars (7.6), completeness (7.7) as frames.
Stays out: what a value is (`values`) and whether it is held (`status`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dagster_project.sae.contract.profile import Cycle
from dagster_project.sae.figures.formulas import Band, predicate
from dagster_project.sae.installation.settings import Settings
from tests.oracle import (
    acceleration,
    budget,
    collaboration,
    conflicts,
    files,
    forms,
    history,
    honesty,
    regions,
    scorecard,
    sentences,
    sheets,
)
from tests.oracle.inputs import Inputs, read_inputs
from tests.oracle.progress import way_made
from tests.oracle.status import OUTCOMES, Obligation, Status
from tests.oracle.values import Value, direction

if TYPE_CHECKING:
    import pandas as pd

KEYS = {
    "kpi_indikator": ["id_indikator", "kode_opd", "tahun", "periode", "kode_wilayah", "dimensi"],
    "kpi_pilar": ["kode_pilar", "tahun", "periode"],
    "kpi_kelengkapan": ["kode_opd", "id_siklus"],
    "kpi_akselerasi": acceleration.KEY,
    **honesty.KEYS,
    **budget.KEYS,
    **collaboration.KEYS,
    **sheets.KEYS,
    **conflicts.KEYS,
    **files.KEYS,
    **forms.KEYS,
    **regions.KEYS,
    **history.KEYS,
    **scorecard.KEYS,
    **sentences.KEYS,
}
_COUNTS_ZERO = frozenset({"DITAHAN", "TIDAK_DIUKUR", "TIDAK_DILAPORKAN"})


def reference_tables(settings: Settings) -> dict[str, pd.DataFrame]:
    """Recompute the released tables of the last run from what landed and the evidence.

    Returns:
        Table name to frame; the columns of `KEYS` identify a row. Percentages are on the 0-100
        scale, missing is None.
    """
    import pandas as pd

    inputs = read_inputs(settings)
    status = Status(inputs)
    released = [v for v in status.figures if _is_out(status, v)]
    rows = {
        "kpi_indikator": [_indicator(inputs, status, v) for v in released],
        "kpi_pilar": [
            _pillar(inputs, status, code=pillar.code, cycle=cycle)
            for pillar in inputs.profile.pillars
            for cycle in inputs.cycles
        ],
        "kpi_kelengkapan": [
            _completeness(inputs, status, code=opd.code, cycle=cycle)
            for cycle in inputs.cycles
            for opd in inputs.profile.agencies_on(cycle.cutoff)
        ],
        "kpi_akselerasi": acceleration.acceleration_rows(inputs, status),
        "kpi_tindak_lanjut": honesty.follow_up_rows(inputs, status),
        "kpi_kejujuran": honesty.honesty_rows(inputs, status),
        "kpi_anggaran": budget.budget_table(inputs, status, released),
        "kpi_kolaborasi": collaboration.collaboration_table(inputs, status, released),
        "dim_satgas": collaboration.task_force_rows(inputs),
        "kpi_wilayah": regions.region_rows(inputs, released),
        **forms.form_tables(inputs, status),
        **sheets.sheet_tables(inputs, status, released),
        **conflicts.conflict_tables(inputs, status),
        "pub_mutu_berkas": files.file_rows(inputs),
        "kpi_opd": scorecard.scorecard_rows(
            inputs, status, weight=lambda owed: _weight(inputs, owed)
        ),
        "revisi": history.vintage_rows(inputs, status),
    }
    rows["kpi_empat_kalimat"] = sentences.sentence_rows(inputs, status, rows)
    return {table: pd.DataFrame(found, dtype=object) for table, found in rows.items()}


def _is_out(status: Status, value: Value) -> bool:
    return not value.key.agency.startswith("ASING-") and status.is_released(value)


def _indicator(inputs: Inputs, status: Status, value: Value) -> dict[str, Any]:
    reached = status.achievement(value)
    definition = value.definition
    way = direction(definition)
    formula = _formula(inputs, way)
    return {
        "id_indikator": value.key.indicator,
        "kode_opd": value.key.agency,
        "tahun": value.key.year,
        "periode": value.period,
        "kode_wilayah": value.key.region,
        "dimensi": value.key.dimension,
        "kode_pilar": definition.get("kode_pilar"),
        "level_hasil": definition.get("level_hasil"),
        "satuan": definition.get("satuan"),
        "polaritas": definition.get("polaritas"),
        "baseline_nilai": definition.get("baseline_nilai"),
        "target": value.target.value,
        "target_bawah": value.target.low,
        "target_atas": value.target.high,
        "realisasi": value.actual,
        "status_data": value.row["status_data"],
        "capaian_mentah": reached.mentah,
        "capaian_tampil": reached.tampil,
        "status_capaian": reached.status,
        "predikat": predicate(reached.tampil, _scale(inputs)),
        **way_made(inputs, value),
        "rumus_id": formula[0],
        "versi_rumus": formula[1],
        "is_turunan": value.is_derived,
        "is_parsial": value.is_partial,
        "is_target_prorata": value.is_prorated,
        "is_revisi": value.is_revised,
        "sha256_berkas": value.row["sha256_berkas"],
    }


def _formula(inputs: Inputs, way: str | None) -> tuple[str | None, str | None]:
    """Id and version of the default formula of a direction in force on the cut-off."""
    rows = [
        row
        for row in inputs.seed("rumus")
        if row["kelompok"] == "CAPAIAN"
        and row["polaritas"] == way
        and row["is_bawaan"] == "true"
        and row["berlaku_dari"] <= inputs.scope.tanggal_batas.isoformat()
    ]
    if not rows:
        return (None, None)
    latest = max(rows, key=lambda row: row["berlaku_dari"])
    return (latest["rumus_id"], latest["versi_rumus"])


def _scale(inputs: Inputs) -> Sequence[Band]:
    """Bands of the default scale."""
    return [
        Band(float(row["batas_bawah"]), float(row["batas_atas"]), row["predikat"])
        for row in inputs.seed("skala")
        if row["is_bawaan"] == "true"
    ]


def _pillar(inputs: Inputs, status: Status, *, code: str, cycle: Cycle) -> dict[str, Any]:
    own = [
        o
        for o in status.obligations
        if o.cycle == cycle and o.is_counted and o.definition.get("kode_pilar") == code
    ]
    scored = [o for o in own if o.is_scored]
    due = [o for o in scored if o.is_due]
    valued = [o for o in due if o.status == "DINILAI"]
    strict = [o for o in due if o.status == "DINILAI" or o.status in _COUNTS_ZERO]
    points = sum(_weight(inputs, [o]) * _shown(status, o) for o in valued)
    coverage = _ratio(_weight(inputs, valued), _weight(inputs, due))
    has_score = coverage is not None and coverage >= inputs.threshold("cakupan_min")
    return {
        "kode_pilar": code,
        "tahun": cycle.year,
        "periode": cycle.period,
        "skor_tersedia": points / _weight(inputs, valued) if has_score else None,
        "skor_ketat": points / _weight(inputs, strict) if has_score else None,
        "cakupan": coverage,
        "jumlah_indikator": len(due),
        "jumlah_dinilai": len(valued),
        "jumlah_ditahan": _count(scored, "DITAHAN"),
        "jumlah_tidak_diukur": _count(scored, "TIDAK_DIUKUR"),
        "jumlah_tidak_dilaporkan": _count(scored, "TIDAK_DILAPORKAN"),
        "rasio_dampak": _ratio(
            sum(o.definition.get("level_hasil") in OUTCOMES for o in own), len(own)
        ),
    }


def _completeness(inputs: Inputs, status: Status, *, code: str, cycle: Cycle) -> dict[str, Any]:
    file = next((f for f in inputs.active if f.agency == code and f.cycle == cycle), None)
    late = None
    if file is not None:  # the first version that was accepted: a correction makes nobody late
        late = (inputs.first_receipt(file).date() - cycle.deadline).days
    due = [o for o in status.obligations if (o.agency, o.cycle) == (code, cycle) and o.is_due]
    reported = [o for o in due if o.value is not None]
    speaking = sum(not o.is_blocked for o in reported)
    return {
        "kode_opd": code,
        "id_siklus": cycle.id,
        "diharapkan": 1,
        "diterima": int(file is not None),
        "tepat_waktu": int(late is not None and late <= 0),
        "hari_terlambat": None if late is None else max(late, 0),
        "jumlah_wajib": len(due),
        "jumlah_bicara_angka": speaking,
        "jumlah_tidak_dilaporkan": len(due) - len(reported),
        "indeks_bicara_angka": _ratio(speaking, len(due)),
        "is_ditahan": (code, cycle.id) in status.held.agencies,
    }


def _shown(status: Status, obligation: Obligation) -> float:
    value = obligation.value
    shown = None if value is None else status.achievement(value).tampil
    return 0.0 if shown is None else shown


def _weight(inputs: Inputs, obligations: Sequence[Obligation]) -> float:
    """Sum of the weights; an indicator without a weight above 0 has the default one."""
    stated = [o.definition.get("bobot") for o in obligations]
    return sum(float(w) if w is not None and w > 0 else inputs.default_weight for w in stated)


def _count(obligations: Sequence[Obligation], status: str) -> int:
    return sum(o.status == status for o in obligations)


def _ratio(part: float, whole: float) -> float | None:
    return 100.0 * part / whole if whole else None
