"""Suites as they are judged: expectations with their rules, in plain dataclasses.

Belongs here: what an expectation and a suite hold, the columns they read, their form as JSON.
Stays out: reading suite files (`suites`), judging (`judge`, `light`). Imports nothing heavy: who
has the suites ready need not read YAML again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from dagster_project.sae.checks.catalogue import Rule
from dagster_project.sae.checks.vocabulary import SHAPES

# Columns of a violation that say who it is about; read from a test table where it has them.
# `sha256_sel` and `baris_sel` say where the cell of a finding stands when it is not on that row.
IDENTITY = (
    *("id_baris", "kode_opd", "kunci_opd", "id_siklus", "kode_pilar", "id_indikator"),
    *("sha256_sel", "baris_sel"),
)


Scalar = bool | int | float | str


@dataclass(frozen=True)
class Condition:
    """One condition on a row; all conditions of a list must hold for the row to be judged."""

    column: str
    op: str
    value: Scalar | list[Scalar] | None = None

    @property
    def key(self) -> str:
        """Canonical text: equal conditions have equal ones."""
        return json.dumps(asdict(self), sort_keys=True)


@dataclass(frozen=True)
class Expectation:
    """One expectation of a suite, with the rule it carries and where it stands.

    `cell` and `sheet` say which cell a finding names.
    """

    rule: Rule
    expect: str
    kwargs: Mapping[str, Any]
    when: tuple[Condition, ...]
    missing_fails: bool
    cell: str
    why: str
    place: str
    sheet: str = ""

    @property
    def identity(self) -> str:
        """Type, arguments and condition: the library keeps only one expectation of each."""
        return identity(self.expect, kwargs=self.kwargs, when=self.when)

    @property
    def when_key(self) -> frozenset[str]:
        """Canonical form of the condition: equal keys mean the same rows."""
        return frozenset(c.key for c in self.when)

    @property
    def judged_columns(self) -> tuple[str, ...]:
        """Columns whose values are judged."""
        return tuple(str(self.kwargs[name]) for name in SHAPES[self.expect].columns)

    @property
    def skips_missing(self) -> bool:
        """Whether the library passes over missing values of the judged columns."""
        return SHAPES[self.expect].skips_missing

    @property
    def evaluation_columns(self) -> frozenset[str]:
        """Columns needed to evaluate it."""
        return frozenset({*self.judged_columns, *(c.column for c in self.when)})


@dataclass(frozen=True)
class Suite:
    """All expectations on one test table, in the order of the file."""

    name: str
    table: str
    entity: str
    key: tuple[str, ...]
    expectations: tuple[Expectation, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Rules this suite carries, in order of first appearance."""
        return tuple({e.rule.id_aturan: e.rule for e in self.expectations}.values())

    @property
    def evaluation_columns(self) -> tuple[str, ...]:
        """Columns the library needs to see; nothing else reaches it."""
        return tuple(sorted(frozenset().union(*(e.evaluation_columns for e in self.expectations))))

    @property
    def required_columns(self) -> tuple[str, ...]:
        """Columns that must exist: key, evaluation, placeholders of the messages."""
        names = {name for rule in self.rules for name in rule.placeholders}
        return tuple(sorted({*self.key, *self.evaluation_columns, *names}))

    def wanted_columns(self, existing: Collection[str]) -> tuple[str, ...]:
        """Columns to read: the required ones, and of identity and cells what the table has."""
        extra = {*IDENTITY, *(e.cell for e in self.expectations)}
        return tuple(sorted({*self.required_columns, *(extra & set(existing))}))


def identity(expect: str, *, kwargs: Mapping[str, Any], when: Iterable[Condition]) -> str:
    """Canonical text of type, arguments and condition."""
    conditions = sorted(c.key for c in when)
    return json.dumps([expect, dict(kwargs), conditions], sort_keys=True)


def suites_to_plain(suites: Iterable[Suite]) -> list[dict[str, Any]]:
    """Suites as JSON can hold them."""
    return [json.loads(json.dumps(asdict(suite), default=date.isoformat)) for suite in suites]


def suites_from_plain(plain: Iterable[Mapping[str, Any]]) -> tuple[Suite, ...]:
    """Suites from `suites_to_plain`; expectations of one rule share its object again."""
    rules: dict[str, Rule] = {}

    def expectation(said: Mapping[str, Any]) -> Expectation:
        rule = said["rule"]
        since = date.fromisoformat(rule["berlaku_dari"])
        kept = rules.setdefault(rule["id_aturan"], Rule(**{**rule, "berlaku_dari": since}))
        when = tuple(Condition(**condition) for condition in said["when"])
        return Expectation(**{**said, "rule": kept, "when": when})

    return tuple(
        Suite(
            **{
                **suite,
                "key": tuple(suite["key"]),
                "expectations": tuple(expectation(said) for said in suite["expectations"]),
            }
        )
        for suite in plain
    )
