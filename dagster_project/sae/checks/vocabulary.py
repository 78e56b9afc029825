"""The expectation types a suite may use, said without importing Great Expectations.

Belongs here: for each built-in type its arguments and what it does with a missing value.
Stays out: running them (`judge`). A test compares this list with the installed library.
Only row-wise types are here: a finding must name the row it is about, so none takes `mostly`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """Arguments of one expectation type.

    Attributes:
        columns: arguments that name a column; all are required.
        required: further arguments that must be given.
        optional: further arguments that may be given.
        one_of: at least one of these must be given, when there are any.
        skips_missing: the library passes over rows whose value is missing.
    """

    columns: tuple[str, ...] = ("column",)
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    skips_missing: bool = True

    def fault(self, kwargs: Mapping[str, object]) -> str | None:
        """What is wrong with these arguments, or None."""
        needed = {*self.columns, *self.required}
        known = {*needed, *self.optional, *self.one_of}
        missing, unknown = sorted(needed - set(kwargs)), sorted(set(kwargs) - known)
        if missing:
            return f"lacks {', '.join(missing)}"
        if unknown:
            return f"does not take {', '.join(unknown)} (it takes {', '.join(sorted(known))})"
        nameless = [name for name in self.columns if not isinstance(kwargs[name], str)]
        if nameless:
            return f"needs the name of a column in {', '.join(nameless)}"
        if self.one_of and not set(self.one_of) & set(kwargs):
            return f"needs one of {', '.join(self.one_of)}"
        return None


NOT_NULL = "expect_column_values_to_not_be_null"

SHAPES: Mapping[str, Shape] = {
    NOT_NULL: Shape(skips_missing=False),
    "expect_column_values_to_be_null": Shape(skips_missing=False),
    "expect_column_values_to_be_in_set": Shape(required=("value_set",)),
    "expect_column_values_to_not_be_in_set": Shape(required=("value_set",)),
    "expect_column_values_to_be_between": Shape(
        optional=("strict_min", "strict_max"), one_of=("min_value", "max_value")
    ),
    "expect_column_value_lengths_to_be_between": Shape(one_of=("min_value", "max_value")),
    "expect_column_values_to_match_regex": Shape(required=("regex",)),
    "expect_column_values_to_not_match_regex": Shape(required=("regex",)),
    "expect_column_pair_values_to_be_equal": Shape(columns=("column_A", "column_B")),
    "expect_column_pair_values_a_to_be_greater_than_b": Shape(
        columns=("column_A", "column_B"), optional=("or_equal",)
    ),
}
