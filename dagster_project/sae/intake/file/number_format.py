"""What an Excel number format says about a value: whether it shows a percent sign.

Belongs here: sections and conditions of a format code (ECMA-376 Part 1, 18.8.31).
Stays out: finding the code of a cell (`xlsx_parts`), what a shown percent means (`coerce`).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache


def is_percent_format(number_format: str | None, value: float) -> bool:
    """Whether an Excel number format shows this value times 100 with a percent sign.

    A format has up to four sections; the one that applies to the value decides. Without conditions
    they are for positive, negative and zero; `[<=1]0%;0.00` shows 86 without a sign.
    """
    return may_be_percent(number_format) and _section(number_format or "", value).is_percent


@lru_cache(maxsize=512)
def may_be_percent(number_format: str | None) -> bool:
    """Whether any section of an Excel number format has a percent sign."""
    return any(section.is_percent for section in _sections(number_format or ""))


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a number format; `condition` as typed, such as ('<=', 1.0)."""

    is_percent: bool
    condition: tuple[str, float] | None


_LITERALS = re.compile(r'"[^"]*"|\\.|[_*].')
_BRACKETS = re.compile(r"\[[^\]]*\]")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[0-9.]+)\]")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[_Section, ...]:
    found = []
    for text in _LITERALS.sub("", number_format).split(";")[:3]:
        said = _CONDITION.search(text)
        condition = (said[1], float(said[2])) if said else None
        found.append(_Section("%" in _BRACKETS.sub("", text), condition))
    return tuple(found)


def _section(number_format: str, value: float) -> _Section:
    """The section that applies; an ECMA-376 18.8.31 format reads its conditions in order."""
    sections = _sections(number_format)
    if any(section.condition for section in sections):
        for place, section in enumerate(sections):
            condition = section.condition
            # A second section without a condition of its own is for what is below zero only where
            # a third one takes the rest.
            if condition is None and place == 1 and len(sections) > 2:
                condition = ("<", 0.0)
            if condition is None or _COMPARE[condition[0]](value, condition[1]):
                return section
        return sections[-1]
    if value < 0 and len(sections) > 1:
        return sections[1]
    return sections[2] if value == 0 and len(sections) > 2 else sections[0]
