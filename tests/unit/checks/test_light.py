"""The light reading of the suites against the library itself: same rows, same answers."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.sae.build import warehouse
from dagster_project.sae.checks.expectation import Condition, Expectation
from dagster_project.sae.checks.frames import read_frame, warehouse_columns
from dagster_project.sae.checks.judge import judge
from dagster_project.sae.checks.light import EXPECTATION_TYPES, UNKNOWN, judge_rows
from dagster_project.sae.checks.vocabulary import SHAPES

NUMBERS = [None, -1.0, 0.0, 1.0, 2.0]
TEXTS = [None, "", "a", "ab", "TERSEDIA"]


@pytest.fixture(scope="session")
def rule(catalogue):
    return catalogue["ANG-01"]


def expectation(rule, expect, *, kwargs, when=(), missing_fails=True):
    return Expectation(rule, expect, kwargs, tuple(when), missing_fails, "", "why", "place")


EACH = [
    ("expect_column_values_to_not_be_null", {"column": "angka"}),
    ("expect_column_values_to_not_be_null", {"column": "teks"}),
    ("expect_column_values_to_be_null", {"column": "angka"}),
    ("expect_column_values_to_be_in_set", {"column": "teks", "value_set": ["a", "TERSEDIA"]}),
    ("expect_column_values_to_be_in_set", {"column": "angka", "value_set": [True]}),
    ("expect_column_values_to_not_be_in_set", {"column": "angka", "value_set": [0, 1]}),
    ("expect_column_values_to_be_between", {"column": "angka", "min_value": 0}),
    ("expect_column_values_to_be_between", {"column": "angka", "min_value": 0, "strict_min": True}),
    ("expect_column_values_to_be_between", {"column": "angka", "max_value": 1, "strict_max": True}),
    ("expect_column_values_to_be_between", {"column": "angka", "min_value": 0, "max_value": 1}),
    ("expect_column_value_lengths_to_be_between", {"column": "teks", "min_value": 2}),
    ("expect_column_values_to_match_regex", {"column": "teks", "regex": "b$"}),
    ("expect_column_values_to_not_match_regex", {"column": "teks", "regex": "^a"}),
    ("expect_column_pair_values_to_be_equal", {"column_A": "angka", "column_B": "lain"}),
    (
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": "angka", "column_B": "lain", "or_equal": True},
    ),
    (
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": "angka", "column_B": "lain"},
    ),
]

CONDITIONS = [
    (),
    *[(Condition(column="syarat", op=op, value=1.0),) for op in ("==", "!=", "<", "<=", ">", ">=")],
    (Condition(column="syarat", op="in", value=[0.0, 1.0]),),
    (Condition(column="syarat", op="not_in", value=[0.0, 1.0]),),
    (Condition(column="syarat", op="is_null"),),
    (Condition(column="kata", op="!=", value="a"), Condition(column="syarat", op="not_null")),
    (Condition(column="kata", op="not_in", value=["a", "TERSEDIA"]),),
    (Condition(column="kata", op="==", value="a"),),
]


def test_every_type_of_the_vocabulary_is_read_and_every_one_is_compared_here():
    assert set(SHAPES) == EXPECTATION_TYPES == {expect for expect, _ in EACH}


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(
        st.fixed_dictionaries(
            {
                "angka": st.sampled_from(NUMBERS),
                "lain": st.sampled_from(NUMBERS),
                "teks": st.sampled_from(TEXTS),
                "syarat": st.sampled_from(NUMBERS),
                "kata": st.sampled_from(TEXTS),
            }
        ),
        min_size=12,
        max_size=40,
    )
)
def test_every_type_under_every_condition_finds_the_rows_the_library_finds(rule, rows):
    asked = [
        expectation(rule, expect, kwargs=kwargs, when=when, missing_fails=fails)
        for expect, kwargs in EACH
        for when in CONDITIONS
        for fails in (True, False)
    ]
    compare(frame_of(rows), asked)


def test_the_suites_find_on_the_cases_of_every_rule_what_the_library_finds(
    suites, installation_of_cases
):
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
            compare(frame, suite.expectations)


def test_what_is_not_known_is_neither_passed_nor_failed(rule):
    asked = expectation(
        rule,
        "expect_column_values_to_not_be_null",
        kwargs={"column": "realisasi"},
        when=[Condition(column="is_meleset", op="==", value=True)],
    )
    rows = [
        {"realisasi": UNKNOWN, "is_meleset": True},
        {"realisasi": None, "is_meleset": UNKNOWN},
        {"realisasi": UNKNOWN, "is_meleset": False},
        {"is_meleset": True},
        {"realisasi": None, "is_meleset": True},
    ]
    verdict = judge_rows(rows, asked)
    assert (verdict.failing, verdict.undecided, verdict.judged) == ((4,), (0, 1, 3), 1)


def frame_of(rows):
    frame = pd.DataFrame(rows)
    for name in ("angka", "lain", "syarat"):
        frame[name] = frame[name].astype("float64")
    for name in ("teks", "kata"):
        frame[name] = frame[name].astype("str")
    return frame


def compare(frame, asked):
    plain = frame.astype(object).where(frame.notna(), None).to_dict("records")
    wrong = []
    for one, verdict in zip(asked, judge(frame, asked), strict=True):
        assert verdict.error is None, (one, verdict.error)
        own = judge_rows(plain, one)
        found, wanted = set(own.failing), set(verdict.failing.tolist())
        if found != wanted or own.judged != verdict.judged:
            wrong.append((one.identity, one.missing_fails, found ^ wanted))
    assert wrong == []
