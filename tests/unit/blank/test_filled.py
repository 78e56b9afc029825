"""A workbook that was filled goes through the same intake and the same rules as any other."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from dagster_project.sae.answer.write import write_answer
from dagster_project.sae.examine.examine import examine
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.pull import pull
from tests.unit.blank.filling import close_overdue, fill

SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"
CLEAN = ("1.01.01", "1.02.01", "2.16.01", "5.01.01", "6.01.01")


def told(answer):
    """Rules of the remarks, but for what the number of the version and the day of today say."""
    return [remark.rule for remark in answer.remarks if remark.rule not in {"IDT-06", "WKT-01"}]


@pytest.fixture
def history(receive):
    """Receive everything of an agency before 2026 TW3, in the order it came."""

    def arrive(agency):
        for period in ("2025_THN", "2026_TW1", "2026_TW2"):
            for path in sorted(SAMPLE.glob(f"{agency}_{period}_v*.xlsx")):
                receive(path.name)

    return arrive


@pytest.fixture
def filled(make, history, template):
    """The workbook for TW3, filled only where it is open with what the sample of TW3 says."""
    history("1.02.01")
    blank = make()
    fill(blank.path, template, like=SAMPLE / "1.02.01_2026_TW3_v1.xlsx")
    return blank


@pytest.mark.parametrize("agency", CLEAN)
def test_with_only_the_open_cells_filled_nothing_is_found(
    make, history, template, settings, agency
):
    history(agency)
    blank = make(agency)
    done = fill(blank.path, template, like=SAMPLE / f"{agency}_2026_TW3_v1.xlsx")
    assert done.disputes == []
    answer = examine(settings, blank.path)
    assert (told(answer), answer.outcome, answer.agency) == ([], "bersih", agency)


@pytest.mark.parametrize("agency", ["1.02.01", "6.01.01"])
def test_beside_all_that_has_landed_only_overdue_promises_are_left_to_tell(
    make, history, template, settings, agency
):
    history(agency)
    settings.inbox.mkdir()
    pull(settings)
    blank = make(agency)
    fill(blank.path, template, like=SAMPLE / f"{agency}_2026_TW3_v1.xlsx")
    close_overdue(blank.path)
    answer = examine(settings, blank.path)
    assert (told(answer), answer.outcome) == ([], "bersih")


def test_nothing_that_is_known_has_to_be_typed_again(filled, template, settings):
    """Definitions, ceilings, partners, yearly figures: none of them was among the open cells."""
    blank = filled.path.with_name("again.xlsx")
    shutil.copy(filled.path, blank)
    book = openpyxl.load_workbook(filled.path)
    done = fill(blank, template, like=SAMPLE / "1.02.01_2026_TW3_v1.xlsx")
    assert done.typed == []
    assert {row[0].value for row in book["KOLABORASI"].iter_rows(min_row=3)} == {"1.02.01-006"}


@pytest.mark.parametrize("agency", CLEAN)
def test_a_period_that_was_reported_begins_with_its_version_in_force_and_is_clean_as_it_is(
    make, receive, history, settings, agency
):
    history(agency)
    receive(f"{agency}_2026_TW3_v1.xlsx")
    blank = make(agency)
    assert blank.path.name == f"{agency}_2026_TW3_v2.xlsx"
    assert "versi yang berlaku" in blank.source
    answer = examine(settings, blank.path)
    assert (told(answer), answer.outcome) == ([], "bersih")


def test_what_nobody_could_read_is_handed_back_as_it_was_typed(make, receive, settings, tmp_path):
    book = openpyxl.load_workbook(SAMPLE / "1.02.01_2026_TW3_v1.xlsx")
    book["REALISASI"]["J3"].value = "1.234"
    book.save(tmp_path / "bad.xlsx")
    receive("1.02.01_2026_TW3_v1.xlsx", source=tmp_path / "bad.xlsx")
    blank = make()
    page = openpyxl.load_workbook(blank.path)["REALISASI"]
    column = next(cell.column for cell in page[1] if cell.value == "realisasi")
    assert page.cell(4, column).value == "1.234"
    assert "STR-06" in told(examine(settings, blank.path))


def test_it_lands_without_a_finding_and_the_sheets_that_are_not_ours_say_nothing(filled, settings):
    settings.inbox.mkdir()
    shutil.copy(filled.path, settings.inbox / filled.send_as)
    result = pull(settings)
    assert (result.new, result.accepted) == (4, 4)
    assert result.findings == 0


def test_an_unfilled_workbook_is_told_which_figures_are_missing(make, receive, settings):
    receive("1.02.01_2026_TW2_v1.xlsx")
    answer = examine(settings, make().path)
    assert "ANG-02" in {remark.rule for remark in answer.remarks}


def test_personal_data_in_an_open_promise_is_not_handed_on(make, receive, settings):
    """The sample's 1.06.01 wrote a telephone number into a promise; it is not given back."""
    receive("1.06.01_2026_TW2_v1.xlsx")
    answer = examine(settings, make("1.06.01").path)
    assert "PUB-01" not in told(answer)


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
    assert page["A2"].comment.text == before["A2"].comment.text
    assert page.protection.sheet
