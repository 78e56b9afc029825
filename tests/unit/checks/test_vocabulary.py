"""The list of expectation types agrees with the installed library."""

from __future__ import annotations

import great_expectations as gx
import pytest

from dagster_project.sae.checks.vocabulary import SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_a_known_type_exists_with_these_arguments(name):
    kind = getattr(gx.expectations, "".join(part.title() for part in name.split("_")))
    shape = SHAPES[name]
    arguments = {*shape.columns, *shape.required, *shape.optional, *shape.one_of}
    assert kind.expectation_type == name
    assert arguments <= set(kind.__fields__)
    needed = {field.name for field in kind.__fields__.values() if field.required}
    assert needed <= {*shape.columns, *shape.required}


def test_an_argument_that_is_one_of_several_may_not_be_left_out():
    shape = SHAPES["expect_column_values_to_be_between"]
    assert shape.fault({"column": "a"}) == "needs one of min_value, max_value"
    assert shape.fault({"column": "a", "max_value": 3}) is None
