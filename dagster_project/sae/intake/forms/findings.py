"""Findings of intake: what is wrong, in which cell, and how to mend it, in Indonesian.

Belongs here: the shape of a finding, the rules that intake evaluates with their severity.
Stays out: deciding when a rule fails (`template.reader`, `foreign`), content rules (the suites).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from dagster_project.sae.contract.personal_data import masked
from dagster_project.sae.intake.file.cells import Cell

Severity = Literal["B", "K", "P", "I"]

CONTENT_CAP = 80
_SCAN_CAP = CONTENT_CAP * 5  # of a cell; more than is kept, so that no mask is cut in half

# Rules evaluated while reading a file. The catalogue (aturan.csv) describes each; a test compares.
INGEST_RULES: dict[str, Severity] = {
    "STR-00": "B",
    "STR-01": "K",
    "STR-02": "K",
    "STR-03": "K",
    "STR-04": "K",
    "STR-06": "B",
    "STR-08": "K",
    "STR-09": "I",
    "STR-10": "B",
    "STR-11": "I",
    "STR-13": "P",
    "IDT-01": "I",
    "IDT-02": "I",
    "IDT-03": "B",
    "ISI-01": "P",
    "ISI-02": "K",
    "ISI-03": "B",
    "FRM-01": "P",
    "FRM-02": "I",
    "FRM-03": "P",
    "PUB-01": "K",
}


@dataclass(frozen=True)
class Finding:
    """One finding on one file.

    Attributes:
        rule: id of the rule in the catalogue.
        severity: B blocks the row, K quarantines the OPD, P warns, I informs.
        table: landing table of the row it touches, or None when it is about the file.
        column: column of that table.
        sheet: sheet name as written in the file.
        address: cell address without the sheet ('F12').
        row: 1-based sheet row, joins to `baris` of the landing table.
        year: year of the figure it touches, where one row holds several (tidy tables).
        period: reporting period it touches, where one row holds several (foreign forms).
        content: raw text of the cell; kept to 80 characters.
        message: one Indonesian sentence that names the cell.
        remedy: one Indonesian sentence: what to do.
        agency: agency that is told, where that is not whose file it is.
        file_name: name it sent the content under, likewise.
    """

    rule: str
    severity: Severity
    table: str | None
    column: str | None
    sheet: str | None
    address: str | None
    row: int | None
    year: int | None
    period: str | None
    content: str | None
    message: str
    remedy: str
    agency: str | None = None
    file_name: str | None = None

    def landing_row(self, sha256: str) -> dict[str, Any]:
        """The finding as a row of the landing table `temuan`; personal data never gets there."""
        return {
            "sha256_berkas": sha256,
            "id_aturan": self.rule,
            "tingkat": self.severity,
            "tabel": self.table,
            "kolom": self.column,
            "lembar": self.sheet,
            "sel": self.address,
            "baris": self.row,
            "tahun": self.year,
            "periode": self.period,
            "isi": None if self.content is None else clip(masked(self.content[:_SCAN_CAP])),
            "pesan": masked(self.message),
            "cara_memperbaiki": self.remedy,
            "kode_opd": self.agency,
            "nama_berkas": self.file_name,
        }


def clip(text: str, *, cap: int = CONTENT_CAP) -> str:
    """The text in one line and at most `cap` characters; a longer one ends with an ellipsis."""
    line = " ".join(text[: cap * 4].split())
    return line if len(line) <= cap and len(text) <= cap * 4 else line[: cap - 1] + "…"


def finding(
    rule: str,
    message: str,
    *,
    remedy: str,
    table: str | None = None,
    column: str | None = None,
    sheet: str | None = None,
    address: str | None = None,
    row: int | None = None,
    year: int | None = None,
    period: str | None = None,
    content: str | None = None,
) -> Finding:
    """Make a finding of an ingest rule; the severity is the rule's own.

    Raises:
        KeyError: `rule` is not a rule of intake.
    """
    return Finding(
        rule=rule,
        severity=INGEST_RULES[rule],
        table=table,
        column=column,
        sheet=sheet,
        address=address,
        row=row,
        year=year,
        period=period,
        content=content,
        message=message,
        remedy=remedy,
    )


def uncertain_cell(
    cell: Cell,
    problem: str,
    *,
    sheet: str,
    remedy: str,
    table: str,
    column: str,
    year: int | None = None,
    period: str | None = None,
) -> Finding:
    """STR-06: what stands in a cell is not certain, so it is no value.

    Args:
        cell: the cell.
        problem: Indonesian sentence why, without the place.
        sheet: sheet as the file names it.
        remedy: what to do.
        table: landing table of the row.
        column: its column.
        year: year of the figure, where one sheet row holds several.
        period: period of the figure, likewise.
    """
    return finding(
        "STR-06",
        f"{sheet}!{cell.address}: {problem}",
        remedy=remedy,
        table=table,
        column=column,
        sheet=sheet,
        address=cell.address,
        row=cell.row,
        year=year,
        period=period,
        content=cell.raw,
    )


def folded_cell(cell: Cell, meant: str, *, sheet: str) -> Finding:
    """STR-13: an id, code or category that was read by its meaning, not as it is written."""
    return finding(
        "STR-13",
        f"{sheet}!{cell.address}: '{clip(cell.raw)}' dibaca sebagai {clip(meant)}.",
        remedy="Ketik ulang dengan tanda hubung biasa (-), huruf besar untuk kode, tanpa spasi.",
        sheet=sheet,
        address=cell.address,
        row=cell.row,
        content=cell.raw,
    )


def once_a_column(findings: Iterable[Finding]) -> list[Finding]:
    """The findings with one STR-13 for a column: the first, and how many more cells are like it."""
    kept: list[Finding] = []
    first: dict[tuple[str | None, str], int] = {}
    more: Counter[int] = Counter()
    for found in findings:
        if found.rule == "STR-13":
            column = (found.sheet, (found.address or "").rstrip("0123456789"))
            if column in first:
                more[first[column]] += 1
                continue
            first[column] = len(kept)
        kept.append(found)
    for place, count in more.items():
        message = f"{kept[place].message[:-1]}, dan {count} sel lain pada kolom itu."
        kept[place] = replace(kept[place], message=message)
    return kept
