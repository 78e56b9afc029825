"""The suites judged without Great Expectations: the same rule files, a few rows of plain Python.

Belongs here: what each expectation type of `vocabulary` and each condition means for one row.
Stays out: any rule (they are the suite files), evidence (`run`, with the library, makes that).
A test holds this reading equal to the library's, type by type and over whole cases.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dagster_project.sae.checks.expectation import Condition, Expectation


class Unknown:
    """The type of a value that nobody can tell from one file alone; never equal to a number."""


UNKNOWN: Final = Unknown()

Row = Mapping[str, Any]
Test = Callable[[Sequence[Any], Mapping[str, Any]], bool]


@dataclass(frozen=True)
class LightVerdict:
    """What one expectation found.

    Attributes:
        failing: positions of the rows that break it, ascending.
        undecided: positions of the rows it is or may be about, but which it cannot judge.
        judged: number of rows judged.
    """

    failing: tuple[int, ...]
    undecided: tuple[int, ...]
    judged: int


def judge_rows(rows: Sequence[Row], expectation: Expectation) -> LightVerdict:
    """Judge rows by one expectation.

    Args:
        rows: by column name; None or NaN is missing, `UNKNOWN` (or no such column) is not known.
        expectation: with a type of the vocabulary.
    """
    failing: list[int] = []
    undecided: list[int] = []
    judged = 0
    for position, row in enumerate(rows):
        applies = _all_hold(row, expectation.when)
        if applies is False:
            continue
        values = [_value(row, column) for column in expectation.judged_columns]
        if applies is None or any(value is UNKNOWN for value in values):
            undecided.append(position)
            continue
        judged += 1
        if _breaks(expectation, values):
            failing.append(position)
    return LightVerdict(tuple(failing), tuple(undecided), judged)


def _value(row: Row, column: str) -> Any:
    value = row.get(column, UNKNOWN)
    return None if isinstance(value, float) and math.isnan(value) else value


def _all_hold(row: Row, conditions: Sequence[Condition]) -> bool | None:
    """Whether all conditions hold; None when that hangs on something unknown."""
    known: bool | None = True
    for condition in conditions:
        value = _value(row, condition.column)
        if value is UNKNOWN:
            known = None
        elif not _holds(value, condition):
            return False
    return known


def _holds(value: Any, condition: Condition) -> bool:
    wanted: Any = condition.value
    if condition.op in {"is_null", "not_null"}:
        return (value is None) == (condition.op == "is_null")
    if value is None:
        # As in the library's frames: what is missing differs from everything and equals nothing.
        return condition.op in {"!=", "not_in"}
    return _COMPARE[condition.op](value, wanted)


_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": lambda value, wanted: bool(value == wanted),
    "!=": lambda value, wanted: bool(value != wanted),
    "<": lambda value, wanted: bool(value < wanted),
    "<=": lambda value, wanted: bool(value <= wanted),
    ">": lambda value, wanted: bool(value > wanted),
    ">=": lambda value, wanted: bool(value >= wanted),
    "in": lambda value, wanted: value in wanted,
    "not_in": lambda value, wanted: value not in wanted,
}


def _breaks(expectation: Expectation, values: Sequence[Any]) -> bool:
    missing = [value is None for value in values]
    if expectation.missing_fails and expectation.skips_missing and any(missing):
        return True
    # Of one column a missing value is passed over; of a pair only when both are missing.
    if expectation.skips_missing and all(missing):
        return False
    return not _PASSES[expectation.expect](values, expectation.kwargs)


def _is_between(value: Any, kwargs: Mapping[str, Any]) -> bool:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    above = low is None or (value > low if kwargs.get("strict_min") else value >= low)
    below = high is None or (value < high if kwargs.get("strict_max") else value <= high)
    return above and below


def _is_greater(values: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    first, second = values
    if first is None or second is None:
        return False
    return bool(first >= second if kwargs.get("or_equal") else first > second)


_PASSES: Mapping[str, Test] = {
    "expect_column_values_to_not_be_null": lambda v, _: v[0] is not None,
    "expect_column_values_to_be_null": lambda v, _: v[0] is None,
    "expect_column_values_to_be_in_set": lambda v, k: v[0] in k["value_set"],
    "expect_column_values_to_not_be_in_set": lambda v, k: v[0] not in k["value_set"],
    "expect_column_values_to_be_between": lambda v, k: _is_between(v[0], k),
    "expect_column_value_lengths_to_be_between": lambda v, k: _is_between(len(str(v[0])), k),
    "expect_column_values_to_match_regex": lambda v, k: (
        re.search(k["regex"], str(v[0])) is not None
    ),
    "expect_column_values_to_not_match_regex": lambda v, k: (
        re.search(k["regex"], str(v[0])) is None
    ),
    "expect_column_pair_values_to_be_equal": lambda v, _: None not in v and v[0] == v[1],
    "expect_column_pair_values_a_to_be_greater_than_b": _is_greater,
}
EXPECTATION_TYPES = frozenset(_PASSES)
