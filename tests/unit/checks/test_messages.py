"""Sentences for an OPD: short, readable, and without personal data."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.checks.messages import (
    CONTENT_CAP,
    MESSAGE_CAP,
    content,
    message,
    shown,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "(kosong)"),
        (math.nan, "(kosong)"),
        ("   ", "(kosong)"),
        (12.0, "12"),
        (-0.0, "0"),
        (81.66666, "81,6667"),
        (2026.0, "2026"),
        (14723660349.0, "14723660349"),
        (0.00001, "1e-05"),
        (-5.5, "-5,5"),
        (math.inf, "inf"),
        (date(2026, 11, 10), "10-11-2026"),
        ("dua\nbaris", "dua baris"),
        ("{satuan}", "{satuan}"),
    ],
)
def test_a_value_is_shown_as_an_opd_reads_it(value, text):
    assert shown(value) == text


@pytest.mark.parametrize(
    "private",
    [
        "3513012345678901",
        "0812-3456-7890",
        "081234567890",
        "+62 812 3456 7890",
        "operator.dinkes@contoh.go.id",
    ],
)
def test_personal_data_in_a_text_is_masked(private):
    assert shown(f"hubungi {private} segera") == "hubungi [disamarkan] segera"
    assert private not in message("Isi: {isi}", {"isi": private})
    assert content(private) == "[disamarkan]"


@pytest.mark.parametrize("code", ["1.02.0.00.0.00.01.0000-001", "35.13.16.1002", "2025/2026"])
def test_a_code_is_not_taken_for_personal_data(code):
    assert shown(code) == code


def test_what_is_masked_is_not_cut_in_half_by_the_cap():
    text = "x " * 35 + "3513012345678901"
    assert "35130" not in str(content(text))


def test_a_placeholder_in_a_value_is_not_filled_again():
    assert message("{a}", {"a": "{b}", "b": "rahasia"}) == "{b}"


@given(st.text(max_size=2000), st.one_of(st.none(), st.floats(), st.text(max_size=2000)))
def test_no_value_breaks_a_message_or_its_length(name, value):
    filled = message("Target {nama} dan {nilai} belum angka.", {"nama": name, "nilai": value})
    assert filled.startswith("Target ")
    assert len(filled) <= MESSAGE_CAP
    assert "\n" not in filled
    assert len(content(value) or "") <= CONTENT_CAP
