"""What the command line shows: progress while a run works, one page when it ends.

Belongs here: rich tables and Indonesian sentences for the terminal.
Stays out: any number that `sae.run.summary` does not hold, any decision.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from dagster_project.cli.shown.pages import print_pages
from dagster_project.cli.shown.waits import print_waiting

if TYPE_CHECKING:
    from dagster_project.sae.answer.returns import Returned
    from dagster_project.sae.installation.errors import SaeError
    from dagster_project.sae.installation.settings import Settings
    from dagster_project.sae.run.summary import Summary
    from dagster_project.sae.tell.outcome import Outcome

LOG_EVERY_SECONDS = 5.0

STEP_NAMES = {
    "ingest": "Menerima dan membaca laporan",
    "stage": "Menyusun tabel bertipe dan menghitung nilai",
    "check": "Memeriksa: bolehkah baris ini dihitung?",
    "mart": "Menghitung KPI per pilar dan menimbang putusan",
    "mend": "Gudang kerja rusak: mencari yang rusak, lalu membangunnya lagi dari arsip",
    "net": "Membandingkan dengan rilis yang dilayankan",
    "return": "Menulis berkas perbaikan untuk OPD",
    "gate": "Membaca putusan gerbang",
    "publish": "Menerbitkan rilis",
}


class Display:
    """Shows steps and file counts: a bar on a terminal, a line at intervals in a log."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._task = None
        self._last_line = 0.0

    def step(self, name: str) -> None:
        """Announce a step of the run."""
        self.close()
        self._console.print(f"· {STEP_NAMES.get(name, name)}", highlight=False)

    def progress(self, done: int, total: int, name: str) -> None:
        """Show how many files are read."""
        if not self._console.is_terminal:
            if monotonic() - self._last_line >= LOG_EVERY_SECONDS or done == total:
                self._last_line = monotonic()
                self._console.print(f"  {done}/{total} berkas", highlight=False)
            return
        if self._bar is None:
            self._bar = Progress(
                TextColumn("  {task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                console=self._console,
                transient=True,
            )
            self._bar.start()
            self._task = self._bar.add_task("berkas", total=total)
        self._bar.update(self._task, completed=done, total=total, description=name[:40])

    def waiting(self, holder: str) -> None:
        """Say who holds the lane."""
        self._console.print(f"  menunggu giliran: {holder}", highlight=False)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None


@contextmanager
def run_display() -> Iterator[Display]:
    """A display for one run, on standard error so that standard output stays the summary."""
    display = Display(Console(file=sys.stderr))
    try:
        yield display
    finally:
        display.close()


def print_error(error: SaeError) -> None:
    """One panel with what is wrong."""
    Console(stderr=True).print(
        Panel(Text(str(error)), title=type(error).__name__, border_style="red", expand=False)
    )


def print_outcome(settings: Settings, outcome: Outcome) -> None:
    """The page at the end of a run."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    if outcome.status == "kosong" or outcome.scope is None:
        console.print(
            f"Kotak masuk {settings.shown_inbox} kosong dan arsip belum berisi laporan: "
            "tidak ada yang dikerjakan.\nTaruh berkas laporan di folder itu, "
            "atau tulis contoh dengan: sae contoh --ke FOLDER",
            highlight=False,
        )
        return
    from dagster_project.sae.run.summary import read_summary

    summary = read_summary(settings, outcome.scope)
    _print_heading(console, summary, outcome, today=settings.now().date())
    _print_pillars(console, summary)
    _print_findings(console, summary)
    _print_forms(console, summary)
    print_waiting(console, summary)
    _print_end(console, settings, outcome)


def _print_heading(console: Console, summary: Summary, outcome: Outcome, *, today: date) -> None:
    scope, intake = outcome.scope, outcome.intake
    assert scope is not None  # noqa: S101 - print_outcome returned before otherwise
    if summary.label_data:
        console.print(Panel(summary.label_data, border_style="yellow", expand=False))
    table = Table.grid(padding=(0, 2))
    table.add_row(
        "Siklus",
        f"{scope.id_siklus} ({scope.tahun} {scope.periode}), data s.d. {scope.tanggal_batas}",
    )
    if scope.batas_terima > scope.tanggal_batas:
        table.add_row(
            "Edisi susulan", f"diterima s.d. {scope.batas_terima}: {scope.alasan_susulan}"
        )
    if today <= scope.batas_terima:
        table.add_row(
            "", f"sampai {scope.batas_terima} laporan masih masuk, angka masih dapat berubah"
        )
    table.add_row(
        "Berkas",
        f"dilihat {intake.seen}, baru {intake.new}, dalam rilis {scope.jumlah_berkas} "
        f"(diterima {summary.files_accepted}, ditolak {summary.files_rejected})",
    )
    table.add_row(
        "OPD",
        f"diharapkan {summary.agencies_expected}, melapor {summary.agencies_received}, "
        f"tepat waktu {summary.agencies_on_time}, ditahan {summary.agencies_held}",
    )
    table.add_row("Baris indikator", f"terbit {summary.rows_released}, ditahan {summary.rows_held}")
    console.print(table, highlight=False)


def _print_pillars(console: Console, summary: Summary) -> None:
    table = Table(title=f"Pilar SAE, {summary.period_label}", title_justify="left")
    for name, justify in (
        ("Pilar", "left"),
        ("Skor", "right"),
        ("Skor ketat", "right"),
        ("Cakupan %", "right"),
        ("Indikator", "right"),
        ("Mengapa tanpa skor", "left"),
    ):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for pillar in summary.pillars:
        table.add_row(
            pillar.name,
            _number(pillar.score),
            _number(pillar.strict_score),
            _number(pillar.coverage),
            str(pillar.indicators),
            pillar.reason or "",
        )
    console.print(table)


def _print_findings(console: Console, summary: Summary) -> None:
    if not summary.findings:
        return
    table = Table(title="Temuan (B menahan baris, K menahan OPD, P peringatan, I informasi)",
                  title_justify="left")  # fmt: skip
    for name in ("Aturan", "Tingkat", "Jumlah", "Contoh: berkas, sel", "Pesan"):
        table.add_column(name, overflow="fold")
    for finding in summary.findings:
        table.add_row(
            finding.rule, finding.severity, str(finding.count), finding.place, finding.message
        )
    console.print(table)


def _print_forms(console: Console, summary: Summary) -> None:
    for form in summary.forms:
        console.print(f"\nFormulir resmi {form.file} ({form.agency}, {form.year})", highlight=False)
        table = Table.grid(padding=(0, 2))
        table.add_row("  Sub kegiatan", str(form.leaves))
        table.add_row("  Anggaran", _rupiah(form.budget))
        table.add_row("  Realisasi", f"{_rupiah(form.realised)} ({_number(form.absorption)} %)")
        for quarter, amount in form.quarters:
            table.add_row(f"  {quarter}", _rupiah(amount))
        table.add_row(
            "  Indikator bertarget",
            f"{form.with_target}: tercapai {form.met}, tidak tercapai {len(form.missed)}",
        )
        if form.missed:
            rows = ", ".join(f"{row} ({_number(value)} %)" for row, value in form.missed)
            table.add_row("  Baris tidak tercapai", rows)
        table.add_row("  Target 0 / tanpa target", f"{form.target_zero} / {form.without_target}")
        console.print(table, highlight=False)
    for refused in summary.refused:
        console.print(f"Ditolak {refused.file}: {refused.reason}", highlight=False)


def _print_end(console: Console, settings: Settings, outcome: Outcome) -> None:
    scope = outcome.scope
    assert scope is not None  # noqa: S101 - print_outcome returned before otherwise
    serving = _short(settings.serving / "sae.duckdb")
    if outcome.status == "tahan":
        reason = outcome.decision.alasan if outcome.decision else ""
        former = f"Rilis {outcome.served} tetap melayani." if outcome.served else "Belum ada rilis."
        text, colour = f"DITAHAN gerbang: {reason}\n{former}", "red"
    elif outcome.status == "tetap":
        text = f"Tidak ada masukan baru: rilis {outcome.served} tetap melayani dari {serving}"
        colour = "green"
    else:
        text = (
            f"TERBIT {outcome.served}\n"
            f"Basis data  {serving} (hanya baca)\n"
            f"Parquet     {_short(settings.serving / 'parquet')}\n"
            f"Folder      {_short(settings.releases / scope.id_rilis)}"
        )
        colour = "green"
    if outcome.status == "semat":
        text = f"TERSIMPAN, BELUM DILAYANKAN: {scope.id_rilis}"
    if outcome.pin is not None:
        pin = outcome.pin
        colour = "yellow" if colour == "green" else colour
        text += (
            f"\nDISEMATKAN: pembaca melihat {pin.id} sejak {pin.since:%Y-%m-%d %H:%M} "
            f"({pin.reason}).\nLepaskan dengan: sae rilis lepas"
        )
    if outcome.differing:
        text += (
            "\nPERINGATAN: angka berbeda dari rilis tersimpan dengan id yang sama: "
            f"{', '.join(outcome.differing)}"
        )
    if outcome.retention and outcome.retention.removed:
        text += f"\nRilis lama dihapus: {', '.join(outcome.retention.removed)}"
    if outcome.retention and outcome.retention.problem:
        text += f"\nPERINGATAN: rilis lama tidak dihapus: {outcome.retention.problem}"
    console.print(Panel(text, border_style=colour, expand=False), highlight=False)
    if outcome.returned is not None:
        _print_returned(console, settings, outcome.returned)
    times = ", ".join(f"{name} {value:.1f}" for name, value in outcome.seconds.items())
    console.print(f"Waktu (detik): {times}", highlight=False)
    print_pages(console, settings)


def _print_returned(console: Console, settings: Settings, returned: Returned) -> None:
    late = f", {returned.late} menyusul pada jalan berikutnya" if returned.late else ""
    console.print(
        f"Berkas perbaikan untuk OPD: {returned.written} di {_short(settings.returns)}{late}",
        highlight=False,
    )
    for problem in returned.problems:
        console.print(f"  tidak dapat ditulis: {problem}", markup=False, highlight=False)


def _number(value: float | None) -> str:
    """Indonesian notation with two decimals; a dash for what does not exist."""
    return "–" if value is None else f"{value:.2f}".replace(".", ",")


def _rupiah(value: float | None) -> str:
    """Rupiah with dots between thousands."""
    return "–" if value is None else "Rp " + f"{value:,.0f}".replace(",", ".")


def _short(path: Path) -> str:
    """Relative to the working directory where that is shorter to read."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
