"""Remarks of one kind in one column as one entry of the list, with all their cells in short.

Belongs here: which remarks go together, how their cells and contents are named in short.
Stays out: remarks themselves (`remarks`), columns of the list (`words`). Notes on cells and the
JSON keep every remark by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dagster_project.sae.answer.remarks import EMPTY_CELL, Answer, Remark
from dagster_project.sae.intake.file.cells import column_letter

FEWEST = 4
"""Fewer remarks of one kind are listed one by one: their sentences name the indicator."""

_MOST_RANGES = 12
_MOST_CONTENTS = 3


@dataclass(frozen=True)
class Group:
    """One entry of the list.

    Attributes:
        first: the remark it stands for, or the first of several.
        place: sheet and cells, such as 'REALISASI!K12:K40, K44 (30 sel)'.
        found: what stands there, at most three different contents.
        message: the sentence of the first, and how many others there are.
        hidden: why these cells are out of sight, in brackets; None where they are in sight.
    """

    first: Remark
    place: str
    found: str | None
    message: str
    hidden: str | None = None


def grouped(answer: Answer) -> tuple[Group, ...]:
    """The entries of the list in the order of their first remark; no remark is left out."""
    kinds: dict[tuple[Any, ...], list[Remark]] = {}
    for remark in answer.remarks:
        kinds.setdefault(_kind(remark), []).append(remark)
    groups: list[Group] = []
    for remark in answer.remarks:
        kind = _kind(remark)
        own = kinds.get(kind, [])
        if len(own) < FEWEST:
            hidden = f"[{remark.hidden}]" if remark.hidden else None
            groups.append(Group(remark, remark.place, remark.found, _message(remark), hidden))
        elif own[0] is remark:
            groups.append(_together(own))
    return tuple(groups)


def _kind(remark: Remark) -> tuple[Any, ...]:
    """What remarks must share: rule, sheet, column (or that they are about rows), cure."""
    column = remark.position[1] if remark.position else 0 if remark.anchor else remark.cell or ""
    own = remark.message if remark.anchor is None else ""
    return (
        *(remark.rule, remark.severity, remark.sheet, column, remark.remedy, own),
        *(remark.cause, remark.heading),
    )


def _together(remarks: Sequence[Remark]) -> Group:
    first = remarks[0]
    rows = sorted({remark.anchor[0] for remark in remarks if remark.anchor})
    letter = column_letter(first.position[1]) if first.position else ""
    cells = _ranges(rows, letter=letter)
    heading = f"{first.heading}; " if first.heading else ""
    place = (
        f"!{cells} ({heading}{len(rows)} sel)" if letter else f", baris {cells} ({len(rows)} baris)"
    )
    contents = tuple(dict.fromkeys(remark.found or _nothing(remark) for remark in remarks))
    alike = len({remark.message for remark in remarks}) == 1
    more = "" if alike else f" (dan {len(remarks) - 1} temuan sejenis)"
    return Group(
        first,
        f"{first.sheet}{place}" if rows else first.place,
        _contents(contents),
        _message(first) + more,
        _hidden(remarks),
    )


def _hidden(remarks: Sequence[Remark]) -> str | None:
    reasons = list(dict.fromkeys(remark.hidden for remark in remarks if remark.hidden))
    if not reasons:
        return None
    more = "; dan lain-lain" if len(reasons) > _MOST_CONTENTS else ""
    return f"[{'; '.join(reasons[:_MOST_CONTENTS])}{more}]"


def _message(remark: Remark) -> str:
    return remark.message if remark.cause is None else f"{remark.cause} {remark.message}"


def _nothing(remark: Remark) -> str:
    return EMPTY_CELL if remark.is_empty else ""


def _contents(contents: Sequence[str]) -> str | None:
    if len(contents) == 1:
        return contents[0] or None
    named = [content or "(lihat selnya)" for content in contents[:_MOST_CONTENTS]]
    more = len(contents) - _MOST_CONTENTS
    return "; ".join(named) + (f"; dan {more} isi lain" if more > 0 else "")


def _ranges(rows: Sequence[int], *, letter: str) -> str:
    """Ascending rows in short: 'K12:K40, K44', without a letter '12-40, 44'."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][-1] + 1:
            spans[-1][1:] = [row]
        else:
            spans.append([row])
    to = ":" if letter else "-"
    named = [to.join(f"{letter}{row}" for row in span) for span in spans[:_MOST_RANGES]]
    more = len(spans) - _MOST_RANGES
    return ", ".join(named) + (f", dan {more} kelompok lagi" if more > 0 else "")
