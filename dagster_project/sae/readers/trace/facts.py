"""What tracing a published number finds, as facts.

Belongs here: the shapes of an answer, and the errors of a question nobody can answer.
Stays out: finding (`lookup`, `rules`, `raw`), how it looks (`dagster_project.cli.shown.telusur`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.intake.archive import Receipt


class UnknownKeyError(SaeError):
    """No such table or key; the message names the nearest and how to write the question."""


@dataclass(frozen=True)
class RawCell:
    """What stands in the file.

    Attributes:
        text: raw text of the cell, None when the cell is empty or cannot be had any more.
        kind: raw type of the cell.
        number_format: its number format.
        source: `pendaratan` (as landed), `arsip` (read again from the archive), or why it is None.
    """

    text: str | None
    kind: str | None = None
    number_format: str | None = None
    source: str = ""


@dataclass(frozen=True)
class Origin:
    """The file a number comes from, as the archive knows it.

    Attributes:
        sha256: its hash.
        receipts: every receipt, the first one first; lateness is judged by that.
        path: where it lies in the archive, None when it is not there.
        is_intact: whether its bytes still have that hash; None when they are not there.
    """

    sha256: str
    receipts: tuple[Receipt, ...]
    path: str | None
    is_intact: bool | None


@dataclass(frozen=True)
class RuleLine:
    """One rule and what it said about the number; `status` as in `mutu_temuan`, or `lulus`."""

    id: str
    severity: str
    title: str
    status: str
    message: str | None = None


@dataclass(frozen=True)
class Waiver:
    """A rule that somebody set aside for this number, with the reason and the end."""

    rule: str
    owner: str
    reason: str
    until: str


@dataclass(frozen=True)
class Part:
    """A reported figure of the same year that a cumulative or derived number also rests on."""

    period: str
    value: float | None
    sheet: str | None
    cell: str | None
    sha256: str


@dataclass(frozen=True)
class Figure:
    """One published number with all that stands behind it.

    Attributes:
        row: the published row.
        origin: its file.
        raw: its cell.
        parts: further cells it rests on.
        decision: the gate's decision on the row, or None when the release holds none.
        passed: rules without a finding on it.
        found: rules with a finding that did not hold it, waived ones among them.
        waivers: who waived what.
        evidence: where `passed` is from: `bukti` (this run's evidence) or `putusan` (the release).
    """

    row: Mapping[str, Any]
    origin: Origin
    raw: RawCell
    parts: tuple[Part, ...]
    decision: Mapping[str, Any] | None
    passed: tuple[RuleLine, ...]
    found: tuple[RuleLine, ...]
    waivers: tuple[Waiver, ...]
    evidence: str


@dataclass(frozen=True)
class Trace:
    """The answer to one question.

    Attributes:
        release_id: the release that was asked.
        label: warning on the data of that release, or None.
        table: the table asked about.
        key: names and values of the key.
        rows: the published rows with that key.
        figures: numbers traced in full; only for a table whose rows stand in one cell each.
        behind: published rows of `kpi_indikator` that share the key of a summary, each with
            `peran`: counted by it, or why not.
        held: rows the gate held that would have been among them.
        left_out: rows that matched and are not shown.
    """

    release_id: str
    label: str | None
    table: str
    key: tuple[tuple[str, str], ...]
    rows: tuple[Mapping[str, Any], ...]
    figures: tuple[Figure, ...] = ()
    behind: tuple[Mapping[str, Any], ...] = ()
    held: tuple[Mapping[str, Any], ...] = ()
    left_out: int = 0
