"""The workbook as a spreadsheet program sees it."""

from __future__ import annotations

import openpyxl
import pytest

from dagster_project.sae.blank.book import note
from dagster_project.sae.blank.choices import LAST_ROW
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import BlankError


@pytest.fixture
def book(make):
    return openpyxl.load_workbook(make().path)


def rules_of(sheet, column):
    """Entry rules of a column of a table sheet."""
    area = f"{column}3:{column}{LAST_ROW}"
    return [rule for rule in sheet.data_validations.dataValidation if str(rule.sqref) == area]


def column_of(sheet, field):
    return next(cell.column_letter for cell in sheet[1] if cell.value == field)


def test_the_instructions_come_first_and_the_lists_are_hidden(book, template):
    names = [sheet.name for sheet in template.sheets]
    assert book.sheetnames == ["PETUNJUK", *names, "_daftar"]
    assert book.active.title == "PETUNJUK"
    assert [s.title for s in book if s.sheet_state != "visible"] == ["_daftar"]
    assert book["PETUNJUK"].sheet_properties.pageSetUpPr.fitToPage


def test_row_1_holds_exactly_the_field_ids_and_row_2_the_words_for_them(book, template):
    for sheet in template.sheets:
        if sheet.shape == "tabel":
            ids = [c.value for c in book[sheet.name][1]]
            words = [c.value for c in book[sheet.name][2]]
            assert ids == [f.id for f in sheet.fields]
            assert words == [f.label for f in sheet.fields]
    form = book["SAMPUL"]
    titles = [cell.value for cell in form[1]]
    assert titles == ["isian", "_nama", "nilai", "_penjelasan"]
    fields = template.sheet("SAMPUL").fields
    told = [
        (form.cell(row, 1).value, form.cell(row, 2).value) for row in range(2, form.max_row + 1)
    ]
    assert told == [(f.id, f.label) for f in fields]


def test_every_heading_has_a_note_with_its_meaning_and_whether_it_is_mandatory(book, template):
    for sheet in template.sheets:
        page = book[sheet.name]
        for place, field in enumerate(sheet.fields):
            at = (2, place + 1) if sheet.shape == "tabel" else (place + 2, 2)
            assert page.cell(*at).comment.text == note(field)
            assert field.definition in note(field)
    assert note(template.sheet("REALISASI").field("realisasi")).endswith(
        "Wajib bila: status TERSEDIA."
    )


def test_headings_are_locked_and_data_rows_are_not(book, template):
    for sheet in template.sheets:
        page = book[sheet.name]
        assert page.protection.sheet
        if sheet.shape == "isian":
            continue
        assert not page.protection.insertRows  # openpyxl: False means it is allowed
        for row in (1, 2):
            for cell in page[row]:
                assert cell.protection.locked
                assert not page.column_dimensions[cell.column_letter].protection.locked
        assert page.freeze_panes.endswith("3")
    form = book["SAMPUL"]
    given = [form.cell(row, 3).protection.locked for row in range(2, form.max_row + 1)]
    assert given == [True] * 6 + [False] * 7


def test_codes_are_text_and_dates_and_money_have_their_format(book):
    def format_of(sheet, field):
        page = book[sheet]
        return page.column_dimensions[column_of(page, field)].number_format

    assert format_of("REALISASI", "kode_wilayah") == "@"
    assert format_of("INDIKATOR", "kode_program") == "@"
    assert format_of("REALISASI", "tanggal_referensi_data") == "yyyy-mm-dd"
    assert format_of("REALISASI", "tahun") == "0"
    assert format_of("ANGGARAN", "pagu") == "#,##0"
    assert format_of("ANGGARAN", "realisasi_fisik_pct") == "0.00"


def test_every_enumeration_and_reference_has_a_drop_down_list(book, template, settings):
    profile = load_profile(settings.profile_dir)
    hidden = book["_daftar"]
    for sheet in template.sheets[1:]:
        page = book[sheet.name]
        for field in sheet.fields:
            if field.type != "enum" and field.reference is None:
                continue
            [rule] = rules_of(page, column_of(page, field.id))
            assert rule.type == "list"
            if field.reference is None:
                assert rule.formula1 == f'"{",".join(field.values)}"'
    [rule] = rules_of(book["INDIKATOR"], column_of(book["INDIKATOR"], "satuan"))
    area = rule.formula1.split("!")[1].replace("$", "")
    assert {row[0].value for row in hidden[area]} == profile.unit_codes
    villages = {r.code for r in profile.regions if r.level in {"DESA", "KELURAHAN"}}
    [rule] = rules_of(book["SWADAYA"], column_of(book["SWADAYA"], "kode_desa"))
    area = rule.formula1.split("!")[1].replace("$", "")
    assert {row[0].value for row in hidden[area]} == villages
    [rule] = rules_of(book["REALISASI"], "A")
    assert rule.formula1.startswith("INDIKATOR!$A$3")


def test_numbers_and_dates_are_asked_for_while_typing(book):
    page = book["REALISASI"]
    kinds = {
        field: rules_of(page, column_of(page, field))[0].type
        for field in ("realisasi", "tahun", "tanggal_referensi_data", "jumlah_penerima_manfaat")
    }
    assert list(kinds.values()) == ["decimal", "whole", "date", "whole"]


def test_a_workbook_that_is_there_is_never_written_over(make):
    first = make()
    before = first.path.read_bytes()
    with pytest.raises(BlankError, match="sudah ada dan tidak ditimpa"):
        make()
    assert first.path.read_bytes() == before
    assert [p.name for p in first.path.parent.iterdir()] == [first.path.name]
