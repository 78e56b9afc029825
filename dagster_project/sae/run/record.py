"""The whole account of the last run as a text: everything that the screen only begins.

Belongs here: writing it beside the answers, for `sae run` and Dagster alike.
Stays out: what is counted (`summary`), what comes first (`attention`), the terminal (`cli.shown`).
Plain text and nothing else: no text of a report can mean anything in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dagster_project.sae.answer.remarks import SEVERITY_WORDS
from dagster_project.sae.build.scope import Scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.installation.words import number, printable
from dagster_project.sae.run.attention import Need, finding_sentence
from dagster_project.sae.run.summary import FormReport, Summary

FILE = "ringkasan.txt"


def record_file(settings: Settings) -> Path:
    """Where the account of the last run lies."""
    return settings.returns / FILE


def write_record(
    settings: Settings,
    summary: Summary | None,
    *,
    scope: Scope | None,
    headline: str,
    wanted: tuple[Need, ...],
) -> Path:
    """Write the account of a run in place of that of the run before, in one rename.

    Args:
        settings: the installation.
        summary: of what was built; None when nothing was.
        scope: cycle and inputs, or None.
        headline: how the run ended, in Indonesian.
        wanted: what needs a person.

    Raises:
        OSError: the folder of the answers cannot be written.
    """
    made = f"{settings.now():%Y-%m-%d %H:%M}"
    lines = [f"Ringkasan jalan SAE, dibuat {made} WIB", *headline.splitlines(), ""]
    if summary is not None and scope is not None:
        lines += [*figures(summary, scope), ""]
    lines += _needs(wanted)
    if summary is not None:
        lines += [*_pillars(summary), *_findings(summary), *_forms(summary), *_counted(summary)]
    target = record_file(settings)
    text = "\n".join(printable(line) for line in lines).rstrip()
    disk.write_whole(target, f"{text}\n".encode())
    return target


def figures(summary: Summary, scope: Scope) -> list[str]:
    """What was received and released, one figure group to a line."""
    return [
        *([summary.label_data] if summary.label_data else []),
        f"Siklus: {cycle_said(summary, scope)}",
        f"Berkas dalam rilis: {files_said(summary, scope)}",
        f"OPD: {agencies_said(summary)}",
        f"Baris indikator: {rows_said(summary)}",
    ]


def cycle_said(summary: Summary, scope: Scope) -> str:
    """The cycle, its period and its cut-off."""
    return f"{scope.id_siklus} ({summary.period_label}), data s.d. {scope.tanggal_batas}"


def files_said(summary: Summary, scope: Scope) -> str:
    """How many files the release rests on."""
    return (
        f"{number(scope.jumlah_berkas)} (diterima {number(summary.files_accepted)}, ditolak "
        f"{number(summary.files_rejected)})"
    )


def agencies_said(summary: Summary) -> str:
    """How many agencies were expected, reported, were in time, and are not in the release."""
    return (
        f"diharapkan {number(summary.agencies_expected)}, melapor "
        f"{number(summary.agencies_received)}, tepat waktu {number(summary.agencies_on_time)}, "
        f"belum terbit {number(summary.agencies_held)}"
    )


def rows_said(summary: Summary) -> str:
    """How many rows of indicators were released and held."""
    return f"terbit {number(summary.rows_released)}, ditahan {number(summary.rows_held)}"


def form_lines(form: FormReport) -> list[str]:
    """What an official form held, a figure to a line."""
    lines = [
        f"Formulir resmi {form.file} ({form.agency}, {form.period_label})",
        f"  Sub kegiatan: {number(form.leaves)}",
        f"  Anggaran: Rp {number(form.budget)}",
        f"  Realisasi: Rp {number(form.realised)} ({number(form.absorption, 2)} %)",
        *(f"  {quarter}: Rp {number(amount)}" for quarter, amount in form.quarters),
        f"  Indikator bertarget: {number(form.with_target)}, tercapai {number(form.met)}, tidak "
        f"tercapai {number(len(form.missed))}",
    ]
    if form.missed:
        rows = ", ".join(f"{row} ({number(value, 2)} %)" for row, value in form.missed)
        lines.append(f"  Baris tidak tercapai: {rows}")
    none = f"{number(form.target_zero)} / {number(form.without_target)}"
    return [*lines, f"  Target 0 / tanpa target: {none}"]


def _needs(wanted: tuple[Need, ...]) -> Iterator[str]:
    yield "PERLU PERHATIAN" if wanted else "Tidak ada yang perlu perhatian."
    for need in wanted:
        yield f"{need.title}:"
        yield from (f"  - {printable(line)}" for line in need.lines)
    yield ""


def _pillars(summary: Summary) -> Iterator[str]:
    yield f"PILAR, {summary.period_label}"
    for pillar in summary.pillars:
        said = (
            f"skor {number(pillar.score, 2)}, skor ketat {number(pillar.strict_score, 2)}"
            if pillar.score is not None
            else f"tanpa skor. {pillar.reason or ''}"
        )
        yield (
            f"  {pillar.name}: {said} (cakupan {number(pillar.coverage, 2)} %, "
            f"{number(pillar.indicators)} indikator)"
        )
    yield ""


def _findings(summary: Summary) -> Iterator[str]:
    for severity, meaning in SEVERITY_WORDS.items():
        found = [line for line in summary.findings if line.severity == severity]
        if found:
            count = number(sum(line.count for line in found))
            yield f"TEMUAN {severity}, {meaning}: {count}"
            yield from (f"  {printable(finding_sentence(line))}" for line in found)
            yield ""


def _forms(summary: Summary) -> Iterator[str]:
    for form in summary.forms:
        yield from (printable(line) for line in form_lines(form))
        yield ""


def _counted(summary: Summary) -> Iterator[str]:
    counted = [line.message for line in summary.net if not line.is_holding]
    if counted:
        yield "DIBANDING RILIS YANG DILAYANKAN"
        yield from (f"  {printable(line)}" for line in counted)
