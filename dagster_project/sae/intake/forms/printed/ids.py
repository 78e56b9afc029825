"""Ids of the indicators of a printed form, which gives them none: from code path and wording.

Belongs here: what makes a row the same indicator in the next report, and its id.
Stays out: what a row is (`rows`), landing rows (`records`), who reports (`cover`).
An inserted row moves every row below it, so the number of the row says nothing; another wording is
another indicator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from dagster_project.sae.contract.profile import name_key
from dagster_project.sae.intake.forms.printed.rows import FormRow

_DIGITS = 8
_PROGRAM = "PROGRAM"


@dataclass(frozen=True)
class FormIndicator:
    """The identity of one printed indicator.

    Attributes:
        id: `<owner>-F<hash>`; a further row of the same words carries its number among them.
        path: code of the row, or program and name where the form has no codes; the same for the
            indicators of one row of the budget tree.
    """

    id: str
    path: str


def indicator_ids(rows: Iterable[FormRow], *, owner: str) -> dict[int, FormIndicator]:
    """Identity of every row that has an indicator, by its sheet row.

    Letter case, spaces and punctuation do not count, so that a retyped row stays what it was.

    Args:
        rows: data rows from top to bottom.
        owner: agency code, or what stands for a sender the profile does not know.
    """
    found: dict[int, FormIndicator] = {}
    seen: Counter[str] = Counter()
    program = ""
    for row in rows:
        if row.level == _PROGRAM and not row.is_second:
            program = name_key(row.name)
        if not row.indicator:
            continue
        path = row.code or " / ".join(dict.fromkeys([program, name_key(row.name)]))
        mark = sha256(f"{path}\n{name_key(row.indicator)}".encode()).hexdigest()[:_DIGITS]
        seen[mark] += 1
        number = f".{seen[mark]}" if seen[mark] > 1 else ""
        found[row.row] = FormIndicator(f"{owner}-F{mark}{number}", path)
    return found
