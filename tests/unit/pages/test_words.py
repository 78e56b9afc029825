"""Figures, dates and typed texts as a citizen reads them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.pages.site import words


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (1234.5, 2, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (-0.001, 2, "0"),
        (-12.345, 1, "−12,3"),
        (0, 2, "0"),
        (None, 2, "–"),
    ],
)
def test_a_number_has_a_decimal_comma_and_no_idle_zeros(value, digits, shown):
    assert words.number(value, digits) == shown


def test_money_from_a_million_on_is_said_in_words():
    assert words.rupiah(92_817_580_000) == "Rp92,82 miliar"
    assert words.rupiah(999_999) == "Rp999.999"


def test_a_quantity_names_its_unit_and_missing_stays_missing():
    assert str(words.quantity(9, "per_1000_kh")) == "9&nbsp;<bdi>per 1.000 kh</bdi>"
    assert str(words.quantity(None, "persen")) == "–"
    assert str(words.quantity(12.5, "persen")) == "12,5%"


def test_a_verdict_is_a_word_and_a_sign_never_only_a_colour():
    assert "✗" in words.verdict("TIDAK_TERCAPAI")
    assert "Meleset" in words.verdict("TIDAK_TERCAPAI")
    assert "Sesuatu yang baru" in words.verdict("SESUATU_YANG_BARU")


def test_dates_and_periods_are_in_indonesian():
    assert words.day(date(2026, 8, 17)) == "17 Agustus 2026"
    assert words.period(2026, "TW3") == "Triwulan III 2026"
    assert words.period(2025, "THN") == "2025"


def test_the_dates_of_a_sentence_are_said_in_words_and_nothing_else_changes():
    assert words.dated("diukur 2025-12-31, kode 1.02.01-002.") == (
        "diukur 31 Desember 2025, kode 1.02.01-002."
    )
    assert words.dated("2025-13-31 dan 12025-12-311") == "2025-13-31 dan 12025-12-311"
    assert words.dated(None) == ""


def test_a_typed_text_is_escaped_and_shut_in():
    assert str(words.name("<b>\u202e x")) == "<bdi>&lt;b&gt;\u202e x</bdi>"


def test_a_word_without_end_may_break_and_is_cut():
    shown = str(words.name("A" * 5000, 140))
    assert "<wbr>" in shown
    assert len(shown) < 300


@given(st.text(max_size=400), st.integers(2, 200))
def test_no_text_breaks_out_of_an_element_or_is_longer_than_allowed(text, most):
    shown = str(words.name(text, most)).replace("<bdi>", "").replace("</bdi>", "")
    assert not set(shown.replace("<wbr>", "")) & set("<>\"'\x00\x1b")
    assert len(words.short(text, most)) <= most
    assert all(c.isprintable() or ord(c) > 127 for c in words.bare(text, most))
