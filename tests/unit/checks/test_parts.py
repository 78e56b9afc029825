"""A test table is judged part by part: the evidence is that of the whole, byte for byte."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.sae.checks import violations
from dagster_project.sae.checks.expectation import Condition, Expectation
from dagster_project.sae.checks.judge import Judging, judge
from dagster_project.sae.checks.run import evaluate
from dagster_project.sae.checks.violations import _in_batches
from dagster_project.sae.checks.vocabulary import SHAPES

WHOLE = 10**6
NUMBERS = [None, 0.0, 1.0, 2.0, 5.0]
TEXTS = [None, "", "a", "ab", "b"]
# For each type its arguments beside the columns, and what those columns hold.
KINDS = {
    "expect_column_values_to_not_be_null": ("text", {}),
    "expect_column_values_to_be_null": ("number", {}),
    "expect_column_values_to_be_in_set": ("text", {"value_set": ["a", "b"]}),
    "expect_column_values_to_not_be_in_set": ("number", {"value_set": [1, 2]}),
    "expect_column_values_to_be_between": ("number", {"min_value": 1, "max_value": 2}),
    "expect_column_value_lengths_to_be_between": ("text", {"min_value": 1, "max_value": 1}),
    "expect_column_values_to_match_regex": ("text", {"regex": "^a"}),
    "expect_column_values_to_not_match_regex": ("text", {"regex": "b$"}),
    "expect_column_pair_values_to_be_equal": ("number", {}),
    "expect_column_pair_values_a_to_be_greater_than_b": ("number", {"or_equal": True}),
}
COLUMNS = {"text": ("teks", "kata"), "number": ("angka", "lain")}


def found_by(installation, part_rows):
    """Both files of the evidence, the results and the counts, of a check in such parts."""
    report = evaluate(installation, part_rows=part_rows)
    files = []
    for file in (report.staged.results, report.staged.violations):
        files.append(file.read_bytes())
        file.unlink()
    return files, report.results, report.rows


def expectation(rule, expect, **kwargs):
    # Some under a condition, which another part may not meet at all.
    when = (Condition("syarat", "==", 1.0),) if len(kwargs) > 2 else ()
    return Expectation(rule, expect, kwargs, when, True, "", "why", "place")


def every_type(rule):
    for expect, shape in SHAPES.items():
        holds, arguments = KINDS[expect]
        columns = dict(zip(shape.columns, COLUMNS[holds], strict=False))
        yield expectation(rule, expect, **columns, **arguments)


def frame_of(rows):
    """Rows as `read_parts` gives them."""
    kinds = {"angka": pa.float64(), "lain": pa.float64(), "syarat": pa.float64()}
    kinds |= {"teks": pa.string(), "kata": pa.string()}
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items()))).to_pandas()


@pytest.fixture(scope="module")
def of_every_case(installation_of_cases):
    """What the cases of all rules come to when each table is judged whole."""
    return found_by(installation_of_cases, WHOLE)


@pytest.mark.parametrize("part_rows", [30, 61])
def test_the_evidence_does_not_depend_on_the_parts(
    installation_of_cases, of_every_case, part_rows, monkeypatch
):
    monkeypatch.setattr(violations, "_KEPT_BYTES", 1)  # and none of it on where it is kept
    files, results, rows = of_every_case
    assert rows["int_realisasi__uji"] > 2 * part_rows
    assert sum(result.jumlah_gagal for result in results) > 100
    assert found_by(installation_of_cases, part_rows) == (files, results, rows)


def test_nothing_stays_behind_of_tables_that_were_judged_in_parts(installation_of_cases):
    found_by(installation_of_cases, 61)
    left = [path for path in installation_of_cases.work.rglob("*") if path.is_file()]
    assert [path.name for path in left if path.parent.name in {"tumpah", "bukti"}] == []


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_every_type_of_expectation_judges_a_row_by_that_row_alone(catalogue, data):
    """So a type that asks for all rows at once, such as uniqueness, is not added unseen."""
    row = st.fixed_dictionaries(
        {
            "angka": st.sampled_from(NUMBERS),
            "lain": st.sampled_from(NUMBERS),
            "syarat": st.sampled_from(NUMBERS),
            "teks": st.sampled_from(TEXTS),
            "kata": st.sampled_from(TEXTS),
        }
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=30))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(rows)), max_size=3)))
    asked = list(every_type(catalogue["ANG-01"]))
    whole = judge(frame_of(rows), asked)
    judging = Judging(asked)
    failing: list[list[int]] = [[] for _ in asked]
    for start, end in pairwise([0, *cuts, len(rows)]):
        for positions, verdict in zip(
            failing, judging.part(frame_of(rows[start:end])), strict=True
        ):
            positions += [start + int(position) for position in verdict.failing]
    assert failing == [verdict.failing.tolist() for verdict in whole]
    totals = [(total.judged, total.error) for total in judging.totals()]
    assert totals == [(verdict.judged, verdict.error) for verdict in whole]


def test_what_could_not_be_evaluated_in_one_part_was_not_evaluated(catalogue):
    kwargs = {"column": "x", "min_value": 1}
    rule, kind = catalogue["ANG-01"], "expect_column_values_to_be_between"
    judging = Judging([Expectation(rule, kind, kwargs, (), False, "", "why", "place")])
    for values in ([1.0, 2.0], ["a", "b"], [3.0]):
        judging.part(pd.DataFrame({"x": values}))
    [total] = judging.totals()
    assert total.error
    assert total.judged == 0


@given(st.lists(st.lists(st.integers(0, 9), max_size=7), max_size=9), st.integers(1, 6))
def test_batches_are_of_one_size_whatever_came(parts, rows):
    schema = pa.schema([("n", pa.int64())])
    came = [pa.RecordBatch.from_pydict({"n": part}, schema=schema) for part in parts]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(violations, "_BATCH_ROWS", rows)
        made = [table["n"].to_pylist() for table in _in_batches(iter(came))]
    assert [n for batch in made for n in batch] == [n for part in parts for n in part]
    assert all(len(batch) == rows for batch in made[:-1])
    assert all(0 < len(batch) <= rows for batch in made)
