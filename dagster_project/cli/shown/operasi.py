"""What `sae pengingat` and `sae rawat` show: who has to do what, what was cleaned up.

Belongs here: Indonesian sentences and columns for reminders, deliveries and maintenance.
Stays out: who is reminded (`sae.tell`), what goes (`sae.care.upkeep`, `run_history`).
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dagster_project.sae.care.upkeep import FolderSize, Removal
    from dagster_project.sae.tell.alerts import Reminded
    from dagster_project.sae.tell.reminders import Reminder, ReminderList
    from dagster_project.sae.tell.webhook import Delivery

_WIDTH_OF_A_LOG = 130


def print_reminders(told: Reminded) -> None:
    """The list in two tables, where its CSV lies, and what became of the message."""
    listed = told.listed
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_LOG)
    console.print(_heading(listed), highlight=False)
    if listed.silent:
        console.print(_silent_table(listed))
    if listed.to_mend:
        console.print(_mend_table(listed))
    if not listed.entries:
        console.print("Tidak ada yang perlu diingatkan.")
    if not listed.is_complete:
        console.print("Berkas yang perlu diperbaiki belum diketahui: jalankan dulu sae run.")
    console.print(f"Daftar ini: {told.file}", highlight=False)
    if told.delivery is not None:
        print_delivery(told.delivery)


def print_delivery(delivery: Delivery | None) -> None:
    """What became of an alert, on standard error; nothing when none was to be sent."""
    if delivery is None or (not delivery.is_sent and not delivery.problem):
        return
    console = Console(stderr=True)
    if delivery.is_sent:
        console.print("Kabar terkirim ke SAE_WEBHOOK.", highlight=False)
    else:
        console.print(
            f"PERINGATAN: kabar tidak terkirim ({delivery.problem}, dicoba {delivery.attempts} "
            "kali); hasil jalan tidak terpengaruh.",
            highlight=False,
            markup=False,
        )


def print_upkeep(
    removals: Iterable[Removal], sizes: Iterable[FolderSize], *, is_trial: bool
) -> None:
    """What went or would go, and how large the folders are now."""
    console = Console(width=None if sys.stdout.isatty() else _WIDTH_OF_A_LOG)
    title = "Akan dihapus (percobaan, tidak ada yang dihapus)" if is_trial else "Dihapus"
    table = Table(title=title, title_justify="left")
    for name in ("Apa", "Banyaknya", "Ukuran", "Kendala"):
        table.add_column(
            name, overflow="fold", justify="left" if name in "Apa Kendala" else "right"
        )
    for removal in removals:
        table.add_row(
            removal.kind, str(removal.count), _bytes(removal.size), escape(removal.problem)
        )
    console.print(table)
    table = Table(title="Keadaan sekarang", title_justify="left")
    for name in ("Folder", "Berkas", "Ukuran"):
        table.add_column(name, justify="left" if name == "Folder" else "right")
    for folder in sizes:
        table.add_row(folder.name, str(folder.files), _bytes(folder.size))
    console.print(table)


def _bytes(size: int) -> str:
    """Bytes as people read them, with a decimal comma."""
    return f"{size / 1_048_576:.1f} MiB".replace(".", ",")


def _heading(listed: ReminderList) -> str:
    cycle = listed.cycle
    return (
        f"{cycle.id} per {listed.today}: tenggat {cycle.deadline} ({_left(listed.days_left)}), "
        f"batas data {cycle.cutoff}. Diharapkan {listed.expected} OPD, belum mengirim "
        f"{len(listed.silent)}, perlu perbaikan {len(listed.to_mend)} berkas."
    )


def _silent_table(listed: ReminderList) -> Table:
    table = Table(title="Belum mengirim", title_justify="left")
    for name in ("Kode", "OPD", "Batas", "Sisa"):
        table.add_column(name, overflow="fold")
    for entry in listed.silent:
        table.add_row(entry.kode_opd, escape(entry.nama_opd), str(entry.batas), _left_of(entry))
    return table


def _mend_table(listed: ReminderList) -> Table:
    table = Table(title="Perlu perbaikan", title_justify="left")
    for name in ("OPD", "Berkas", "Berkas perbaikan (di kembali/)", "Temuan", "Aturan", "Sisa"):
        table.add_column(name, overflow="fold")
    for entry in listed.to_mend:
        table.add_row(
            escape(entry.nama_opd or entry.kode_opd or "tidak dikenal"),
            escape(entry.berkas),
            escape(entry.berkas_perbaikan or "–"),
            str(entry.jumlah_temuan),
            entry.aturan,
            _left_of(entry),
        )
    return table


def _left_of(entry: Reminder) -> str:
    return _left(entry.sisa_hari)


def _left(days: int) -> str:
    """Days until a date in words."""
    if days == 0:
        return "hari ini"
    return f"{days} hari lagi" if days > 0 else f"lewat {-days} hari"
