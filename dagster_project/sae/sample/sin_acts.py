"""Sins of form: each changes one clean submission and says which cell it touched.

Belongs here: one function for one sin, on rows, on the cover and on the other sheets. Row sins
pick positions (POSISI_AKHIR), so that the value missing in one quarter does not also break the sums
of the next.
Stays out: sins in figures (`sin_figures`) and in results (`sin_results`), who sins when (`sins`).
"""

from __future__ import annotations

import copy
from datetime import timedelta

from dagster_project.sae.sample.sin_rows import (
    Touch,
    explain,
    outcomes,
    pick,
    positions,
    resend,
    rows_of,
    rows_of_cycle,
    scale,
)
from dagster_project.sae.sample.submission import Row, Submission
from dagster_project.sae.sample.world import World

LATE_DAYS = 6


def missing_baseline(submission: Submission, world: World) -> list[Touch]:
    """An outcome loses the value it started from."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of(submission, "INDIKATOR", entry)[0]
    row |= {"baseline_nilai": None, "baseline_tahun": None, "baseline_sumber": None}
    return [Touch("INDIKATOR", "baseline_nilai", "Hasil tanpa angka awal", row)]


def activity_as_outcome(submission: Submission, world: World) -> list[Touch]:
    """A count of work done is called an outcome, and is otherwise filled in well."""
    entry = next((e for e in world.entries(submission.opd) if e.output), None)
    if entry is None or entry.output is None:
        return []
    row = rows_of(submission, "INDIKATOR", entry)[0]
    row |= {
        "level_hasil": "OUTCOME",
        "id_indikator_induk": None,
        "baseline_nilai": entry.path.baseline,
        "baseline_tahun": world.clock.base_year,
        "baseline_sumber": row["sumber_data"],
        "target_akhir_rpjmd": entry.output.akhir,
        "tahun_akhir": world.clock.end_year,
        "kelompok_sasaran": "Warga penerima",
        "ukuran_warga_id": "Survei kepuasan masyarakat",
    }
    for figure in rows_of(submission, "REALISASI", entry):
        figure["jumlah_penerima_manfaat"] = figure.get("realisasi")
        figure["perubahan_dirasakan"] = f"Rumah yang diperbaiki: {figure.get('realisasi')} unit."
    return [Touch("INDIKATOR", "nama_indikator", f"'{entry.name}' adalah keluaran", row)]


def conflict(submission: Submission, world: World) -> list[Touch]:
    """A contributor reports another number than the leader for the shared indicator."""
    shared = [
        entry
        for entry in world.entries(submission.opd)
        if entry.shared and world.leader(entry.shared) != submission.opd
    ]
    touches = []
    for entry in shared[:1]:
        for row in rows_of_cycle(submission, entry):
            scale(row, entry, factor=1.12)
            text = f"Berbeda dari angka pemimpin untuk '{entry.name}'"
            touches.append(Touch("REALISASI", "realisasi", text, row))
            explain(submission, world, entry)
    return touches


def duplicate_row(submission: Submission, world: World) -> list[Touch]:
    """One row stands there twice."""
    entry = pick(submission, world, positions(submission, world))
    if entry is None:
        return []
    rows = submission.tables["REALISASI"]
    row = rows_of_cycle(submission, entry)[0]
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
    row = rows_of(submission, "INDIKATOR", entry)[0]
    row["kode_pilar"] = free[0]
    return [Touch("INDIKATOR", "kode_pilar", f"{free[0]} hanya diisi keluaran", row)]


def wrong_version(submission: Submission, world: World) -> list[Touch]:
    """The first file is in an old template; the second, right one follows two days later."""
    earlier = copy.deepcopy(submission)
    earlier.cover["versi_template"] = "0.9"
    resend(submission, after_days=2)
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
    entry = pick(submission, world, positions(submission, world))
    if entry is None:
        return []
    earlier = copy.deepcopy(submission)
    scale(rows_of_cycle(earlier, entry)[0], entry, factor=0.97)
    explain(earlier, world, entry)
    explain(submission, world, entry)
    resend(submission, after_days=3)
    row = rows_of_cycle(submission, entry)[0]
    row["alasan_revisi"] = "Angka sementara diganti hasil verifikasi lapangan bersama kecamatan."
    text = f"Angka sementara; diganti pada {submission.file_name} dengan alasan_revisi"
    touched = rows_of_cycle(earlier, entry)[0]
    return [Touch("REALISASI", "realisasi", text, touched, earlier)]


def text_number(submission: Submission, world: World) -> list[Touch]:
    """Numbers typed as text: one that can be read two ways, one in words."""
    touches = []
    for text in ("1.234", "dua puluh"):
        candidates = positions(submission, world)
        free = [e for e in candidates if e.id not in submission.touched]
        plain = [e for e in free if not e.measure.has_ratio]
        entry = pick(submission, world, plain or free)
        if entry is not None:
            row = rows_of_cycle(submission, entry)[0]
            row["realisasi"] = text
            touches.append(Touch("REALISASI", "realisasi", f"Teks '{text}' di kolom angka", row))
    return touches


def unconfirmed_zero(submission: Submission, world: World) -> list[Touch]:
    """A zero without word whether it is a true zero."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["realisasi"] = 0
    if entry.measure.has_ratio:
        row["pembilang"] = 0
    explain(submission, world, entry)
    return [Touch("REALISASI", "realisasi", "Nol dengan status TERSEDIA", row)]


def no_denominator(submission: Submission, world: World) -> list[Touch]:
    """A percentage without what it is a percentage of."""
    percent = [
        e for e in positions(submission, world) if e.measure.satuan == "persen" and not e.shared
    ]
    entry = pick(submission, world, percent)
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row["penyebut"] = None
    return [Touch("REALISASI", "penyebut", "Persentase tanpa penyebut", row)]


def no_obstacle(submission: Submission, world: World) -> list[Touch]:
    """A missed target, and silence about it."""
    period = submission.cycle.period
    rows = submission.tables["HAMBATAN_TL"]
    explained = {row["id_indikator"] for row in rows if row["periode"] == period}
    missed = [e for e in outcomes(submission, world) if e.id in explained and not e.shared]
    entry = pick(submission, world, missed)
    if entry is None:
        return []
    rows[:] = [r for r in rows if (r["id_indikator"], r["periode"]) != (entry.id, period)]
    row = rows_of_cycle(submission, entry)[0]
    return [Touch("REALISASI", "realisasi", "Target meleset tanpa baris HAMBATAN_TL", row)]


def not_measured(submission: Submission, world: World) -> list[Touch]:
    """An honest gap: the indicator was not measured. It breaks no rule but is not coverage."""
    entry = pick(submission, world, [e for e in positions(submission, world) if not e.shared])
    if entry is None:
        return []
    row = rows_of_cycle(submission, entry)[0]
    row |= {
        "realisasi": None,
        "pembilang": None,
        "penyebut": None,
        "status_data": "TIDAK_DIUKUR",
        "perubahan_dirasakan": None,
        "jumlah_penerima_manfaat": None,
    }
    return [Touch("REALISASI", "status_data", "Jujur: periode ini tidak diukur", row)]


_PHONE = "0812-0000-0000"


def not_signed(submission: Submission, world: World) -> list[Touch]:
    """Nobody signed the report."""
    submission.cover["disahkan_oleh"] = None
    return [Touch("SAMPUL", "disahkan_oleh", "Kolom pengesah dibiarkan kosong")]


def two_leaders(submission: Submission, world: World) -> list[Touch]:
    """A contributor calls itself the leader too."""
    row = _partner(submission)
    if row is None:
        return []
    row["peran"] = "PEMIMPIN"
    own = submission.tables["KOLABORASI"][0]
    return [Touch("KOLABORASI", "peran", "Dua OPD tertulis sebagai pemimpin", own)]


def odd_shares(submission: Submission, world: World) -> list[Touch]:
    """The shares of the partners make no whole."""
    row = _partner(submission)
    if row is None:
        return []
    row["kontribusi_pct"] = 10
    own = submission.tables["KOLABORASI"][0]
    return [Touch("KOLABORASI", "kontribusi_pct", "Kontribusi berjumlah 90 persen", own)]


def gift_without_value(submission: Submission, world: World) -> list[Touch]:
    """Money or goods of residents without their value."""
    row = _valued_gift(submission)
    if row is None:
        return []
    row["nilai_rupiah"] = None
    return [Touch("SWADAYA", "nilai_rupiah", "Swadaya bernilai tanpa nilai rupiah", row)]


def gift_in_budget(submission: Submission, world: World) -> list[Touch]:
    """The same money stands in the budget too, for the same indicator."""
    row = _valued_gift(submission)
    budget = submission.tables["ANGGARAN"]
    if row is None or not budget:
        return []
    budget.append(
        budget[0]
        | {
            "pagu": row["nilai_rupiah"],
            "realisasi_anggaran": row["nilai_rupiah"],
            "id_indikator": row["id_indikator"],
        }
    )
    return [Touch("SWADAYA", "nilai_rupiah", "Uang yang sama tertulis di ANGGARAN", row)]


def personal_data(submission: Submission, world: World) -> list[Touch]:
    """A mobile number, invented and not assignable, in a text that residents read."""
    rows = submission.tables["HAMBATAN_TL"]
    if not rows:
        return []
    rows[0]["rencana_tindak_lanjut"] += f" Hubungi {_PHONE}."
    return [Touch("HAMBATAN_TL", "rencana_tindak_lanjut", "Nomor telepon dalam rencana", rows[0])]


def _partner(submission: Submission) -> Row | None:
    rows = submission.tables["KOLABORASI"]
    return next((row for row in rows if row["peran"] == "KONTRIBUTOR"), rows[-1] if rows else None)


def _valued_gift(submission: Submission) -> Row | None:
    return next((r for r in submission.tables["SWADAYA"] if r["nilai_rupiah"] is not None), None)
