"""Properties of the number parser over all numbers and all texts."""

from __future__ import annotations

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.intake.forms.coerce import parse_number

# with three decimals 15 digits, which is what a double keeps
WHOLE = st.integers(min_value=0, max_value=10**12 - 1)
FRACTION = st.text("0123456789", max_size=3)


def indonesian(whole: int, fraction: str, *, grouped: bool) -> str:
    digits = f"{whole:,}".replace(",", ".") if grouped else str(whole)
    return f"{digits},{fraction}" if fraction else digits


@given(WHOLE, FRACTION, st.booleans(), st.sampled_from(["", "-"]))
def test_a_number_written_the_indonesian_way_comes_back_or_is_called_ambiguous(
    whole: int, fraction: str, grouped: bool, sign: str
) -> None:
    text = sign + indonesian(whole, fraction, grouped=grouped)
    result = parse_number(text)
    meant = float(Decimal(f"{sign}{whole}.{fraction or 0}"))
    if re.fullmatch(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}", text):
        assert result.value is None
        assert result.problem is not None
    else:
        assert result.value == meant
        assert result.problem is None


@given(st.integers(min_value=10**6, max_value=10**13))
def test_rupiah_and_percent_change_nothing_in_the_number(amount: int) -> None:
    text = indonesian(amount, "", grouped=True)
    assert parse_number(f"Rp {text}").value == amount
    assert parse_number(f"Rp{text},-").value == amount
    assert parse_number(f"{text} %").value == amount


@given(st.text(max_size=40))
def test_text_without_a_digit_never_becomes_a_number(text: str) -> None:
    if not re.search("[0-9]", text):
        assert parse_number(text).value is None


@given(st.text(max_size=40))
def test_a_text_is_a_number_or_a_problem_or_empty_but_never_two_of_them(text: str) -> None:
    result = parse_number(text)
    assert not (result.value is not None and result.problem)
    if result.value is None and result.problem is None:
        assert not re.search(r"[^\W_]", text)


@given(st.text("0123456789.,-+%RpoOBn/a ()e", max_size=12))
def test_a_value_never_has_more_digits_than_were_typed(text: str) -> None:
    value = parse_number(text).value
    if value is not None:
        typed = re.sub(r"\D", "", text).strip("0")
        kept = re.sub(r"\D", "", format(Decimal(repr(abs(value))), "f")).strip("0")
        assert typed.startswith(kept) or typed == kept


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_one_group_of_three_is_always_ambiguous(head: int, tail: int, mark: str) -> None:
    result = parse_number(f"{head}{mark}{tail:03d}")
    assert result.value is None
    assert result.problem is not None
    assert "dapat berarti" in result.problem
