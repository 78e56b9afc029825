"""A code that a spreadsheet turned into a number or a date is told, never taken for another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dagster_project.sae.contract.template import load_template
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.forms.findings import folded_cell, once_a_column
from dagster_project.sae.intake.forms.template.values import FieldValue, read_field

LAYOUTS = Path(__file__).resolve().parents[3] / "data_raw" / "layouts"
TEMPLATE = load_template(LAYOUTS / "templat_v1.yaml")
FIELDS = {field.id: field for sheet in TEMPLATE.sheets for field in sheet.fields}


@pytest.fixture
def known(profile):
    """A government with an agency 1.1 and another 1.10, an agency 1.2, and villages 1.1 to 1.3."""
    [first, *_] = profile.agencies
    [region, *_] = profile.regions
    return replace(
        profile,
        agencies=tuple(replace(first, code=code) for code in ("1.1", "1.10", "1.2")),
        regions=tuple(replace(region, code=code) for code in ("1.1", "1.10", "1.3")),
    )


def read(field: str, cell: Cell, known) -> FieldValue:
    return read_field(FIELDS[field], cell, profile=known)


@pytest.mark.parametrize(
    "field",
    ["id_indikator", "kode_opd", "kode_sub_kegiatan", "kode_program", "kode_wilayah", "kode_desa"],
)
def test_a_number_that_may_have_lost_its_last_zero_is_no_code(field, known):
    read_number = read(field, Cell(2, 1, 1.1, "number"), known)
    assert read_number.value is None
    assert "kode '1.1' tertulis sebagai angka" in str(read_number.problem)
    assert "format sel Text" in read_number.remedy
    assert read(field, Cell(2, 1, "1.10", "text"), known).value == "1.10"


@pytest.mark.parametrize(("field", "code"), [("kode_opd", 1.2), ("kode_desa", 1.3)])
def test_a_number_that_only_one_known_code_can_be_is_that_code(field, code, known):
    found = read(field, Cell(2, 1, code, "number"), known)
    assert (found.value, found.problem) == (str(code), None)


@pytest.mark.parametrize("field", ["id_indikator", "kode_opd", "kode_sub_kegiatan"])
def test_a_date_is_no_code(field, known):
    found = read(field, Cell(2, 1, date(2001, 2, 1), "date"), known)
    assert found.value is None
    assert "menjadi tanggal" in str(found.problem)


@pytest.mark.parametrize(
    "typed",
    [
        "2.18.01\u2013006",
        "2.18.01\u2011006",
        "2.18.01\u2212006",
        "2.18.01 - 006",
        "2.18.01\u00a0-\u00a0006",
        "2.18.01\u200b-006",
        "\uff12.18.01\uff0d006",
        "2.18.01\u2e3a006",
        "2.18.01\u00ad006",
        "2.18.01-\u202a006\u202c",
        "2.18.01-006.",
    ],
)
def test_an_id_is_read_by_its_meaning_whatever_dash_space_or_width(typed, known):
    found = read("id_indikator", Cell(2, 1, typed, "text"), known)
    assert found == FieldValue("2.18.01-006", None, found.remedy, folded=True)


def test_an_id_in_small_letters_is_that_id(known):
    assert read("id_indikator", Cell(2, 1, "iku-01a", "text"), known).value == "IKU-01A"


def test_words_in_the_place_of_a_code_keep_their_spaces(known):
    found = read("kode_sub_kegiatan", Cell(2, 1, "Total Belanja", "text"), known)
    assert found.value == "TOTAL BELANJA"


@pytest.mark.parametrize("typed", ["2.18.01-006", " 2.18.01-006 ", "IKU-01A"])
def test_an_id_as_it_should_be_is_not_told(typed, known):
    assert not read("id_indikator", Cell(2, 1, typed, "text"), known).folded


@pytest.mark.parametrize(
    ("typed", "meant", "folded"),
    [
        ("Laki-laki", "Laki-laki", False),
        ("Laki \u2013 laki", "Laki - laki", True),
        ("Usia 0\u20135 tahun", "Usia 0-5 tahun", True),
        ("perempuan", "perempuan", False),
        ("Perem\u00adpuan", "Perempuan", True),
        ("Perem\u200bpuan", "Perempuan", True),
        ("Anak\u2e3aanak", "Anak-anak", True),
        ("rumah 36 m\u00b2", "rumah 36 m\u00b2", False),
    ],
)
def test_a_category_keeps_its_words_and_gets_plain_signs(typed, meant, folded, known):
    found = read("dimensi", Cell(2, 1, typed, "text"), known)
    assert (found.value, found.folded) == (meant, folded)


def test_a_column_of_ids_read_by_their_meaning_is_told_once_with_their_number():
    told = [
        folded_cell(Cell(row, 1, "a\u2013b", "text"), "A-B", sheet="INDIKATOR") for row in (2, 3, 4)
    ]
    other = folded_cell(Cell(2, 6, "a\u2013b", "text"), "A-B", sheet="ANGGARAN")
    found = once_a_column([*told, other])
    assert [f.message for f in found] == [
        "INDIKATOR!A2: 'a\u2013b' dibaca sebagai A-B, dan 2 sel lain pada kolom itu.",
        "ANGGARAN!F2: 'a\u2013b' dibaca sebagai A-B.",
    ]
