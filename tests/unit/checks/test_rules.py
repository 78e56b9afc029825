"""Every content rule through the real suites and the real library, on one row per case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from dagster_project.sae.build import warehouse
from dagster_project.sae.checks.evidence import VIOLATIONS_NAME
from dagster_project.sae.checks.frames import read_frame, warehouse_columns
from dagster_project.sae.checks.judge import judge
from dagster_project.sae.checks.run import run_checks


@pytest.fixture(scope="session")
def violations(installation_of_cases):
    """Violations of one run over all cases, by suite and key."""
    run_checks(installation_of_cases)
    found = defaultdict(dict)
    for row in pq.read_table(installation_of_cases.evidence / VIOLATIONS_NAME).to_pylist():
        found[row["suite"], row["id_baris"] or row["kunci_opd"]][row["id_aturan"]] = row
    return found


def test_a_row_breaks_exactly_the_rules_its_case_names(case, violations):
    assert set(violations.get((case.suite, case.key), {})) == case.breaks


def test_a_finding_says_what_its_case_says(case, violations):
    found = violations.get((case.suite, case.key), {}).get(case.rule, {})
    wanted = {
        "pesan": case.message,
        "lembar": case.sheet,
        "kolom": case.cell,
        "isi": case.content,
    }
    wanted = {name: value for name, value in wanted.items() if value is not None}
    assert {name: found[name] for name in wanted} == wanted


def test_every_rule_of_the_suites_has_a_case_that_fails_and_one_that_passes(tables, catalogue):
    cases = [case for table in tables.values() for case in table.cases]
    rules = {rule.id_aturan for rule in catalogue.values() if rule.tempat == "gx"}
    assert {case.rule for case in cases if case.rule in case.breaks} == rules
    assert {case.rule for case in cases if not case.breaks} == rules


@pytest.fixture(scope="session")
def found(suites, installation_of_cases):
    """For each suite the positions that each of its expectations finds among all cases."""
    judged = {}
    with warehouse.read_only(installation_of_cases) as connection:
        tables = warehouse_columns(connection)
        for suite in suites:
            frame = read_frame(
                connection,
                suite.table,
                columns=suite.required_columns,
                types=tables[suite.table],
                order=suite.key,
            )
            verdicts = judge(frame, suite.expectations)
            judged[suite.name] = [
                (expectation, set(verdict.failing.tolist()))
                for expectation, verdict in zip(suite.expectations, verdicts, strict=True)
            ]
    return judged


def test_without_any_one_expectation_a_case_slips_through(found):
    """Removing an entry of a suite must let a row keep a rule that it breaks."""
    needless = []
    for own in found.values():
        for expectation, rows in own:
            others = [r for e, r in own if e.rule is expectation.rule and e is not expectation]
            if not rows - set().union(*others):
                needless.append(expectation.place)
    assert needless == []


def test_without_any_one_rule_a_case_is_let_through_altogether(found):
    """Removing all entries of a rule must leave a failing case that no other rule finds."""
    needless = []
    for own in found.values():
        for rule in {expectation.rule.id_aturan for expectation, _ in own}:
            caught = set().union(*(r for e, r in own if e.rule.id_aturan == rule))
            others = set().union(*(r for e, r in own if e.rule.id_aturan != rule))
            if not caught - others:
                needless.append(rule)
    assert needless == []


def test_without_the_companions_a_missing_value_slips_through(suites, installation_of_cases):
    with warehouse.read_only(installation_of_cases) as connection:
        types = warehouse_columns(connection)
        suite = next(suite for suite in suites if suite.name == "realisasi")
        frame = read_frame(
            connection,
            suite.table,
            columns=suite.required_columns,
            types=types[suite.table],
            order=suite.key,
        )
    lenient = [replace(e, missing_fails=False) for e in suite.expectations]
    lost = {rule for _, rule in _caught(frame, suite.expectations) - _caught(frame, lenient)}
    assert {"ANG-04", "ANG-05", "ANG-06", "ANG-07", "ANG-09", "ANG-16", "DPK-02", "JJR-01"} <= lost


def _caught(frame, expectations):
    """Pairs of position and rule; no expectation, nothing caught."""
    if not expectations:
        return set()
    return {
        (position, expectation.rule.id_aturan)
        for expectation, verdict in zip(expectations, judge(frame, expectations), strict=True)
        for position in verdict.failing.tolist()
    }
