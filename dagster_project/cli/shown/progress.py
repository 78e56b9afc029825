"""What is shown while a run works: its steps, the files it reads, who it waits for.

Belongs here: a bar on a terminal, a line at intervals in a log.
Stays out: how the run ended (`run`), the steps themselves (`sae.run`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from dagster_project.cli.shown.plain import PlainConsole, beside
from dagster_project.sae.installation.words import number, printable

LOG_EVERY_SECONDS = 5.0

STEP_NAMES = {
    "ingest": "Menerima dan membaca laporan",
    "stage": "Menyusun tabel bertipe dan menghitung nilai",
    "check": "Memeriksa: bolehkah baris ini dihitung?",
    "mart": "Menghitung KPI per pilar dan menimbang putusan",
    "sound": "Memeriksa isi folder kerja, byte demi byte",
    "mend": "Gudang kerja rusak: mencari yang rusak, lalu membangunnya lagi dari arsip",
    "net": "Membandingkan dengan rilis yang dilayankan",
    "return": "Menulis berkas perbaikan untuk OPD",
    "gate": "Membaca putusan gerbang",
    "publish": "Menerbitkan rilis",
}


class Display:
    """Shows steps and file counts: a bar on a terminal, a line at intervals in a log."""

    def __init__(self, console: PlainConsole) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._task = None
        self._last_line = 0.0

    def step(self, name: str) -> None:
        """Announce a step of the run."""
        self.close()
        self._console.print(f"· {STEP_NAMES.get(name, name)}")

    def progress(self, done: int, total: int, name: str) -> None:
        """Show how many files are read."""
        if not self._console.is_terminal:
            if monotonic() - self._last_line >= LOG_EVERY_SECONDS or done == total:
                self._last_line = monotonic()
                self._console.print(f"  {number(done)}/{number(total)} berkas")
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn("  {task.description}", markup=False),
                BarColumn(),
                MofNCompleteColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("berkas", total=total)
        self._bar.update(
            self._task, completed=done, total=total, description=printable(name, limit=40)
        )

    def waiting(self, holder: str) -> None:
        """Say who holds the lane."""
        self._console.print(f"  menunggu giliran: {holder}")

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


@contextmanager
def run_display() -> Iterator[Display]:
    """A display for one run, on standard error so that standard output stays the summary."""
    display = Display(beside())
    try:
        yield display
    finally:
        display.close()
