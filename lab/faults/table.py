"""What came of each scene, added up by kind of fault.

Belongs here: verdicts, the table. Stays out: making them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How an installation came through one fault."""

    RIGHT = "right at once"
    SAID = "said what it needs, then right"
    WRONG = "WRONG"
    UNTRIED = "not tried here"


@dataclass(frozen=True)
class Result:
    """One scene: the kind of fault (a row of the table), its name, the verdict and why."""

    kind: str
    scene: str
    verdict: Verdict
    why: str = ""


def table(results: Sequence[Result], *, notes: Sequence[str]) -> list[str]:
    """The table as lines of text: a row for each kind, and a line for each thing that is wrong."""
    verdicts = list(Verdict)
    kinds = list(dict.fromkeys(result.kind for result in results))
    wide = max(len(kind) for kind in [*kinds, "total"])
    lines = [f"{'fault':{wide}}  {'tried':>5}" + "".join(f"  {v:>{len(v)}}" for v in verdicts)]
    for kind in [*kinds, "total"]:
        own = [r for r in results if kind in (r.kind, "total")]
        counts = [sum(r.verdict is v for r in own) for v in verdicts]
        tried = sum(counts) - counts[-1]
        lines.append(
            f"{kind:{wide}}  {tried:5}"
            + "".join(f"  {n:{len(v)}}" for n, v in zip(counts, verdicts, strict=True))
        )
    for result in results:
        if result.verdict in (Verdict.WRONG, Verdict.UNTRIED):
            lines.append(f"{result.verdict}: {result.kind}, {result.scene}: {result.why}")
    return [*lines, *notes]
