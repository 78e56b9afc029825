"""Sins on the cover and on the sheets beside the figures: sign-off, partners, gifts, private data.

Belongs here: one function for one sin, each says which cell it touched.
Stays out: sins on figures (`sin_acts`), on what is said about them (`sin_acts_honesty`).
"""

from __future__ import annotations

from dagster_project.sae.sample.sin_rows import Touch
from dagster_project.sae.sample.submission import Row, Submission
from dagster_project.sae.sample.world import World

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
