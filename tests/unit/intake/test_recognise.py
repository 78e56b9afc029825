"""A form is known by what stands in it; what is not known is told what was looked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.recognise import recognise
from dagster_project.sae.intake.forms.template.header import map_header

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = load_template(ROOT / "data_raw" / "layouts" / "templat_v1.yaml")


def workbook(**sheets: dict[tuple[int, int], str]) -> WorkbookData:
    return WorkbookData(
        tuple(
            SheetData(name, cells={at: Cell(*at, value, "text") for at, value in cells.items()})
            for name, cells in sheets.items()
        )
    )


@pytest.mark.parametrize(
    "sheets",
    [
        {"SAMPUL": {(4, 1): "kode_opd"}},
        {"REALISASI": {(1, 7): "realisasi"}, "Catatan": {(1, 1): "x"}},
    ],
)
def test_any_sheet_of_ours_is_enough_so_that_the_rest_can_be_missed_by_name(sheets, layouts):
    assert recognise(workbook(**sheets), TEMPLATE, list(layouts.values())) is TEMPLATE


def test_spaces_around_the_names_of_columns_hide_nothing():
    [spec] = [sheet for sheet in TEMPLATE.sheets if sheet.name == "REALISASI"]
    names = {(1, n): f"\u00a0{field.id} " for n, field in enumerate(spec.fields, start=1)}
    book = workbook(REALISASI=names)
    assert recognise(book, TEMPLATE, []) is TEMPLATE
    header = map_header(spec, book.sheets[0])
    assert header.findings == []
    assert len(header.columns) == len(spec.fields)


def test_a_sheet_of_our_name_without_our_columns_is_not_ours(layouts):
    with pytest.raises(UnreadableFileError, match="Bentuk laporan tidak dikenal"):
        recognise(workbook(REALISASI={(1, 1): "No"}), TEMPLATE, list(layouts.values()))


def test_a_foreign_form_is_known_whatever_its_sheet_is_called(form, layouts):
    form.name = "Lembar1"
    assert recognise(form.workbook(), TEMPLATE, list(layouts.values())) is layouts["e81-renja"]


def test_an_unknown_form_is_told_what_was_looked_for_and_what_was_found(form, layouts):
    half = WorkbookData((form.without_columns(["F", "G", "H"]).sheet(),))
    with pytest.raises(UnreadableFileError) as refused:
        recognise(half, TEMPLATE, list(layouts.values()))
    message = str(refused.value)
    assert "Dicari: lembar templat (SAMPUL, INDIKATOR, REALISASI" in message
    assert "Paling mirip formulir" in message
    assert "tidak ditemukan" in message
    assert f"Ada lembar: '{form.name}'" in message


def test_two_layouts_that_fit_are_not_chosen_between(form, layouts):
    twin = layouts["e81-renja"].model_copy(update={"id": "kembar", "title": "Kembaran"})
    with pytest.raises(UnreadableFileError, match="cocok dengan lebih dari satu formulir"):
        recognise(form.workbook(), TEMPLATE, [layouts["e81-renja"], twin])


def test_a_workbook_of_many_sheets_is_described_in_bounds(layouts):
    many = workbook(**{f"Lembar yang namanya panjang sekali nomor {n}": {} for n in range(90)})
    with pytest.raises(UnreadableFileError) as refused:
        recognise(many, TEMPLATE, list(layouts.values()))
    assert len(str(refused.value)) < 1_500
    assert "dan 84 lagi" in str(refused.value)
