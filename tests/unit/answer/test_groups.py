"""Many remarks of one kind are one entry of the list; none is lost."""

from __future__ import annotations

import json

import openpyxl

from dagster_project.sae.answer.copy.marked import marked_copy
from dagster_project.sae.answer.groups import FEWEST, grouped
from dagster_project.sae.answer.report import report_json, report_markdown


def many(remark, rows, **said):
    return [remark(cell=f"K{row}", message=f"Realisasi {row} kosong.", **said) for row in rows]


def test_equal_remarks_of_a_column_are_one_entry_with_its_cells_in_short(workbook, told, remark):
    asked = told(workbook, *many(remark, [*range(12, 41), 44]))
    [group] = grouped(asked)
    assert group.place == "REALISASI!K12:K40, K44 (30 sel)"
    assert group.message == "Realisasi 12 kosong. (dan 29 temuan sejenis)"
    assert group.found is None


def test_other_rules_columns_sheets_and_cures_stay_apart(workbook, told, remark):
    rows = range(2, 2 + FEWEST)
    asked = told(
        workbook,
        *many(remark, rows),
        *many(remark, rows, rule="ANG-01"),
        *many(remark, rows, sheet="INDIKATOR"),
        *many(remark, rows, remedy="Lain."),
        *[remark(cell=f"L{row}") for row in rows],
    )
    assert len(grouped(asked)) == 5


def test_a_few_are_listed_one_by_one_with_their_own_sentences(workbook, told, remark):
    asked = told(workbook, *many(remark, range(2, 1 + FEWEST)))
    assert [group.message for group in grouped(asked)] == [r.message for r in asked.remarks]


def test_whole_rows_and_different_contents_are_named_in_short(workbook, told, remark):
    asked = told(workbook, *[remark(cell=f"{n}:{n}", found=f"isi {n}") for n in (3, 4, 5, 9, 11)])
    [group] = grouped(asked)
    assert group.place == "REALISASI, baris 3-5, 9, 11 (5 baris)"
    assert group.found == "isi 3; isi 4; isi 5; dan 2 isi lain"


def test_the_ranges_of_an_entry_have_an_end(workbook, told, remark):
    [group] = grouped(told(workbook, *many(remark, range(2, 900, 2))))
    assert group.place.endswith("dan 437 kelompok lagi (449 sel)")
    assert len(group.place) < 140


def test_the_list_is_short_and_the_data_and_the_marks_keep_every_cell(
    workbook, told, remark, tmp_path
):
    asked = told(workbook, *many(remark, range(2, 42)))
    assert report_markdown(asked).count("ANG-02") == 1
    assert len(json.loads(report_json(asked, workbook_sha256=""))["temuan"]) == 40
    path = tmp_path / "salinan.xlsx"
    path.write_bytes(marked_copy(workbook, asked))
    copy = openpyxl.load_workbook(path)
    assert [c.hyperlink.location for row in copy["PERBAIKAN"] for c in row if c.hyperlink] == [
        "'REALISASI'!K2"
    ]
    assert sum(c.comment is not None for row in copy["REALISASI"] for c in row) >= 40
