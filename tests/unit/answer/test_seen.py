"""An answer says what really stands in a cell, under which heading, and that it cannot be seen."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
import xlsxwriter

from dagster_project.sae.answer.copy.marked import marked_copy
from dagster_project.sae.answer.groups import grouped
from dagster_project.sae.answer.report import report_json, report_markdown
from dagster_project.sae.answer.seen import as_seen
from dagster_project.sae.answer.words import found_text, note
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT

TEMPLATE = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)


@pytest.fixture
def report(tmp_path):
    """A sheet of ours with every kind of content, and places that nobody sees."""
    path = tmp_path / "1.02.01_2026_TW3_v1.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        white = book.add_format({"font_color": "#FFFFFF"})
        white_on_green = book.add_format({"font_color": "#FFFFFF", "bg_color": "#1F6F54"})
        nothing = book.add_format({"num_format": ";;;"})
        sheet = book.add_worksheet("REALISASI")
        names = ("id_indikator", "tahun", "realisasi", "tanggal_referensi_data", "bukti_tautan")
        sheet.write_row(0, 0, names)
        sheet.write_row(1, 0, ["1.02.01-001", 2026, 52.92])
        sheet.write_datetime(1, 3, date(2026, 9, 30), day)
        sheet.write_formula(2, 2, "=40+40", None, 80)
        sheet.write_boolean(2, 3, True)
        sheet.write_string(2, 4, "hubungi 0812-0000-0000")
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_string(3, 0, "putih", white)
        sheet.write_string(3, 1, "hijau", white_on_green)
        sheet.write_string(3, 2, "titik koma", nothing)
        sheet.set_column(4, 4, None, None, {"hidden": True})
        sheet.write_string(1, 4, "tautan")
        other = book.add_worksheet("CATATAN")
        other.write_string(0, 0, "rahasia")
        other.hide()
    return path


@pytest.fixture
def seen(report, told, remark):
    """The one remark on a cell, after somebody looked."""

    def look(cell, sheet="REALISASI", **said):
        asked = told(report, remark(cell=cell, sheet=sheet, **said))
        [found] = as_seen(asked, report, TEMPLATE).remarks
        return found

    return look


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("A2", "1.02.01-001"),
        ("B2", "2026"),
        ("C2", "52,92"),
        ("D2", "30-09-2026"),
        ("C3", "80"),
        ("D3", "TRUE"),
    ],
)
def test_a_cell_that_holds_something_is_never_called_empty(seen, cell, text):
    found = seen(cell)
    assert (found.found, found.is_empty) == (text, False)
    assert f"Tertulis: {text}" in note([found])


def test_only_a_cell_that_was_looked_at_and_holds_nothing_is_called_empty(seen, remark):
    assert "Tertulis: (kosong)" in note([seen("D4")])
    assert "(kosong)" not in note([remark(cell="C2")])


def test_personal_data_stays_masked(seen):
    assert "0812" not in str(seen("E3").found)


def test_what_the_rule_said_of_the_content_is_kept(seen):
    assert seen("C2", found="lima puluh dua").found == "lima puluh dua"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("C3", "baris 3 disembunyikan"),
        ("E2", "kolom E disembunyikan"),
        ("A4", "tulisannya putih"),
        ("C4", "format selnya menyembunyikan isi"),
        ("B4", None),
        ("A2", None),
    ],
)
def test_a_hidden_content_says_that_it_is_hidden(seen, cell, why):
    assert seen(cell).hidden == why
    assert (f"[{why}]" in note([seen(cell)])) == (why is not None)


def test_a_hidden_sheet_is_named_in_every_form_of_the_answer(report, told, remark):
    asked = told(report, remark(sheet="CATATAN", cell="A1"))
    answer = as_seen(asked, report, TEMPLATE)
    [group] = grouped(answer)
    assert found_text(group) == "rahasia [lembarnya disembunyikan]"
    assert "lembarnya disembunyikan" in report_markdown(answer)
    assert '"tersembunyi": "lembarnya disembunyikan"' in report_json(answer, workbook_sha256="x")
    listed = openpyxl.load_workbook(io.BytesIO(marked_copy(report, answer)))["PERBAIKAN"]
    assert any(c.value == "rahasia [lembarnya disembunyikan]" for row in listed for c in row)


def test_a_cell_is_named_by_its_address_and_its_heading(seen):
    assert seen("C2").place == "REALISASI!C2 (Realisasi)"
    assert seen("D2").place == "REALISASI!D2 (Tanggal acuan data)"
    assert seen("A1", sheet="CATATAN").place == "CATATAN!A1"
    assert seen("C1").place == "REALISASI!C1"


def test_several_cells_of_one_column_share_its_heading(report, told, remark):
    asked = told(report, *[remark(cell=f"C{row}") for row in range(2, 7)])
    [group] = grouped(as_seen(asked, report, TEMPLATE))
    assert group.place == "REALISASI!C2:C6 (Realisasi; 5 sel)"


def test_a_file_that_cannot_be_looked_into_keeps_its_answer(told, remark, tmp_path):
    path = tmp_path / "laporan.csv"
    path.write_text("bukan zip", encoding="utf-8")
    asked = told(path, remark())
    assert as_seen(asked, path, TEMPLATE) == asked
    assert "(kosong)" not in note(asked.remarks)
