"""A workbook that was filled goes through the same intake and the same rules as any other."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from dagster_project.sae.answer.write import write_answer
from dagster_project.sae.examine.examine import examine
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.pull import pull

SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"


@pytest.fixture
def filled(make, receive, template):
    """The workbook for TW3, filled with what the sample of that period says."""
    receive("1.02.01_2026_TW2_v1.xlsx")
    blank = make()
    told = openpyxl.load_workbook(SAMPLE / "1.02.01_2026_TW3_v1.xlsx")
    book = openpyxl.load_workbook(blank.path)
    for sheet in template.sheets:
        page, said = book[sheet.name], told[sheet.name]
        if sheet.shape == "isian":
            answers = {row[0].value: row[1].value for row in said.iter_rows(min_row=2)}
            for row in page.iter_rows(min_row=2, max_col=2):
                if row[1].value is None:
                    row[1].value = answers[row[0].value]
            continue
        names = [cell.value for cell in said[1]]
        columns = {cell.value: cell.column for cell in page[1]}
        for number, row in enumerate(said.iter_rows(min_row=2, values_only=True), start=2):
            for name, value in zip(names, row, strict=True):
                if value is None or name not in columns or name.startswith("_"):
                    continue
                cell = page.cell(number, columns[name])
                is_open = cell.value is None or name == "status_data"
                assert is_open or cell.value == value, (sheet.name, cell.coordinate)
                cell.value = value
    book.save(blank.path)
    return blank


def test_it_is_read_and_judged_without_a_finding(filled, settings):
    answer = examine(settings, filled.path)
    assert (answer.remarks, answer.is_refused) == ((), False)
    assert answer.agency == "1.02.01"


def test_it_lands_without_a_finding_and_the_sheets_that_are_not_ours_say_nothing(filled, settings):
    settings.inbox.mkdir()
    shutil.copy(filled.path, settings.inbox / filled.send_as)
    result = pull(settings)
    assert (result.new, result.accepted) == (2, 2)
    assert result.findings == 0


def test_an_unfilled_workbook_is_told_which_figures_are_missing(make, receive, settings):
    receive("1.02.01_2026_TW2_v1.xlsx")
    answer = examine(settings, make().path)
    assert "ANG-02" in {remark.rule for remark in answer.remarks}


def test_its_own_notes_and_lists_survive_in_the_copy_to_mend(make, receive, settings, tmp_path):
    receive("1.02.01_2026_TW2_v1.xlsx")
    blank = make()
    before = openpyxl.load_workbook(blank.path)["REALISASI"]
    (tmp_path / "kembali").mkdir()
    answer = examine(settings, blank.path)
    write_answer(answer, blank.path, tmp_path / "kembali")
    [copy] = (tmp_path / "kembali").glob("*.xlsx")
    after = openpyxl.load_workbook(copy)
    assert after.sheetnames[0] == "PERBAIKAN"
    page = after["REALISASI"]
    assert len(page.data_validations.dataValidation) == len(before.data_validations.dataValidation)
    assert page["A1"].comment.text == before["A1"].comment.text
    assert page.protection.sheet
