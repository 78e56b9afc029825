"""What `sae run` shows when it ends: one page, and where the rest is.

Belongs here: the page of `sae run`: what needs a person first, then figures, then where to look.
Stays out: any number that `sae.run` does not hold, any decision, the whole account (`run.record`),
progress while it works (`progress`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.cli.shown.pages import print_pages
from dagster_project.cli.shown.plain import PlainConsole, grid, panel, plain, screen, table
from dagster_project.sae.installation.words import number, printable, why

if TYPE_CHECKING:
    from dagster_project.sae.answer.returns import Returned
    from dagster_project.sae.build.scope import Scope
    from dagster_project.sae.installation.settings import Settings
    from dagster_project.sae.run.attention import Need
    from dagster_project.sae.run.summary import Summary
    from dagster_project.sae.tell.outcome import Outcome

NEED_LINES = 5
"""Lines of one kind that the screen shows; the file has them all."""
FORMS_SHOWN = 3
_LINE_SHOWN = 300

SHORT_NAMES = {
    "ingest": "terima",
    "stage": "susun",
    "check": "periksa",
    "mart": "hitung",
    "sound": "periksa isi",
    "mend": "betulkan",
    "net": "bandingkan",
    "return": "kembalikan",
    "gate": "putuskan",
    "publish": "terbitkan",
}


def print_outcome(settings: Settings, outcome: Outcome) -> None:
    """The page at the end of a run; the whole account goes to its file."""
    from dagster_project.sae.run.attention import needs
    from dagster_project.sae.run.record import write_record
    from dagster_project.sae.run.summary import read_summary

    console, scope = screen(), outcome.scope
    # Without a new build the warehouse tells what was told before.
    summary = read_summary(settings, scope) if scope and outcome.returned else None
    held = outcome.decision.alasan if outcome.decision and outcome.status == "tahan" else ""
    not_written = outcome.returned.problems if outcome.returned else ()
    wanted = needs(
        summary, outcome.intake.left, lost=outcome.lost, held=held, not_written=not_written
    )
    headline, colour = _headline(settings, outcome)
    if summary is not None and scope is not None:
        _print_heading(console, summary, scope, outcome, today=settings.now().date())
    _print_needs(console, wanted)
    if summary is not None and outcome.status != "tetap":
        _print_pillars(console, summary)
        _print_counts(console, summary)
        _print_forms(console, summary)
    console.print(panel(headline, colour=colour))
    if summary is not None or wanted:
        try:
            file = write_record(
                settings,
                summary,
                scope=scope,
                headline=headline,
                wanted=wanted,
            )
            console.print(plain(f"Semuanya: {_short(file)}"), soft_wrap=True)
        except OSError as error:  # the run is done, and its release serves
            console.print(f"PERINGATAN: ringkasan tidak dapat ditulis ({why(error)}).")
    if outcome.returned is not None:
        _print_returned(console, settings, outcome.returned)
        _print_end(console, settings, outcome)


def _print_heading(
    console: PlainConsole, summary: Summary, scope: Scope, outcome: Outcome, *, today: date
) -> None:
    if summary.label_data:
        console.print(panel(summary.label_data, colour="yellow"))
    from dagster_project.sae.run import record

    table = grid()
    table.add_row("Siklus", record.cycle_said(summary, scope))
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
        f"dilihat {number(outcome.intake.seen)}, baru {number(outcome.intake.new)}, dalam rilis "
        f"{record.files_said(summary, scope)}",
    )
    table.add_row("OPD", record.agencies_said(summary))
    table.add_row("Baris indikator", record.rows_said(summary))
    console.print(table)


def _print_needs(console: PlainConsole, wanted: tuple[Need, ...]) -> None:
    if not wanted:
        return
    console.print()
    console.print(plain("Perlu perhatian", style="bold yellow"))
    for need in wanted:
        console.print(plain(f"{need.title}:", style="bold"))
        lines = grid()
        for line in need.lines[:NEED_LINES]:
            lines.add_row(" -", printable(line, limit=_LINE_SHOWN))
        if (hidden := len(need.lines) - NEED_LINES) > 0:
            lines.add_row("", f"dan {number(hidden)} lainnya")
        console.print(lines)
    console.print()


def _print_pillars(console: PlainConsole, summary: Summary) -> None:
    figures = ("Skor", "Skor ketat", "Cakupan %", "Indikator")
    made = table(
        ("Pilar", *figures, "Mengapa tanpa skor"),
        title=f"Pilar SAE, {summary.period_label}",
        right=figures,
    )
    for pillar in summary.pillars:
        made.add_row(
            pillar.name,
            number(pillar.score, 2),
            number(pillar.strict_score, 2),
            number(pillar.coverage, 2),
            number(pillar.indicators),
            pillar.reason or "",
        )
    console.print(made)


def _print_counts(console: PlainConsole, summary: Summary) -> None:
    from dagster_project.sae.answer.remarks import SEVERITY_WORDS

    counts = [
        f"{severity} {number(count)} ({meaning})"
        for severity, meaning in SEVERITY_WORDS.items()
        if (count := sum(one.count for one in summary.findings if one.severity == severity))
    ]
    if counts:
        console.print(f"Temuan: {', '.join(counts)}.")
    causes = [line.message for line in summary.net if not line.is_holding]
    for message in causes:
        console.print(f"Dibanding rilis yang dilayankan: {message}")


def _print_forms(console: PlainConsole, summary: Summary) -> None:
    from dagster_project.sae.run.record import form_lines

    for form in summary.forms[:FORMS_SHOWN]:
        console.print()
        for line in form_lines(form):
            console.print(line)
    if (hidden := len(summary.forms) - FORMS_SHOWN) > 0:
        console.print(f"dan {number(hidden)} formulir resmi lainnya")


def _headline(settings: Settings, outcome: Outcome) -> tuple[str, str]:
    """How the run ended, in a few lines, and the colour for it."""
    scope = outcome.scope
    if scope is None:
        return _nothing(settings, outcome)
    serving = _short(settings.serving / "sae.duckdb")
    colour = "green"
    if outcome.status == "tahan":
        former = f"Rilis {outcome.served} tetap melayani." if outcome.served else "Belum ada rilis."
        text, colour = f"DITAHAN gerbang, sebabnya di atas.\n{former}", "red"
    elif outcome.status == "tetap":
        seen, new = number(outcome.intake.seen), number(outcome.intake.new)
        text = (
            f"Tidak ada masukan baru untuk {scope.id_siklus} (kotak masuk: dilihat {seen}, baru "
            f"{new}).\nRilis {outcome.served} tetap melayani dari {serving}"
        )
    elif outcome.status == "semat":
        text = f"TERSIMPAN, BELUM DILAYANKAN: {scope.id_rilis}"
    else:
        text = (
            f"TERBIT {outcome.served}\n"
            f"Basis data  {serving} (hanya baca)\n"
            f"Parquet     {_short(settings.serving / 'parquet')}\n"
            f"Folder      {_short(settings.releases / scope.id_rilis)}"
        )
    more = "".join(f"\n{line}" for line in _after(outcome))
    return text + more, "yellow" if outcome.pin is not None and colour == "green" else colour


def _nothing(settings: Settings, outcome: Outcome) -> tuple[str, str]:
    """What is said when nothing was ever received."""
    if outcome.status == "tak_terbaca":
        return (
            f"Belum ada laporan yang dapat dibaca: di kotak masuk {settings.shown_inbox} ada "
            f"{number(outcome.intake.seen)}, tidak satu pun terambil. Tidak ada yang dibangun."
        ), "red"
    return (
        f"Kotak masuk {settings.shown_inbox} kosong dan arsip belum berisi laporan: tidak ada yang "
        "dikerjakan.\nTaruh berkas laporan di folder itu, atau tulis contoh dengan: "
        "sae contoh --ke FOLDER"
    ), "yellow"


def _after(outcome: Outcome) -> Iterator[str]:
    """What else has to be said about the releases."""
    if outcome.pin is not None:
        pin = outcome.pin
        yield (
            f"DISEMATKAN: pembaca melihat {pin.id} sejak {pin.since:%Y-%m-%d %H:%M} ({pin.reason})."
        )
        yield "Lepaskan dengan: sae rilis lepas"
    if outcome.differing:
        tables = ", ".join(outcome.differing)
        yield f"PERINGATAN: angka berbeda dari rilis tersimpan dengan id yang sama: {tables}"
    if outcome.retention and outcome.retention.removed:
        yield f"Rilis lama dihapus: {', '.join(outcome.retention.removed)}"
    if outcome.retention and outcome.retention.problem:
        yield f"PERINGATAN: rilis lama tidak dihapus: {outcome.retention.problem}"


def _print_returned(console: PlainConsole, settings: Settings, returned: Returned) -> None:
    late = f", {number(returned.late)} menyusul pada jalan berikutnya" if returned.late else ""
    console.print(
        f"Berkas perbaikan untuk OPD: {number(returned.written)} di "
        f"{_short(settings.returns)}{late}"
    )


def _print_end(console: PlainConsole, settings: Settings, outcome: Outcome) -> None:
    times = ", ".join(
        f"{SHORT_NAMES.get(name, name)} {number(value, 1)}"
        for name, value in outcome.seconds.items()
    )
    console.print(f"Waktu (detik): {times}")
    print_pages(console, settings)


def _short(path: Path) -> str:
    """Relative to the working directory where that is shorter to read."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
