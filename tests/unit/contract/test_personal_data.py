"""What is personal data in a text is found and hidden; budgets, codes and dates are left alone."""

from __future__ import annotations

import csv
import string
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.contract.personal_data import MASK, find, is_nik, masked


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in find(text)]


EXAMPLES_FILE = Path(__file__).resolve().parents[2] / "cases" / "data_pribadi.csv"
with EXAMPLES_FILE.open(encoding="utf-8", newline="") as _stream:
    EXAMPLES = [(row["teks"], row["jenis"]) for row in csv.DictReader(_stream)]


@pytest.mark.parametrize(("text", "kind"), EXAMPLES)
def test_the_examples_are_told_as_they_say(text, kind):
    """SQL reads the same examples in tests/dbt/test_personal_data.py."""
    assert set(kinds(text)) == ({kind} if kind else set())


def test_each_of_two_numbers_is_found_though_one_sign_parts_them():
    assert kinds("081234567890 085712345678;3513010101900001") == ["nomor telepon"] * 2 + ["NIK"]


def test_what_is_found_behind_an_amount_stands_where_it_stood():
    text = "pagu Rp 1.500.000.000 dan 12 juta, hubungi 0812.3456.7890 ya"
    [hit] = find(text)
    assert text[hit.start : hit.end] == "0812.3456.7890"


@pytest.mark.parametrize(
    ("digits", "is_one"),
    [
        ("3513014501900001", True),
        ("3513010501900001", True),
        ("9913014501900001", False),
        ("3500014501900001", False),
        ("3513004501900001", False),
        ("3513013201900001", False),
        ("3513017201900001", False),
        ("3513010013900001", False),
        ("3513014500900001", False),
        ("3513014513900001", False),
        ("3513014501900000", False),
    ],
)
def test_a_nik_is_told_by_its_parts(digits, is_one):
    assert is_nik(digits) is is_one


niks = st.builds(
    "{:02d}{:02d}{:02d}{:02d}{:02d}{:02d}{:04d}".format,
    st.sampled_from([11, 32, 35, 53, 64, 73, 91, 94]),
    st.integers(1, 79),
    st.integers(1, 40),
    st.one_of(st.integers(1, 31), st.integers(41, 71)),
    st.integers(1, 12),
    st.integers(0, 99),
    st.integers(1, 9999),
)
prose = st.text(alphabet=string.ascii_letters + " ,;:()", max_size=60)


@given(before=prose, nik=niks, after=prose)
def test_every_nik_in_prose_is_found_and_masked(before, nik, after):
    text = f"{before} {nik} {after}"
    assert "NIK" in kinds(text)
    assert nik not in masked(text)


@given(st.integers(0, 10**15 - 1))
def test_no_amount_below_a_thousand_trillion_is_personal_data(amount):
    grouped = f"{amount:,}".replace(",", ".")
    assert kinds(f"Pagu Rp{grouped}") == []
    assert kinds(f"Pagu Rp {amount}") == []
    assert kinds(f"{amount} rupiah") == []


@given(st.text())
def test_any_text_is_read_and_a_masked_one_has_nothing_left(text):
    for hit in find(text):
        assert 0 <= hit.start < hit.end <= len(text)
    assert find(masked(text)) == ()


@given(st.text(alphabet="0123456789+-. @a/", max_size=80))
def test_a_masked_text_never_holds_what_was_found(text):
    hidden = masked(text)
    assert all(text[hit.start : hit.end] not in hidden.replace(MASK, "") for hit in find(text))


@pytest.mark.parametrize("piece", ["0812 ", "a@", "3513014501900001", "rek 12345 ", "1-", "@", "a"])
def test_a_text_of_any_length_is_read_in_time(piece):
    text = piece * (300_000 // len(piece))
    started = perf_counter()
    masked(text)
    assert perf_counter() - started < 20
