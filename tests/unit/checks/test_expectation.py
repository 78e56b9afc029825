"""Suites kept as JSON come back as they were."""

from __future__ import annotations

import json

from dagster_project.sae.checks.expectation import suites_from_plain, suites_to_plain
from dagster_project.sae.checks.run import suites_of
from dagster_project.sae.installation.settings import Settings


def test_the_suites_of_the_house_survive_a_text_unchanged():
    suites = suites_of(Settings.from_env({}))
    again = suites_from_plain(json.loads(json.dumps(suites_to_plain(suites))))
    assert again == suites
    assert [s.evaluation_columns for s in again] == [s.evaluation_columns for s in suites]


def test_a_rule_with_several_expectations_is_one_rule_again():
    suites = suites_from_plain(suites_to_plain(suites_of(Settings.from_env({}))))
    rules = {e.rule.id_aturan: e.rule for suite in suites for e in suite.expectations}
    assert all(e.rule is rules[e.rule.id_aturan] for s in suites for e in s.expectations)
