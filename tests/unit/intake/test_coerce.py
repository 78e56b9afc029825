"""Cells become values by one possible reading only; everything else says why not."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from dagster_project.sae.intake.file.cells import Cell, CellKind, CellValue
from dagster_project.sae.intake.file.number_format import is_percent_format
from dagster_project.sae.intake.forms.coerce import (
    coerce_date,
    coerce_enum,
    coerce_int,
    coerce_number,
    coerce_text,
    parse_number,
)
from dagster_project.sae.intake.forms.spellings import VARIANTS, canonical, spelling_key, unit_word

ROOT = Path(__file__).resolve().parents[3]


def cell(value: CellValue, kind: CellKind = "text", number_format: str | None = None) -> Cell:
    return Cell(row=5, col=6, value=value, kind=kind, number_format=number_format)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("34,49", 34.49),
        ("1.234.567", 1234567),
        ("1.234,5", 1234.5),
        ("12.345.678,90", 12345678.9),
        ("0", 0),
        ("4091", 4091),
        ("0,125", 0.125),
        ("58.5", 58.5),
        ("0.125", 0.125),
        ("1234.567", 1234.567),
        ("-5", -5),
        ("\u22125,5", -5.5),
        ("+3", 3),
        ("Rp 1.500.000,00", 1500000),
        ("Rp. 1.500.000,-", 1500000),
        ("rp2500", 2500),
        ("IDR 25.000.000", 25000000),
        ("-Rp 1.000.000", -1000000),
        ("Rp -1.000.000", -1000000),
        ("58%", 58),
        ("77,24 %", 77.24),
        ("40 persen", 40),
        (" \u00a0 25,58\u202f", 25.58),
    ],
)
def test_a_typed_number_with_one_reading_is_read(typed: str, number: float) -> None:
    result = coerce_number(cell(typed))
    assert (result.value, result.problem) == (number, None)


@pytest.mark.parametrize(
    "typed",
    [
        "1.234", "1,234", "12.500", "999,999", "Rp 1.500", "1,234.5", "1,234,567", "1.23.456",
        "1.2345.678", "012", "1..5", "1,5,5", "5-", "--5", "-+5", "- 5", "(1.500.000)", "1 234 567",
        "-", "--", "–", "o", "O", "BB", "n/a", "N/A", "nihil", "tidak ada", "40 orang", ">5", "±3",
        "4-5", "3/4", "5 juta", "1e6", "1,5E+06", "inf", "nan", "NaN", "٣", "５", "½", "²", "0x10",
        "1_000", ",5", "5,", ".5", "5.", "%", "Rp", "Rp 5%", "58%%", "5,-", "TRUE", "#REF!", "=1+1",
        "1234567890123456", "9" * 400, "1" + ".000" * 5000,
    ],
)  # fmt: skip
def test_any_other_typed_text_is_a_problem_and_never_a_number(typed: str) -> None:
    result = coerce_number(cell(typed))
    assert result.value is None
    assert result.problem is not None
    assert len(result.problem) < 250


@pytest.mark.parametrize(
    "far", [cell(1e15, "number"), cell(-1e212, "number"), cell("1" + "0" * 20)]
)
def test_a_number_too_large_for_a_cell_is_a_problem(far: Cell) -> None:
    assert coerce_number(far).value is None
    assert coerce_number(far).problem


def test_the_largest_number_a_cell_keeps_whole_is_read() -> None:
    assert coerce_number(cell(999_999_999_999_999, "number")).value == 999_999_999_999_999


def test_a_percentage_counts_on_its_own_scale_when_it_is_too_large() -> None:
    assert coerce_number(cell(2e13, "number", "0%")).problem == (
        "'20000000000000' terlalu besar: sel hanya menyimpan 15 angka."
    )


def test_an_ambiguous_number_names_its_two_readings() -> None:
    assert coerce_number(cell("1.234")).problem == (
        "'1.234' bukan angka yang pasti: dapat berarti 1234 atau 1,234."
    )


def test_empty_is_neither_zero_nor_a_problem() -> None:
    for empty in (None, cell(""), cell(" \u00a0\n")):
        result = coerce_number(empty)
        assert (result.value, result.problem) == (None, None)


def test_a_number_cell_is_itself_and_a_percent_format_counts_times_hundred() -> None:
    assert coerce_number(cell(35, "number", "#,##0")).value == 35
    percent = coerce_number(cell(0.07, "number", "0.00%"))
    assert (percent.value, percent.note is not None) == (7.0, True)
    assert coerce_number(cell(85, "number", '0"%"')).value == 85


def test_typed_text_in_a_percent_cell_has_no_certain_scale_unless_it_says_percent() -> None:
    assert coerce_number(cell("58", "text", "0%")).value is None
    assert coerce_number(cell("58%", "text", "0%")).value == 58


@pytest.mark.parametrize(
    ("number_format", "percent"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ("General", False),
        (None, False),
        ('0.0" %"', False),
        (r"0\%", False),
        ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', False),
    ],
)
def test_a_literal_percent_sign_is_not_a_percent_format(
    number_format: str | None, percent: bool
) -> None:
    assert is_percent_format(number_format, 0.5) is percent


@pytest.mark.parametrize(
    ("number_format", "value", "percent"),
    [
        ("[<=1]0%;0.00", 0.86, True),
        ("[<=1]0%;0.00", 86.16, False),
        ("0.00;-0.00;0%", 86.16, False),
        ("0.00;-0.00;0%", -3.0, False),
        ("0.00;-0.00;0%", 0.0, True),
        ("0%;0.00", 0.5, True),
        ("0%;0.00", -0.5, False),
        ("[>100]0.00;[>1]0.0;0%", 50.0, False),
        ("[>100]0.00;[>1]0.0;0%", 0.5, True),
        ("[Red][<0]0.00;0%", 0.5, True),
        ("0.00;@", 1.0, False),
    ],
)
def test_the_section_that_applies_to_the_value_decides_about_percent(
    number_format: str, value: float, percent: bool
) -> None:
    assert is_percent_format(number_format, value) is percent


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("#DIV/0!", "error"),
        (None, "formula_empty"),
        (True, "bool"),
        (date(2026, 3, 4), "date"),
        (float("nan"), "number"),
        (float("inf"), "number"),
    ],
)
def test_errors_booleans_dates_and_empty_formulas_are_not_numbers(
    value: CellValue, kind: CellKind
) -> None:
    result = coerce_number(cell(value, kind))
    assert result.value is None
    assert result.problem is not None


def test_whole_numbers_are_never_rounded() -> None:
    assert coerce_int(cell("2026")).value == 2026
    assert coerce_int(cell(12.0, "number")).value == 12
    assert coerce_int(cell(12.5, "number")).problem == "'12.5' bukan bilangan bulat."
    assert coerce_int(cell(1e300, "number")).value is None
    assert coerce_int(None).problem is None


@pytest.mark.parametrize(
    "typed",
    [
        "30 Juni 2026", "30 juni 2026", "30/06/2026", "30-6-2026", "30.06.2026", "2026-06-30",
        "2026-06-30T00:00:00", "Selasa, 30 Juni 2026", "30 Jun. 2026", "30-Jun-2026",
    ],
)  # fmt: skip
def test_indonesian_dates_are_read_day_first(typed: str) -> None:
    result = coerce_date(cell(typed))
    assert (result.value, result.problem) == (date(2026, 6, 30), None)


@pytest.mark.parametrize(
    "typed",
    [
        "13/13/2026", "31/02/2026", "30/06/26", "Juni 2026", "Senin, 30 Juni 2026", "06/30/2026",
        "30/06-2026", "30 Juno 2026", "-", "segera", "2026", "30/06/0206", "foo, 30 Juni 2026",
    ],
)  # fmt: skip
def test_any_other_text_is_not_a_date(typed: str) -> None:
    result = coerce_date(cell(typed))
    assert result.value is None
    assert result.problem is not None


def test_excel_dates_are_dates_and_bare_numbers_are_not() -> None:
    assert coerce_date(cell(datetime(2026, 6, 30, 8, 15), "date")).value == date(2026, 6, 30)
    assert coerce_date(cell(date(2026, 6, 30), "date")).value == date(2026, 6, 30)
    assert coerce_date(cell(46203, "number")).value is None
    assert coerce_date(cell(date(1900, 1, 4), "date")).value is None
    assert coerce_date(cell("")).problem is None
    assert coerce_date(None).problem is None
    assert coerce_date(cell("#N/A", "error")).problem is not None


def test_text_comes_in_one_line_and_numbers_say_that_zeros_may_be_lost() -> None:
    assert coerce_text(cell("  Dinas\n Kesehatan\u200b \x07")).value == "Dinas Kesehatan"
    assert coerce_text(cell("   ")).value is None
    number = coerce_text(cell(1.1, "number"))
    assert (number.value, number.note is not None) == ("1.1", True)
    assert coerce_text(cell("#REF!", "error")).value is None


@pytest.mark.parametrize(
    ("typed", "values", "meant"),
    [
        ("naik", ("NAIK", "TURUN", "RENTANG"), "NAIK"),
        (" Posisi-Akhir ", ("KUMULATIF", "POSISI_AKHIR"), "POSISI_AKHIR"),
        ("rata - rata", ("RATA_RATA",), "RATA_RATA"),
        ("Tahunan", ("TW1", "THN"), "THN"),
        ("Tahunan", ("KUMULATIF", "TAHUNAN_SAJA"), "TAHUNAN_SAJA"),
        ("triwulan iii", ("TW1", "TW2", "TW3", "TW4"), "TW3"),
        ("sae 3", ("SAE-1", "SAE-3"), "SAE-3"),
        ("Plt.", ("DEFINITIF", "PLT"), "PLT"),
    ],
)
def test_an_allowed_value_is_known_in_any_common_spelling(
    typed: str, values: tuple[str, ...], meant: str
) -> None:
    assert coerce_enum(cell(typed), values).value == meant


def test_an_unknown_value_lists_what_is_allowed() -> None:
    result = coerce_enum(cell("bagus"), ("NAIK", "TURUN"))
    assert result.value is None
    assert result.problem == "'bagus' tidak ada dalam pilihan: NAIK, TURUN."
    assert coerce_enum(cell("-"), ("NAIK", "TURUN")).value is None
    assert coerce_enum(None, ("NAIK",)).problem is None


def test_no_spelling_stands_for_two_values_of_one_field() -> None:
    from dagster_project.sae.contract.template import load_template

    template = load_template(ROOT / "data_raw" / "layouts" / "templat_v1.yaml")
    for sheet in template.sheets:
        for field in sheet.fields:
            spelled = [v for value in field.values for v in (value, *VARIANTS.get(value, ()))]
            for spelling in spelled:
                assert canonical(spelling, values=field.values) is not None, (field.id, spelling)
            keys = {spelling_key(value) for value in field.values}
            assert len(keys) == len(field.values)


def test_units_are_written_out() -> None:
    assert [unit_word(u) for u in ("%", "Dok", " Lap. ", "Orang / Bulan")] == [
        "persen",
        "dokumen",
        "laporan",
        "orang / bulan",
    ]


def test_values_typed_by_real_people_are_read_or_flagged_but_never_turned_into_zero() -> None:
    typed = ["4", "", "40", "77", "0", "34,49", "58%", "25,58", "-", "o", "BB", "7250"]
    read = {text: parse_number(text) for text in typed}
    assert {t: r.value for t, r in read.items() if r.value is not None} == {
        "4": 4, "40": 40, "77": 77, "0": 0, "34,49": 34.49, "58%": 58, "25,58": 25.58, "7250": 7250,
    }  # fmt: skip
    assert {t for t, r in read.items() if r.problem} == {"-", "o", "BB"}
