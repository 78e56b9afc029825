"""Remarks put together as the answer to one file: each once, masked, in order, at most a few.

Belongs here: the order of an answer and its limits.
Stays out: what a remark is (`remarks`), what follows from what (`causes`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dagster_project.sae.answer.causes import is_beside_cause, sheets_with_gaps, with_causes
from dagster_project.sae.answer.remarks import Answer, Remark
from dagster_project.sae.checks.messages import clipped, masked

MAX_REMARKS = 2_000
"""Remarks of one answer: 60 indicators with every rule broken make about 800."""
TEXT_CAP = 1_000
_ORDER = "KBPI"


def answer(
    *,
    file_name: str,
    sha256: str,
    agency: str | None,
    title: str,
    is_refused: bool,
    remarks: Iterable[Remark],
    notes: Iterable[str] = (),
    changes: Iterable[str] = (),
) -> Answer:
    """Put an answer together: each remark once, personal data masked, in order, at most a few."""
    # One definition is judged with each of its figures; its cell is named once.
    told = with_causes(dict.fromkeys(_safe(remark) for remark in remarks))
    gaps = sheets_with_gaps(told)
    unique = sorted(told, key=lambda remark: _order(remark, gaps))
    return Answer(
        file_name=file_name,
        sha256=sha256,
        agency=agency,
        title=title,
        is_refused=is_refused,
        remarks=tuple(unique[:MAX_REMARKS]),
        left_out=max(0, len(unique) - MAX_REMARKS),
        notes=tuple(notes),
        changes=tuple(changes),
    )


def _safe(remark: Remark) -> Remark:
    return replace(
        remark,
        found=None if remark.found is None else clipped(masked(remark.found), cap=TEXT_CAP),
        message=clipped(masked(remark.message), cap=TEXT_CAP),
    )


def _order(remark: Remark, gaps: frozenset[str | None]) -> tuple[object, ...]:
    """What stands for itself before what follows from it, then the most serious kind first."""
    row, column = remark.anchor or (0, 0)
    kind = 0 if is_beside_cause(remark, gaps) else _ORDER.find(remark.severity)
    is_later = remark.cause is not None
    return (
        is_later,
        kind,
        remark.sheet or "",
        row,
        column,
        remark.rule,
        remark.cell or "",
        remark.message,
    )
