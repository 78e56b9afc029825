"""What `sae pengingat` and `sae rawat` show: who has to do what, what was cleaned up.

Belongs here: Indonesian sentences and columns for reminders, deliveries and maintenance.
Stays out: who is reminded (`sae.tell`), what goes (`sae.care.upkeep`, `run_history`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dagster_project.cli.shown.plain import beside, screen, table
from dagster_project.sae.installation.words import mebibytes, number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.table import Table

    from dagster_project.sae.care.upkeep import FolderSize, Removal
    from dagster_project.sae.tell.alerts import Reminded
    from dagster_project.sae.tell.reminders import Reminder, ReminderList
    from dagster_project.sae.tell.webhook import Delivery

_WIDTH_OF_A_LOG = 130


def print_reminders(told: Reminded) -> None:
    """The list in two tables, where its CSV lies, and what became of the message."""
    listed = told.listed
    console = screen(width_of_a_log=_WIDTH_OF_A_LOG)
    console.print(_heading(listed))
    if listed.silent:
        console.print(_silent_table(listed))
    if listed.to_mend:
        console.print(_mend_table(listed))
    if not listed.entries:
        console.print("Tidak ada yang perlu diingatkan.")
    if not listed.is_complete:
        console.print("Berkas yang perlu diperbaiki belum diketahui: jalankan dulu sae run.")
    console.print(f"Daftar ini: {told.file}")
    if told.why_not:
        console.print(f"Tidak ada kabar yang dikirim: {told.why_not}.")
    if told.text and told.delivery is not None and told.delivery.is_sent:
        console.print(f"Dikirim ke kanal SAE_WEBHOOK:\n  {told.text}")
    if told.delivery is not None and not told.delivery.is_sent:
        print_delivery(told.delivery)


def print_delivery(delivery: Delivery | None) -> None:
    """What became of an alert, on standard error; nothing when none was to be sent."""
    if delivery is None or (not delivery.is_sent and not delivery.problem):
        return
    console = beside()
    if delivery.is_sent:
        console.print("Kabar terkirim ke SAE_WEBHOOK.")
    else:
        console.print(
            f"PERINGATAN: kabar tidak terkirim ({delivery.problem}, dicoba {delivery.attempts} "
            "kali); hasil jalan tidak terpengaruh.",
        )


def print_upkeep(
    removals: Iterable[Removal], sizes: Iterable[FolderSize], *, is_trial: bool
) -> None:
    """What went or would go, and how large the folders are now."""
    console = screen(width_of_a_log=_WIDTH_OF_A_LOG)
    title = "Akan dihapus (percobaan, tidak ada yang dihapus)" if is_trial else "Dihapus"
    gone = table(
        ("Apa", "Banyaknya", "Ukuran", "Kendala"), title=title, right=("Banyaknya", "Ukuran")
    )
    for removal in removals:
        gone.add_row(removal.kind, number(removal.count), mebibytes(removal.size), removal.problem)
    console.print(gone)
    left = table(
        ("Folder", "Berkas", "Ukuran"), title="Keadaan sekarang", right=("Berkas", "Ukuran")
    )
    for folder in sizes:
        left.add_row(folder.name, number(folder.files), mebibytes(folder.size))
    console.print(left)


def _heading(listed: ReminderList) -> str:
    cycle = listed.cycle
    return (
        f"{cycle.id} per {listed.today}: tenggat {cycle.deadline} ({_left(listed.days_left)}), "
        f"batas data {cycle.cutoff}. Diharapkan {listed.expected} OPD, belum mengirim "
        f"{len(listed.silent)}, perlu perbaikan {len(listed.to_mend)} berkas."
    )


def _silent_table(listed: ReminderList) -> Table:
    made = table(("Kode", "OPD", "Batas", "Sisa"), title="Belum mengirim")
    for entry in listed.silent:
        made.add_row(entry.kode_opd, entry.nama_opd, str(entry.batas), _left_of(entry))
    return made


def _mend_table(listed: ReminderList) -> Table:
    made = table(
        ("OPD", "Berkas", "Berkas perbaikan (di kembali/)", "Temuan", "Aturan", "Sisa"),
        title="Perlu perbaikan",
        right=("Temuan",),
    )
    for entry in listed.to_mend:
        made.add_row(
            entry.nama_opd or entry.kode_opd or "tidak dikenal",
            entry.berkas,
            entry.berkas_perbaikan or "–",
            number(entry.jumlah_temuan),
            entry.aturan,
            _left_of(entry),
        )
    return made


def _left_of(entry: Reminder) -> str:
    return _left(entry.sisa_hari)


def _left(days: int) -> str:
    """Days until a date in words."""
    if days == 0:
        return "hari ini"
    return f"{days} hari lagi" if days > 0 else f"lewat {-days} hari"
