"""Sins in results: work that serves nothing, results for nobody, change told without a number.

Belongs here: one function for one sin of the group DPK, each with the cell it touched.
Stays out: sins in the figures themselves (`sin_figures`), who sins when (`sins`).
"""

from __future__ import annotations

from dagster_project.sae.sample.sin_rows import (
    Touch,
    explain,
    outcomes,
    outputs,
    pick,
    rows_of,
    rows_of_cycle,
)
from dagster_project.sae.sample.submission import Submission
from dagster_project.sae.sample.world import Entry, World


def no_parent(submission: Submission, world: World) -> list[Touch]:
    """An output that serves no result."""
    entry = pick(submission, world, outputs(submission, world))
    if entry is None:
        return []
    row = rows_of(submission, "INDIKATOR", entry)[0]
    row["id_indikator_induk"] = None
    return [Touch("INDIKATOR", "id_indikator_induk", "Keluaran tanpa hasil yang didukung", row)]


def no_beneficiaries(submission: Submission, world: World) -> list[Touch]:
    """An outcome, and nobody knows for how many."""
    candidates = [e for e in _own(submission, world) if e.measure.level == "OUTCOME"]
    entry = pick(submission, world, candidates)
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["jumlah_penerima_manfaat"] = None
    text = "Hasil tanpa jumlah penerima manfaat"
    return [Touch("REALISASI", "jumlah_penerima_manfaat", text, row)]


def change_without_number(submission: Submission, world: World) -> list[Touch]:
    """A change that nobody can picture."""
    entry = pick(submission, world, _own(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["perubahan_dirasakan"] = "Pelayanan semakin baik dan warga merasa terbantu."
    return [Touch("REALISASI", "perubahan_dirasakan", "Perubahan tanpa angka", row)]


def money_without_result(submission: Submission, world: World) -> list[Touch]:
    """Nearly all money is spent, and next to nothing was delivered in the quarter."""
    entry = pick(submission, world, outputs(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["realisasi"] = max(round(row["realisasi"] * 0.05, entry.path.decimals), 1)
    explain(submission, world, entry)
    for budget in rows_of(submission, "ANGGARAN", entry):
        budget["realisasi_anggaran"] = round(budget["pagu"] * 0.99)
    return [Touch("REALISASI", "realisasi", "Anggaran terserap 99%, keluaran tertinggal", row)]


def no_resident_measure(submission: Submission, world: World) -> list[Touch]:
    """A result that only the government measures."""
    entry = pick(submission, world, _own(submission, world))
    if entry is None:
        return []
    row = rows_of(submission, "INDIKATOR", entry)[0]
    row["ukuran_warga_id"] = None
    return [Touch("INDIKATOR", "ukuran_warga_id", "Hasil tanpa ukuran dari sisi warga", row)]


def _own(submission: Submission, world: World) -> list[Entry]:
    return [entry for entry in outcomes(submission, world) if not entry.shared]
