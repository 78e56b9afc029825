"""Great Expectations at work: frames and expectations in, failing positions out.

Belongs here: the only use of the library; translating our vocabulary to it and its results back;
what the parts of a table come to together.
Stays out: reading frames, messages, evidence, the import itself (`library`). Import this module
only where a check really runs: the library takes seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from dagster_project.sae.checks.expectation import Condition, Expectation, identity
from dagster_project.sae.checks.library import Column, gx
from dagster_project.sae.checks.vocabulary import NOT_NULL

if TYPE_CHECKING:
    import pandas as pd

# Failing positions come back complete; the values themselves never enter a result.
_RESULT_FORMAT = {
    "result_format": "COMPLETE",
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
    "return_unexpected_index_query": False,
}
# For a page people look at: how many, never which and never what.
_COUNTS_ONLY = {
    "result_format": "SUMMARY",
    "partial_unexpected_count": 0,
    "exclude_unexpected_values": True,
    "include_unexpected_rows": False,
    "return_unexpected_index_query": False,
}
_SEVERITY = {"B": "critical", "K": "critical", "P": "warning", "I": "info"}
_ERROR_CAP = 300


@dataclass(frozen=True)
class Verdict:
    """What one expectation found: rows judged, failing positions in the frame, or its error."""

    judged: int = 0
    failing: np.ndarray[Any, np.dtype[np.int64]] = field(
        default_factory=lambda: np.empty(0, dtype=np.int64)
    )
    error: str | None = None


@dataclass(frozen=True)
class _Ask:
    """One expectation as the library gets it; several of ours may share it."""

    expect: str
    kwargs: Mapping[str, Any]
    when: tuple[Condition, ...]
    severity: str

    @property
    def name(self) -> str:
        return identity(self.expect, kwargs=self.kwargs, when=self.when)


def judge(frame: pd.DataFrame, expectations: Sequence[Expectation]) -> list[Verdict]:
    """Judge a frame; one verdict for each expectation, in their order.

    Args:
        frame: index 0..n-1; numbers float64, texts as texts, missing as NaN or None.
        expectations: with columns that the frame has.

    An error inside one expectation is its verdict and does not stop the others.
    """
    return Judging(expectations).part(frame)


class Judging:
    """The expectations of a suite asked of one part of its table after another.

    Each type of `vocabulary` judges a row by that row alone, so the parts find together what the
    whole table would: a test says so for every type. What one part cannot tell alone is `totals`.
    """

    def __init__(self, expectations: Sequence[Expectation]) -> None:
        self._asks = [_asks(expectation) for expectation in expectations]
        self._totals: dict[str, Verdict] = {}

    def part(self, frame: pd.DataFrame) -> list[Verdict]:
        """Judge a part as `judge` does a whole; positions are those in the part."""
        answers = _validate(frame, {ask.name: ask for own in self._asks for ask in own})
        for name, answer in answers.items():
            self._totals[name] = _added(self._totals.get(name, Verdict()), answer)
        return [_merged([answers[ask.name] for ask in own]) for own in self._asks]

    def totals(self) -> list[Verdict]:
        """Rows judged in all parts, and the first error, by expectation; no positions.

        An expectation that could not be evaluated in one part was not evaluated.
        """
        return [_merged([self._totals[ask.name] for ask in own]) for own in self._asks]


def _added(before: Verdict, part: Verdict) -> Verdict:
    error = before.error or part.error
    return Verdict(judged=0 if error else before.judged + part.judged, error=error)


def _asks(expectation: Expectation) -> list[_Ask]:
    """The expectation itself and, unless a missing value passes, that its columns have values.

    The library passes over missing values: a computed column that is unexpectedly empty would
    let its rows through.
    """
    own = _Ask(
        expectation.expect,
        expectation.kwargs,
        expectation.when,
        _SEVERITY[expectation.rule.tingkat],
    )
    if not (expectation.missing_fails and expectation.skips_missing):
        return [own]
    present = [
        _Ask(NOT_NULL, {"column": column}, own.when, own.severity)
        for column in expectation.judged_columns
    ]
    return [own, *present]


def _validate(frame: pd.DataFrame, asks: Mapping[str, _Ask]) -> dict[str, Verdict]:
    answers = {name: Verdict(error="Great Expectations returned no result") for name in asks}
    kinds = []
    for name, ask in asks.items():
        try:
            kinds.append(_translated(ask, {"ask": name}))
        except (ValueError, TypeError) as error:  # the library refuses the arguments
            answers[name] = Verdict(error=_one_line(error))
    for result in _validation(frame, kinds, result_format=_RESULT_FORMAT).results:
        answers[result.expectation_config.meta["ask"]] = _verdict(result)
    return answers


def counted(frame: pd.DataFrame, expectations: Sequence[Expectation], *, name: str) -> Any:
    """The library's own validation result of a suite, with counts and no value of any row.

    Args:
        frame: as for `judge`.
        expectations: with columns that the frame has; each is shown with its rule.
        name: of the suite.
    """
    kinds = []
    for number, expectation in enumerate(expectations):
        rule = expectation.rule
        ask = _Ask(
            expectation.expect, expectation.kwargs, expectation.when, _SEVERITY[rule.tingkat]
        )
        kind = _translated(ask, {"ask": number})
        kind.description = f"{rule.id_aturan} ({rule.tingkat}) {rule.judul}: {_said(ask)}"
        kinds.append(kind)
    return _validation(frame, kinds, result_format=_COUNTS_ONLY, name=name)


def _validation(
    frame: pd.DataFrame,
    kinds: Sequence[Any],
    *,
    result_format: Mapping[str, Any],
    name: str = "aturan",
) -> Any:
    # Given at once: added one by one, each is compared with all before it and saved.
    suite = gx.ExpectationSuite(name=name, expectations=list(kinds))
    batch = _any_frame().get_batch({"dataframe": frame})
    return batch.validate(suite, result_format=dict(result_format))


@cache
def _any_frame() -> Any:
    """What takes a frame as the library's batch; made once, it keeps the last frame only."""
    logging.getLogger("great_expectations").setLevel(logging.CRITICAL)  # it logs what it returns
    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}
    return (
        context.data_sources.add_pandas("gudang")
        .add_dataframe_asset("tabel_uji")
        .add_batch_definition_whole_dataframe("semua")
    )


def _translated(ask: _Ask, meta: Mapping[str, Any]) -> Any:
    kind = getattr(gx.expectations, "".join(part.title() for part in ask.expect.split("_")))
    condition = None
    for part in ask.when:
        clause = _clause(part)
        condition = clause if condition is None else condition & clause
    return kind(
        **ask.kwargs,
        **({} if condition is None else {"row_condition": condition}),
        severity=ask.severity,
        meta=dict(meta),
    )


def _said(ask: _Ask) -> str:
    """An expectation in one line, as its suite file has it."""
    arguments = ", ".join(f"{name}={value}" for name, value in ask.kwargs.items())
    when = " and ".join(f"{c.column} {c.op} {c.value}".strip() for c in ask.when)
    return f"{ask.expect}({arguments})" + (f" when {when}" if when else "")


def _clause(condition: Condition) -> Any:
    column, value = Column(condition.column), condition.value
    clauses = {
        "==": lambda: column == value,
        "!=": lambda: column != value,
        "<": lambda: column < value,
        "<=": lambda: column <= value,
        ">": lambda: column > value,
        ">=": lambda: column >= value,
        "in": lambda: column.is_in(value),
        "not_in": lambda: column.is_not_in(value),
        "is_null": column.is_null,
        "not_null": column.is_not_null,
    }
    return clauses[condition.op]()


def _verdict(result: Any) -> Verdict:
    error = _error(result.exception_info)
    if error is None and "unexpected_index_list" not in result.result:
        error = "Great Expectations returned no list of failing rows"
    if error is not None:
        return Verdict(error=error)
    return Verdict(
        judged=int(result.result["element_count"]),
        failing=np.asarray(result.result["unexpected_index_list"], dtype=np.int64),
    )


def _error(info: Mapping[str, Any]) -> str | None:
    """The first exception in `exception_info`, which is flat or keyed by metric."""
    parts = [info] if "raised_exception" in info else list(info.values())
    for part in parts:
        if part["raised_exception"]:
            return _one_line(part["exception_message"])
    return None


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:_ERROR_CAP] or type(error).__name__


def _merged(verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict of an expectation and its companions: they judge the same rows."""
    return Verdict(
        judged=max(v.judged for v in verdicts),
        failing=np.unique(np.concatenate([v.failing for v in verdicts])),
        error=next((v.error for v in verdicts if v.error), None),
    )
