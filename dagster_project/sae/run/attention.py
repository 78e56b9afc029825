"""What of a run needs a person, in the order in which it should be looked at.

Belongs here: choosing and ordering; a sentence for each thing somebody has to do.
Stays out: how it looks (`cli.shown`), the whole account (`record`), messages (`sae.tell`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dagster_project.sae.installation.words import number
from dagster_project.sae.intake.notes import InboxNotes
from dagster_project.sae.release.lost_scores import LostScore
from dagster_project.sae.run.summary import FindingLine, Summary

HOLDS_AGENCY, HOLDS_ROW = "K", "B"


@dataclass(frozen=True)
class Need:
    """Things of one kind that somebody has to look at.

    Attributes:
        title: what they are, and what to do about them.
        lines: one for each of them.
    """

    title: str
    lines: tuple[str, ...]


def needs(
    summary: Summary | None,
    notes: InboxNotes,
    *,
    lost: tuple[LostScore, ...] = (),
    held: str = "",
    not_written: tuple[str, ...] = (),
) -> tuple[Need, ...]:
    """What needs a person, worst first; kinds of which there is nothing are left out.

    Args:
        summary: of what was built; None when nothing was.
        notes: what of the inbox was not taken.
        lost: pillars that lost their score.
        held: why the gate holds the release; empty when it does not.
        not_written: answers to agencies that could not be written.
    """
    return tuple(
        need
        for need in (
            Need("Tidak terbaca di kotak masuk: kirim ulang, atau beri hak baca", notes.unreadable),
            Need("Ditahan gerbang; rilis sebelumnya tetap melayani", (held,) if held else ()),
            *_of_summary(summary),
            Need("Pilar yang kehilangan skor", tuple(one.sentence for one in lost)),
            *_of_findings(summary),
            Need("Daftar penerimaan yang tidak dapat dipakai", notes.problems),
            Need("Berkas perbaikan yang tidak dapat ditulis", not_written),
            Need("Masih ditulis pengirimnya, diambil pada jalan berikutnya", notes.growing),
        )
        if need.lines
    )


def _of_summary(summary: Summary | None) -> Iterator[Need]:
    if summary is None:
        return
    yield Need(
        "Berbeda dari rilis yang dilayankan, tanpa sebab atau di atas ambang",
        tuple(line.message for line in summary.net if line.is_holding),
    )
    yield Need(
        "Berkas yang ditolak; pengirimnya mendapat kalimat ini",
        tuple(f"{file.file}: {file.reason}" for file in summary.refused),
    )
    yield Need(
        "Datang sesudah batas terima, menunggu rilis berikutnya",
        tuple(f"{file.file}: {file.message}" for file in summary.waiting),
    )


def _of_findings(summary: Summary | None) -> Iterator[Need]:
    if summary is None:
        return
    for severity, title in (
        (HOLDS_AGENCY, "Temuan yang menahan OPD"),
        (HOLDS_ROW, "Temuan yang menahan baris"),
    ):
        found = [line for line in summary.findings if line.severity == severity]
        yield Need(title, tuple(map(finding_sentence, found)))


def finding_sentence(line: FindingLine) -> str:
    """All findings of one rule in one line, with one of them as the example."""
    file, _, cell = line.place.partition(" ")
    # Most messages begin with their cell.
    place = file if cell and line.message.startswith(f"{cell}:") else line.place
    example = f", misalnya {place}" if place else ""
    return f"{line.rule} {number(line.count)} kali{example}: {line.message}"
