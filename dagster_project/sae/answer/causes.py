"""Which remarks follow from others, so that an answer leads with the cause.

Belongs here: what follows from a column or sheet that is not there, and from rows that are held.
Stays out: which rules these are (`akibat.yaml`), the order itself (`compose`).
A remark that follows for certain says so; one that may follow says that it may.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

from dagster_project.sae.answer.remarks import Remark

_FILE = Path(__file__).with_name("akibat.yaml")
_NAMED = 3


@dataclass(frozen=True)
class Causes:
    """The rules that make others, as `akibat.yaml` names them."""

    missing: frozenset[str]
    renamed: frozenset[str]
    never: frozenset[str]
    whole: frozenset[str]
    sheets: frozenset[str]

    def stands_alone(self, rule: str) -> bool:
        """Whether a rule follows from nothing."""
        return rule in self.never or rule.partition("-")[0] in self.never


@cache
def causes() -> Causes:
    """The rules, read once."""
    said = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    names = ("sebab", "berganti_nama", "tidak_pernah", "seluruh_pilar", "lembar_hasil")
    return Causes(*(frozenset(said[name]) for name in names))


def with_causes(remarks: Iterable[Remark]) -> list[Remark]:
    """The same remarks; those that follow from others say from which."""
    found = list(remarks)
    known = causes()
    gone: dict[str, list[Remark]] = {}
    for remark in found:
        if remark.rule in known.missing and remark.sheet is not None:
            gone.setdefault(remark.sheet, []).append(remark)
    holding = sorted(
        {
            remark.rule
            for remark in found
            if remark.severity == "B" and remark.sheet in known.sheets and remark.cell is not None
        }
    )
    return [_told(remark, gone, holding, known) for remark in found]


def is_beside_cause(remark: Remark, sheets: frozenset[str | None]) -> bool:
    """Whether a remark names what a missing column may be called now.

    Args:
        remark: any.
        sheets: those that miss a column.
    """
    return remark.rule in causes().renamed and remark.sheet in sheets


def sheets_with_gaps(remarks: Iterable[Remark]) -> frozenset[str | None]:
    """Sheets that miss a column."""
    return frozenset(r.sheet for r in remarks if r.rule in causes().missing)


def _told(
    remark: Remark, gone: Mapping[str, Sequence[Remark]], holding: Sequence[str], known: Causes
) -> Remark:
    if known.stands_alone(remark.rule):
        return remark
    own = gone.get(remark.sheet or "", ())
    is_whole = remark.rule in known.whole
    if is_whole:
        own = [r for sheet in sorted(known.sheets) for r in gone.get(sheet, ())]
    if own:
        # Without its column a remark cannot name its cell.
        sure = "Akibat" if is_whole or remark.position is None else "Mungkin akibat"
        return replace(
            remark, cause=f"{sure} dari {own[0].rule} di {_some([r.place for r in own])}."
        )
    if is_whole and holding:
        told = f"Mungkin akibat dari {_some(holding)}: hanya baris yang lolos dihitung."
        return replace(remark, cause=told)
    return remark


def _some(names: Sequence[str]) -> str:
    unique = list(dict.fromkeys(names))
    more = len(unique) - _NAMED
    return ", ".join(unique[:_NAMED]) + (f", dan {more} lagi" if more > 0 else "")
