"""What `sae rilis` shows: tables on the terminal, CSV and JSON for other tools.

Belongs here: Indonesian sentences and columns for kept releases and their differences.
Stays out: finding anything out (`sae.release`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import (
    beside,
    panel,
    plain,
    screen,
    table,
)
from dagster_project.cli.shown.say import bytes_for_programs, for_programs
from dagster_project.sae.release import notes, wording
from dagster_project.sae.release.changes import CAUSES, KINDS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from dagster_project.sae.build.approval import Approval
    from dagster_project.sae.release.changes import Change, Comparison
    from dagster_project.sae.release.manifest import Fault
    from dagster_project.sae.release.pin_log import PinEntry
    from dagster_project.sae.release.retention import Frozen
    from dagster_project.sae.release.shelf import DamagedReleaseError, LetGo, ShelfRow

SHOWN_ROWS = 30
HISTORY_SHOWN = 5
_WIDTH_OF_A_LOG = 140

_FAULTS = {
    "unreadable": "tidak dapat dibaca",
    "other": "manifes di dalamnya milik rilis lain",
    "missing": "hilang",
    "foreign": "bukan bagian rilis",
    "size": "ukurannya berubah",
    "changed": "isinya berubah, sidik jarinya lain",
    "sums_missing": "hilang atau tidak dapat dibaca",
    "sums": "berubah, keduanya tidak cocok",
    "thawed": "bukan yang dibekukan",
}


def print_shelf(rows: Iterable[ShelfRow], *, keep: int, history: Sequence[PinEntry] = ()) -> None:
    """All kept releases in one table, and when and why readers were taken back to one of them."""
    rows = list(rows)
    made = table(
        ("Rilis", "Siklus", "Masukan terakhir", "Ditulis", "Berkas", "Keterangan"),
        title="Rilis tersimpan, yang ditulis terakhir lebih dulu",
        right=("Berkas",),
    )
    made.columns[0].no_wrap = True  # an id is copied whole
    for row in rows:
        kept = row.release
        made.add_row(
            kept.id,
            kept.id_siklus or "–",
            f"{kept.dibuat_pada:%Y-%m-%d %H:%M}" if kept.dibuat_pada else "–",
            f"{kept.ditulis_pada:%Y-%m-%d %H:%M}" if kept.ditulis_pada else "–",
            "–" if kept.jumlah_berkas is None else str(kept.jumlah_berkas),
            ", ".join(_marks(row)),
        )
    console = _console()
    if not rows:
        console.print("Belum ada rilis yang tersimpan. Buat dengan: sae run")
        return
    console.print(made)
    console.print(
        f"Disimpan {keep} rilis terakhir (SAE_SIMPAN_RILIS); yang dilayankan, yang beku, dan "
        "baseline tahun pertama tidak pernah dihapus.",
    )
    for entry in history[-HISTORY_SHOWN:]:
        former = f", sebelumnya {entry.sebelumnya}" if entry.sebelumnya else ""
        console.print(
            f"{entry.pada:%Y-%m-%d %H:%M} {entry.tindakan} {entry.id_rilis}{former}: {entry.alasan}"
        )


def print_comparison(comparison: Comparison, *, is_complete: bool) -> None:
    """KPI by KPI, what moved most first."""
    console = _console()
    former, later = comparison.former, comparison.later
    console.print(f"Dari {former.id} ({former.cycle})\nke   {later.id} ({later.cycle})")
    counts = {kind: sum(c.kind == kind for c in comparison.changes) for kind in KINDS}
    console.print(
        "KPI: " + ", ".join(f"{kind.lower()} {count}" for kind, count in counts.items()),
    )
    if comparison.changes:
        shown = comparison.changes if is_complete else comparison.changes[:SHOWN_ROWS]
        console.print(_changes_table(shown))
        hidden = len(comparison.changes) - len(shown)
        if hidden:
            console.print(f"{hidden} lainnya: tambahkan --semua, atau --csv untuk satu baris per "
                          "angka.")  # fmt: skip
        for cause, count in notes.cause_counts(comparison.changes).items():
            console.print(f"  {cause:<16}{count:>6}  {CAUSES[cause]}")
    for rule in comparison.rules:
        console.print(f"  {rule.table} {notes.key_text(rule)}: {rule.kind.lower()}")
    for line in comparison.structure:
        console.print(f"  {line}")


def write_csv(comparison: Comparison) -> None:
    """One line per value that changed, as in perubahan.csv."""
    rows = notes.change_rows(comparison.changes)
    content = wording.csv_bytes(notes.COLUMNS, ([row[c] for c in notes.COLUMNS] for row in rows))
    bytes_for_programs(content)


def write_json(comparison: Comparison) -> None:
    """The same as JSON, with both sides and the count of each cause."""
    content = {
        "dari": {"id_rilis": comparison.former.id, "id_siklus": comparison.former.cycle}
        | dict(comparison.former.versions),
        "ke": {"id_rilis": comparison.later.id, "id_siklus": comparison.later.cycle}
        | dict(comparison.later.versions),
        "sebab": notes.cause_counts(comparison.changes),
        "perubahan": list(notes.change_rows(comparison.changes)),
        "aturan_dan_rumus": list(notes.change_rows(comparison.rules)),
        "susunan": list(comparison.structure),
    }
    for_programs(json.dumps(content, indent=1, ensure_ascii=False))


def print_verified(faults: Mapping[str, list[Fault]]) -> None:
    """Whether each release is whole, and what is wrong with those that are not."""
    console = _console()
    for release_id, found in faults.items():
        word = plain("RUSAK", style="red") if found else plain("utuh", style="green")
        console.print(word, release_id, sep="  ")
        for fault in found:
            console.print(f"       {_sentence(fault)}")
    if not faults:
        console.print("Belum ada rilis yang tersimpan.")


def print_gone_back(release_id: str, *, before: str | None) -> None:
    """Which release is served now, and what the next run will do."""
    text = f"{release_id} kini dilayankan, dan disematkan."
    if before and before != release_id:
        text += f"\nSebelumnya {before}; rilis itu tetap tersimpan."
    text += (
        "\nJalan berikutnya tetap menghitung dan menyimpan rilis baru, tetapi pembaca tetap "
        "melihat yang ini sampai: sae rilis lepas"
    )
    _console().print(panel(text, colour="green"))


def print_let_go(gone: LetGo) -> None:
    """What the pin was, and what readers see now."""
    if gone.pin is None:
        text = "Tidak ada sematan."
    else:
        text = f"{gone.pin.id} dilepas (disematkan sejak {gone.pin.since:%Y-%m-%d %H:%M})."
    text += f"\nPembaca melihat {gone.served or 'belum ada rilis'}."
    if gone.pin is not None and gone.served == gone.pin.id:
        text += " `sae run` berikutnya melayankan rilis dari masukan yang ada."
    _console().print(panel(text, colour="green"))


def print_approved(approval: Approval) -> None:
    """Which candidate was approved by whom, and what comes next."""
    text = (
        f"{approval.id_rilis} disetujui oleh {approval.disetujui_oleh} "
        f"({approval.disetujui_pada:%Y-%m-%d %H:%M}).\n"
        f"Terbitkan dengan `sae run --siklus {approval.id_siklus}`; bila masukan atau aturan "
        "berubah, calonnya lain dan perlu disetujui lagi."
    )
    _console().print(panel(text, colour="green"))


def print_frozen(frozen: Frozen) -> None:
    """Since when a release is frozen, and why."""
    _console().print(
        f"{frozen.id} beku sejak {frozen.frozen_at:%Y-%m-%d %H:%M}: {frozen.reason}",
    )


def print_refused(error: DamagedReleaseError) -> None:
    """Why a damaged release is not used."""
    lines = [f"{error.release_id} tidak utuh, jadi tidak dipakai. Yang dilayankan tidak berubah."]
    lines += [f"  {_sentence(fault)}" for fault in error.faults]
    beside().print(panel("\n".join(lines), title="DITOLAK", colour="red"))


def _changes_table(changes: Iterable[Change]) -> Table:
    made = table(
        ("KPI", "Ukuran", "Lama", "Baru", "Selisih", "Sebab"),
        title="Yang bergerak paling jauh lebih dulu",
        right=("Lama", "Baru", "Selisih"),
    )
    for change in changes:
        value = notes.leading(change)
        name = change.labels.get("nama") or change.table
        cause = f"{change.kind} {' '.join(change.causes)}\n"
        made.add_row(
            plain(f"{name}\n") + plain(_place(change), style="dim"),
            value.column,
            wording.shown(value.old),
            wording.shown(value.new),
            wording.points(value.difference),
            plain(cause) + plain(change.why, style="dim"),
        )
    return made


def _place(change: Change) -> str:
    return " ".join([change.table, *(str(part) for part in change.key.values() if part != "")])


def _marks(row: ShelfRow) -> list[str]:
    pinned = f"DISEMATKAN ({row.pin.reason})" if row.pin else ""
    marks = {
        "DILAYANKAN": row.release.is_served,
        "BEKU": row.is_frozen,
        "BASELINE": row.is_baseline,
        pinned: row.is_pinned,
        "MANIFES TIDAK TERBACA": row.release.problem is not None,
    }
    return [mark for mark, holds in marks.items() if holds]


def _sentence(fault: Fault) -> str:
    detail = f" ({fault.detail})" if fault.detail and fault.kind != "size" else ""
    return f"{fault.file}: {_FAULTS[fault.kind]}{detail}"


def _console() -> Console:
    return screen(width_of_a_log=_WIDTH_OF_A_LOG)
