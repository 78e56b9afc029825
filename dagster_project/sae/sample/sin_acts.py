"""The sins themselves: each changes one clean submission and says which cell it touched.

Belongs here: one function for one sin. Row sins pick positions (POSISI_AKHIR), so that the value
missing in one quarter does not also break the sums of the next.
Stays out: who sins when (`sins`).
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import timedelta

from dagster_project.sae.sample.submission import Row, Submission, obstacle
from dagster_project.sae.sample.world import Entry, World

LATE_DAYS = 6


@dataclass(frozen=True)
class Touch:
    """What a sin did: the sheet, row and field it changed, in one sentence.

    `earlier` is a superseded first version that has to be sent as well; the sin then stands in it.
    """

    sheet: str
    column: str
    text: str
    row: Row | None = None
    earlier: Submission | None = None


def missing_baseline(submission: Submission, world: World) -> list[Touch]:
    """An outcome loses the value it started from."""
    entry = _pick(submission, world, [e for e in _positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = _rows(submission, "INDIKATOR", entry)[0]
    row |= {"baseline_nilai": None, "baseline_tahun": None, "baseline_sumber": None}
    return [Touch("INDIKATOR", "baseline_nilai", "Hasil tanpa angka awal", row)]


def activity_as_outcome(submission: Submission, world: World) -> list[Touch]:
    """A count of work done is called an outcome, and is otherwise filled in well."""
    entry = next((e for e in world.entries(submission.opd) if e.output), None)
    if entry is None or entry.output is None:
        return []
    row = _rows(submission, "INDIKATOR", entry)[0]
    row |= {
        "level_hasil": "OUTCOME",
        "id_indikator_induk": None,
        "baseline_nilai": entry.path.baseline,
        "baseline_tahun": world.clock.base_year,
        "baseline_sumber": row["sumber_data"],
        "target_akhir_rpjmd": entry.output.akhir,
        "tahun_akhir": world.clock.end_year,
        "kelompok_sasaran": "Warga penerima",
    }
    return [Touch("INDIKATOR", "level_hasil", f"'{entry.name}' adalah keluaran", row)]


def conflict(submission: Submission, world: World) -> list[Touch]:
    """A contributor reports another number than the leader for the shared indicator."""
    shared = [
        entry
        for entry in world.entries(submission.opd)
        if entry.shared and world.leader(entry.shared) != submission.opd
    ]
    touches = []
    for entry in shared[:1]:
        for row in _of_cycle(submission, entry):
            _scale(row, entry, factor=1.12)
            text = f"Berbeda dari angka pemimpin untuk '{entry.name}'"
            touches.append(Touch("REALISASI", "realisasi", text, row))
    return touches


def duplicate_row(submission: Submission, world: World) -> list[Touch]:
    """One row stands there twice."""
    entry = _pick(submission, world, _positions(submission, world))
    if entry is None:
        return []
    rows = submission.tables["REALISASI"]
    row = _of_cycle(submission, entry)[0]
    twin = dict(row)
    rows.insert(next(i for i, r in enumerate(rows) if r is row) + 1, twin)
    return [Touch("REALISASI", "id_indikator", "Baris yang sama tertulis dua kali", twin)]


def only_outputs(submission: Submission, world: World) -> list[Touch]:
    """The agency claims a further pillar with an output and no outcome."""
    used = {entry.pillar for entry in world.entries(submission.opd)}
    free = [pillar.code for pillar in world.profile.pillars if pillar.code not in used]
    entry = next((e for e in world.entries(submission.opd) if e.output), None)
    if not free or entry is None:
        return []
    row = _rows(submission, "INDIKATOR", entry)[0]
    row["kode_pilar"] = free[0]
    return [Touch("INDIKATOR", "kode_pilar", f"{free[0]} hanya diisi keluaran", row)]


def wrong_version(submission: Submission, world: World) -> list[Touch]:
    """The first file is in an old template; the second, right one follows two days later."""
    earlier = copy.deepcopy(submission)
    earlier.cover["versi_template"] = "0.9"
    _resend(submission, after_days=2)
    text = f"Versi templat 0.9; diperbaiki dengan {submission.file_name}"
    return [Touch("SAMPUL", "versi_template", text, earlier=earlier)]


def late(submission: Submission, world: World) -> list[Touch]:
    """The file arrives after the deadline, before the cut-off."""
    deadline = submission.cycle.deadline + timedelta(days=LATE_DAYS)
    submission.received = submission.received.replace(
        year=deadline.year, month=deadline.month, day=deadline.day
    )
    return [Touch("", "", f"Diterima {LATE_DAYS} hari sesudah tenggat")]


def revision(submission: Submission, world: World) -> list[Touch]:
    """A provisional value is corrected in a second file that says why. Nothing is wrong with it."""
    entry = _pick(submission, world, _positions(submission, world))
    if entry is None:
        return []
    earlier = copy.deepcopy(submission)
    _scale(_of_cycle(earlier, entry)[0], entry, factor=0.97)
    _explain(earlier, world, entry)
    _explain(submission, world, entry)
    _resend(submission, after_days=3)
    row = _of_cycle(submission, entry)[0]
    row["alasan_revisi"] = "Angka sementara diganti hasil verifikasi lapangan bersama kecamatan."
    text = f"Angka sementara; diganti pada {submission.file_name} dengan alasan_revisi"
    touched = _of_cycle(earlier, entry)[0]
    return [Touch("REALISASI", "realisasi", text, touched, earlier)]


def text_number(submission: Submission, world: World) -> list[Touch]:
    """Numbers typed as text: one that can be read two ways, one in words."""
    touches = []
    for text in ("1.234", "dua puluh"):
        candidates = _positions(submission, world)
        free = [e for e in candidates if e.id not in submission.touched]
        plain = [e for e in free if not e.measure.has_ratio]
        entry = _pick(submission, world, plain or free)
        if entry is not None:
            row = _of_cycle(submission, entry)[0]
            row["realisasi"] = text
            touches.append(Touch("REALISASI", "realisasi", f"Teks '{text}' di kolom angka", row))
    return touches


def unconfirmed_zero(submission: Submission, world: World) -> list[Touch]:
    """A zero without word whether it is a true zero."""
    entry = _pick(submission, world, [e for e in _positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = _of_cycle(submission, entry)[0]
    row["realisasi"] = 0
    if entry.measure.has_ratio:
        row["pembilang"] = 0
    _explain(submission, world, entry)
    return [Touch("REALISASI", "realisasi", "Nol dengan status TERSEDIA", row)]


def no_denominator(submission: Submission, world: World) -> list[Touch]:
    """A percentage without what it is a percentage of."""
    percent = [
        e for e in _positions(submission, world) if e.measure.satuan == "persen" and not e.shared
    ]
    entry = _pick(submission, world, percent)
    if entry is None:
        return []
    row = _of_cycle(submission, entry)[0]
    row["penyebut"] = None
    return [Touch("REALISASI", "penyebut", "Persentase tanpa penyebut", row)]


def no_obstacle(submission: Submission, world: World) -> list[Touch]:
    """A missed target, and silence about it."""
    period = submission.cycle.period
    rows = submission.tables["HAMBATAN_TL"]
    explained = {row["id_indikator"] for row in rows if row["periode"] == period}
    missed = [e for e in _outcomes(submission, world) if e.id in explained and not e.shared]
    entry = _pick(submission, world, missed)
    if entry is None:
        return []
    rows[:] = [r for r in rows if (r["id_indikator"], r["periode"]) != (entry.id, period)]
    row = _of_cycle(submission, entry)[0]
    return [Touch("REALISASI", "realisasi", "Target meleset tanpa baris HAMBATAN_TL", row)]


def not_measured(submission: Submission, world: World) -> list[Touch]:
    """An honest gap: the indicator was not measured. It breaks no rule but is not coverage."""
    entry = _pick(submission, world, [e for e in _positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = _of_cycle(submission, entry)[0]
    row |= {
        "realisasi": None,
        "pembilang": None,
        "penyebut": None,
        "status_data": "TIDAK_DIUKUR",
        "perubahan_dirasakan": None,
        "jumlah_penerima_manfaat": None,
    }
    return [Touch("REALISASI", "status_data", "Jujur: periode ini tidak diukur", row)]


def _outcomes(submission: Submission, world: World) -> list[Entry]:
    """Outcomes with a value in the period of the cycle."""
    return [
        entry
        for entry in world.entries(submission.opd)
        if entry.output is None
        and any(row["status_data"] == "TERSEDIA" for row in _of_cycle(submission, entry))
    ]


def _positions(submission: Submission, world: World) -> list[Entry]:
    return [e for e in _outcomes(submission, world) if e.measure.agregasi == "POSISI_AKHIR"]


def _pick(submission: Submission, world: World, entries: list[Entry]) -> Entry | None:
    """One of the entries no sin has touched yet, always the same for the same seed."""
    free = [entry for entry in entries if entry.id not in submission.touched]
    if not free:
        return None
    entry = world.random(submission.opd.code, submission.cycle.id, "dosa", len(free)).choice(free)
    submission.touched.add(entry.id)
    return entry


def _rows(submission: Submission, sheet: str, entry: Entry) -> list[Row]:
    return [row for row in submission.tables[sheet] if row["id_indikator"] == entry.id]


def _of_cycle(submission: Submission, entry: Entry) -> list[Row]:
    """Rows of the entry for the very period of the cycle."""
    cycle = submission.cycle
    return [
        row
        for row in _rows(submission, "REALISASI", entry)
        if (row["tahun"], row["periode"]) == (cycle.year, cycle.period)
    ]


def _scale(row: Row, entry: Entry, *, factor: float) -> None:
    """Change a value so that numerator, denominator and value still agree."""
    if row["penyebut"]:
        places = entry.measure.desimal_penyebut
        row["pembilang"] = round(row["pembilang"] * factor, places)
        scale = 100.0 if entry.measure.satuan == "persen" else 1.0
        value = scale * row["pembilang"] / row["penyebut"]
    else:
        value = row["realisasi"] * factor
    row["realisasi"] = round(value, entry.path.decimals)


def _explain(submission: Submission, world: World, entry: Entry) -> None:
    """Make sure the entry has an obstacle row, so that only the intended rule can fail."""
    cycle = submission.cycle
    rows = submission.tables["HAMBATAN_TL"]
    if not any((r["id_indikator"], r["periode"]) == (entry.id, cycle.period) for r in rows):
        point = entry.path.point(cycle.year, cycle.period)
        rows.append(
            obstacle(world, entry, cycle=cycle, when=f"{cycle.year} {cycle.period}", point=point)
        )


def _resend(submission: Submission, *, after_days: int) -> None:
    submission.version += 1
    submission.received += timedelta(days=after_days)
    submission.cover["tanggal_pengesahan"] = submission.received.date()
