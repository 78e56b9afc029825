"""Texts of people outside, through everything that is printed, logged or sent: they stay texts.

Rich reads `[/bold]` as the end of something bold and stops the command, makes a picture of `:100:`,
and hands an escape sequence to the terminal; chat servers and Markdown have markup of their own.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given

from dagster_project.cli import doctor as cli_doctor
from dagster_project.cli.shown import error as shown_error
from dagster_project.cli.shown import operasi, periksa, progress, rilis, rumus, run, telusur
from dagster_project.cli.shown.plain import PlainConsole, panel, screen, table
from dagster_project.cli.shown.say import say
from dagster_project.sae.answer.remarks import Answer, Remark
from dagster_project.sae.build.approval import Approval
from dagster_project.sae.care.doctor.signs import Sign, State
from dagster_project.sae.care.upkeep import FolderSize, Removal
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.notes import InboxNotes, keep_notes
from dagster_project.sae.readers.trace.behind import COUNTED
from dagster_project.sae.release.lost_scores import LostScore
from dagster_project.sae.run import record
from dagster_project.sae.run.attention import needs
from dagster_project.sae.run.summary import (
    FindingLine,
    FormReport,
    NetLine,
    PillarLine,
    RefusedFile,
    Summary,
    WaitingFile,
)
from dagster_project.sae.tell.alerts import Reminded
from dagster_project.sae.tell.reminders import SILENT, TO_MEND, Reminder, ReminderList
from dagster_project.sae.tell.webhook import Delivery
from tests.hostile import HOSTILE, STEERS, few

NOW = datetime(2026, 11, 28, 9, 30)


def summary_of(text: str) -> Summary:
    return Summary(
        label_data=text,
        period_label=text,
        **dict.fromkeys(
            (
                *("files_accepted", "files_rejected", "agencies_expected", "agencies_received"),
                *("agencies_on_time", "agencies_held", "rows_released", "rows_held"),
            ),
            1234,
        ),
        pillars=(PillarLine(text, None, None, 12.5, 8, text), PillarLine(text, 1, 1, 1, 1, None)),
        findings=tuple(FindingLine("STR-05", s, 1, f"{text} A1", text) for s in "KBPI"),
        forms=(
            FormReport(
                text, text, text, 1, 2.0, 3.0, None, ((text, 4.0),), 1, 1, ((3, 4.5),), 0, 0
            ),
        ),
        refused=(RefusedFile(text, text),),
        waiting=(WaitingFile(text, text),),
        net=(NetLine(True, text), NetLine(False, text)),
    )  # fmt: skip


def page_of_a_run(text: str, home: Path) -> None:
    """The page of `sae run` with that text wherever somebody outside has a word."""
    settings = Settings(home=home / "x", profile="probolinggo", inbox=home)
    notes = InboxNotes((text,), (text,), (text,))
    keep_notes(settings, notes)
    summary = summary_of(text)
    scope: Any = SimpleNamespace(
        id_siklus=text, tanggal_batas=date(2026, 11, 10), batas_terima=date(2026, 12, 31),
        alasan_susulan=text, jumlah_berkas=49, id_rilis="R-1",
    )  # fmt: skip
    lost = (LostScore(text, 91.2, "2026 TW2", text),)
    outcome: Any = SimpleNamespace(
        scope=scope, status="tahan", served=text, differing=(text,), lost=lost,
        intake=SimpleNamespace(seen=1, new=1),
        pin=SimpleNamespace(id=text, since=NOW, reason=text),
        retention=SimpleNamespace(removed=(text,), problem=text),
    )  # fmt: skip
    console = screen()
    wanted = needs(summary, notes, lost=lost, held=text, not_written=(text,))
    run._print_heading(console, summary, scope, outcome, today=date(2026, 11, 28))
    run._print_needs(console, wanted)
    run._print_pillars(console, summary)
    run._print_counts(console, summary)
    run._print_forms(console, summary)
    headline, colour = run._headline(settings, outcome)
    console.print(panel(headline, colour=colour))
    file = record.write_record(settings, summary, scope=scope, headline=text, wanted=wanted)
    print(file.read_text(encoding="utf-8"))  # it is opened with `less`, so it may steer no less


def reminders_of(text: str, home: Path) -> None:
    cycle = load_profile(Settings(home, "probolinggo", home).profile_dir).cycles[0]
    entries = tuple(
        Reminder(text, text, kind, text, NOW.date(), 3, text, text, 4, text)
        for kind in (SILENT, TO_MEND)
    )
    listed = ReminderList(cycle, NOW.date(), 54, entries, is_complete=True)
    sent = Delivery(is_sent=True, attempts=1)
    operasi.print_reminders(Reminded(listed, home / "x", sent, text=text, why_not=text))
    operasi.print_delivery(Delivery(is_sent=False, attempts=3, problem=text))


def answer_of(text: str) -> Answer:
    remark = Remark(
        rule="STR-05", severity="B", sheet="REALISASI", cell="A1", found=text, expected=text,
        message=text, remedy=text,
    )  # fmt: skip
    return Answer(
        file_name=text, sha256="0" * 64, agency=text, title=text, is_refused=False,
        remarks=(remark,), notes=(text,),
    )  # fmt: skip


def shelf_of(text: str) -> None:
    kept: Any = SimpleNamespace(
        id=text, id_siklus=text, dibuat_pada=NOW, ditulis_pada=NOW, jumlah_berkas=1,
        is_served=True, problem=text,
    )  # fmt: skip
    pin: Any = SimpleNamespace(id=text, since=NOW, reason=text)
    row: Any = SimpleNamespace(
        release=kept, is_frozen=True, is_baseline=True, is_pinned=True, pin=pin
    )
    entry: Any = SimpleNamespace(
        pada=NOW, tindakan=text, id_rilis=text, sebelumnya=text, alasan=text
    )
    rilis.print_shelf([row], keep=24, history=[entry])
    rilis.print_gone_back(text, before=f"{text}x")
    rilis.print_let_go(SimpleNamespace(pin=pin, served=text))  # type: ignore[arg-type]
    rilis.print_frozen(SimpleNamespace(id=text, frozen_at=NOW, reason=text))  # type: ignore[arg-type]
    fault: Any = SimpleNamespace(kind="changed", file=text, detail=text)
    rilis.print_verified({text: [fault], f"{text}y": []})
    rilis.print_refused(SimpleNamespace(release_id=text, faults=[fault]))  # type: ignore[arg-type]
    approval: Any = SimpleNamespace(
        id_rilis=text, disetujui_oleh=text, disetujui_pada=NOW, id_siklus=text
    )
    assert set(vars(approval)) <= set(Approval.__dataclass_fields__)
    rilis.print_approved(approval)


def upkeep_of(text: str) -> None:
    operasi.print_upkeep([Removal(text, 1, 2, text)], [FolderSize(text, 1, 2)], is_trial=True)


def formulas_of(text: str) -> None:
    formula: Any = SimpleNamespace(
        label=text, name=text, expression=text, valid_from=text, is_default=True
    )
    rumus.print_formulas([formula])
    row: Any = SimpleNamespace(
        id_indikator=text, tahun=2026, periode=text, target=1.0, realisasi=None, first=1.0,
        second=2.0, first_predicate=text, second_predicate=None,
    )  # fmt: skip
    rumus.print_comparison(
        SimpleNamespace(  # type: ignore[arg-type]
            first=formula, second=formula, release_id=text, figures=[row], differing=[row],
            changed_predicates=1,
        ),
        everything=True,
    )  # fmt: skip


def trace_of(text: str) -> None:
    trace: Any = SimpleNamespace(
        table=text, key=[(text, text)], release_id=text, label=text, figures=(), left_out=3,
        rows=[{text: text}], held=[{"alasan": text}],
        behind=[
            {
                **{"id_indikator": text, "tahun": 2026, "periode": text, "nama_indikator": text},
                **{"lembar": text, "sel": text, "peran": COUNTED},
            }
        ],
    )  # fmt: skip
    telusur.print_trace(trace)


def doctor_of(text: str) -> None:
    cli_doctor._print_table(tuple(Sign(text, state, text, text) for state in State))


def progress_of(text: str) -> None:
    display = progress.Display(PlainConsole(force_terminal=True, width=80, color_system=None))
    display.step(text)
    display.waiting(text)
    display.close()


def rest_of(text: str) -> None:
    say(text)
    say(text, is_error=True)
    shown_error.print_error(ReleaseError(text))
    made = table((text, "b"), title=text, right=(text,))
    made.add_row(text, text)
    screen().print(made, panel(text, title=text, colour="red"), text)
    periksa.print_answer(answer_of(text), None, problem=text)


PRINTED: dict[str, Callable[[str], None]] = {
    "upkeep": upkeep_of,
    "shelf": shelf_of,
    "formulas": formulas_of,
    "trace": trace_of,
    "doctor": doctor_of,
    "progress": progress_of,
    "rest": rest_of,
}


def caught(print_it: Callable[[], None]) -> str:
    """What was printed, on either stream."""
    screen_, beside_ = io.StringIO(), io.StringIO()
    with redirect_stdout(screen_), redirect_stderr(beside_):
        print_it()
    return screen_.getvalue() + beside_.getvalue()


@pytest.mark.parametrize("name", PRINTED)
@given(text=HOSTILE)
@example(text="[/bold]")
@few
def test_no_text_steers_the_terminal_or_stops_a_command(name: str, text: str) -> None:
    assert STEERS.findall(caught(lambda: PRINTED[name](text))) == []


@pytest.mark.parametrize("print_it", [page_of_a_run, reminders_of])
@given(text=HOSTILE)
@few
def test_nor_in_what_also_writes_files(
    print_it: Callable[[str, Path], None], text: str, tmp_path: Path
) -> None:
    assert STEERS.findall(caught(lambda: print_it(text, tmp_path))) == []


@pytest.mark.parametrize("text", ["[/bold]", "[red]x", ":100:", "{}%s", "[link=http://x]y[/link]"])
@pytest.mark.parametrize("name", PRINTED)
def test_markup_is_shown_as_it_stands(name: str, text: str) -> None:
    assert text in caught(lambda: PRINTED[name](text))


def test_the_page_of_a_run_shows_markup_as_it_stands(tmp_path: Path) -> None:
    shown = caught(lambda: page_of_a_run("[/bold]:100:", tmp_path))
    assert shown.count("[/bold]:100:") > 20


def test_a_settings_error_that_quotes_a_variable_is_no_markup(tmp_path: Path) -> None:
    settings = replace(Settings(tmp_path, "probolinggo", tmp_path), home=tmp_path / "[/bold]")
    assert "[/bold]" in caught(lambda: say(str(settings.home)))
