"""Sins in figures: numbers that contradict their parts, their bounds, their history or their place.

Belongs here: one function for one sin of the groups ANG and SBR, each with the cell it touched.
Stays out: sins in what a figure means (`sin_results`), who sins when (`sins`).
"""

from __future__ import annotations

from dagster_project.sae.sample.sin_rows import (
    Touch,
    explain,
    outcomes,
    outputs,
    pick,
    positions,
    rows_of,
    rows_of_cycle,
    scale,
)
from dagster_project.sae.sample.submission import Submission
from dagster_project.sae.sample.world import Entry, World

NEIGHBOUR = "35.74"
_POINTS = 7.5


def another_percentage(submission: Submission, world: World) -> list[Touch]:
    """A percentage is typed that its numerator and denominator do not make."""
    entry = pick(submission, world, _percentages(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    step = _POINTS if row["realisasi"] < 100 - _POINTS else -_POINTS
    row["realisasi"] = round(row["realisasi"] + step, entry.path.decimals)
    explain(submission, world, entry)
    return [Touch("REALISASI", "realisasi", "Persentase berbeda dari pembilang/penyebut", row)]


def beyond_bounds(submission: Submission, world: World) -> list[Touch]:
    """A percentage ten times too high, parts and all."""
    entry = pick(submission, world, _percentages(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    scale(row, entry, factor=10)
    return [Touch("REALISASI", "realisasi", "Nilai di atas batas wajar 100", row)]


def no_release_date(submission: Submission, world: World) -> list[Touch]:
    """A figure that is not published yet, and nobody says when it will be."""
    waiting = [
        entry
        for entry in world.entries(submission.opd)
        if any(r["status_data"] == "BELUM_RILIS" for r in rows_of_cycle(submission, entry))
    ]
    entry = pick(submission, world, waiting)
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["tanggal_rilis_diharapkan"] = None
    return [Touch("REALISASI", "tanggal_rilis_diharapkan", "Belum rilis tanpa tanggal", row)]


def falling_sum(submission: Submission, world: World) -> list[Touch]:
    """An amount below zero takes back what was done since January."""
    entry = pick(submission, world, outputs(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["realisasi"] = -round(row["realisasi"] / 2 + 1, entry.path.decimals)
    explain(submission, world, entry)
    return [Touch("REALISASI", "realisasi", "Jumlah sejak awal tahun menjadi turun", row)]


def sudden_jump(submission: Submission, world: World) -> list[Touch]:
    """A figure falls to less than half of last year's; its parts agree."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    scale(row, entry, factor=0.4)
    explain(submission, world, entry)
    return [Touch("REALISASI", "realisasi", "Angka jauh dari setahun lalu tanpa penjelasan", row)]


def all_on_target(submission: Submission, world: World) -> list[Touch]:
    """Every figure with a target equals it to the last decimal: copied, not measured."""
    touched = None
    for row in submission.tables["REALISASI"]:
        target = row["target_tahun"] if row["target_periode"] is None else row["target_periode"]
        if row.get("realisasi") is None or row["target_bawah"] is not None:
            continue
        if row.get("penyebut"):
            row["pembilang"] = round(row["pembilang"] * target / row["realisasi"], 6)
        row |= {"realisasi": target, "status_data": "TERSEDIA" if target else "NOL_TERKONFIRMASI"}
        touched = touched or row
    return [Touch("REALISASI", "realisasi", "Semua angka tepat sama dengan target", touched)]


def easy_target(submission: Submission, world: World) -> list[Touch]:
    """Four times the usual amount in one quarter: the target says nothing any more."""
    entry = pick(submission, world, outputs(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["realisasi"] = round(row["realisasi"] * 4, entry.path.decimals)
    return [Touch("REALISASI", "target_tahun", "Capaian jauh di atas target", row)]


def parts_beside_the_whole(submission: Submission, world: World) -> list[Touch]:
    """All districts are reported, and their sum is not the whole."""
    entry = pick(submission, world, outputs(submission, world))
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    whole = world.profile.facts["kode_wilayah"]
    districts = [region.code for region in world.profile.regions if region.parent == whole]
    part = round(row["realisasi"] * 1.1 / len(districts), entry.path.decimals)
    status = "TERSEDIA" if part else "NOL_TERKONFIRMASI"
    figures = {"realisasi": part, "target_tahun": part, "target_periode": part}
    submission.tables["REALISASI"] += [
        {**row, **figures, "status_data": status, "kode_wilayah": code} for code in districts
    ]
    return [Touch("REALISASI", "realisasi", f"Jumlah {len(districts)} kecamatan berbeda", row)]


def another_source(submission: Submission, world: World) -> list[Touch]:
    """A series goes on with figures of another source."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of(submission, "INDIKATOR", entry)[0]
    before = row["sumber_data"]
    row |= {"sumber_data": "SURVEI-INDEPENDEN", "metode": "Survei rumah tangga atau pengguna"}
    return [Touch("INDIKATOR", "sumber_data", f"Sumber berganti dari {before}", row)]


def neighbours_region(submission: Submission, world: World) -> list[Touch]:
    """A figure of the town next door stands in the report."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = {**rows_of_cycle(submission, entry)[0], "kode_wilayah": NEIGHBOUR}
    submission.tables["REALISASI"].append(row)
    return [Touch("REALISASI", "kode_wilayah", f"Wilayah {NEIGHBOUR} bukan kabupaten ini", row)]


def no_evidence(submission: Submission, world: World) -> list[Touch]:
    """A figure without anything to look it up in."""
    entry = pick(submission, world, [e for e in outcomes(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["bukti_tautan"] = None
    return [Touch("REALISASI", "bukti_tautan", "Angka tanpa bukti dukung", row)]


def _percentages(submission: Submission, world: World) -> list[Entry]:
    return [
        entry
        for entry in positions(submission, world)
        if entry.measure.satuan == "persen" and entry.measure.has_ratio and not entry.shared
    ]
