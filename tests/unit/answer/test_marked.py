"""The fix-it copy: the operator's own file, marked, with nothing else changed."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dagster_project.sae.answer.copy import marked, package
from dagster_project.sae.answer.copy.marked import marked_copy
from dagster_project.sae.answer.copy.splice import CannotMarkError, apply, with_attribute
from dagster_project.sae.answer.copy.styles import BLOCKING, REMARKED
from dagster_project.sae.intake.file.reader import read_workbook


def opened(data: bytes, **kwargs):
    return openpyxl.load_workbook(io.BytesIO(data), **kwargs)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fill(cell) -> str:
    return cell.fill.fgColor.rgb


def test_bad_cells_are_coloured_by_what_they_hold_back(workbook, told, remark):
    copy = opened(marked_copy(workbook, told(workbook, remark(), remark(cell="C4", severity="P"))))
    sheet = copy["REALISASI"]
    assert fill(sheet["B2"]) == BLOCKING
    assert fill(sheet["C4"]) == REMARKED
    assert {c.coordinate for row in sheet for c in row if fill(c) in {BLOCKING, REMARKED}} == {
        "B2",
        "C4",
    }


def test_the_note_says_rule_what_stands_what_should_and_how_to_mend(workbook, told, remark):
    copy = opened(marked_copy(workbook, told(workbook, remark(found="satu"))))
    note = copy["REALISASI"]["B2"].comment.text
    for said in ("ANG-02", "Tertulis: satu", "Seharusnya: Realisasi terisi", "Isi realisasi."):
        assert said in note


def test_a_note_of_the_operator_stays_above_ours(workbook, told, remark):
    sheet = opened(marked_copy(workbook, told(workbook, remark(cell="B3"))))["REALISASI"]
    note = sheet["B3"].comment.text
    assert note.index("catatan operator") < note.index("ANG-02")
    assert sheet["A1"].comment.text == "definisi kolom"


def test_values_formulas_their_results_and_formats_are_untouched(workbook, told, remark):
    data = marked_copy(workbook, told(workbook, remark(cell="B3"), remark(cell="B4")))
    for mode in (False, True):
        before, after = (
            openpyxl.load_workbook(workbook, data_only=mode),
            opened(data, data_only=mode),
        )
        for sheet in before:
            cells = {c.coordinate: c for row in after[sheet.title] for c in row}
            for row in sheet:
                for cell in row:
                    assert cells[cell.coordinate].value == cell.value
                    assert cells[cell.coordinate].number_format == cell.number_format
                    assert cells[cell.coordinate].font.b == cell.font.b


def test_every_part_that_is_not_marked_keeps_its_bytes(workbook, told, remark):
    before = parts(workbook.read_bytes())
    after = parts(marked_copy(workbook, told(workbook, remark())))
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
    }
    assert "xl/charts/chart1.xml" in after


def test_the_first_sheet_lists_every_finding_with_a_link_to_its_cell(workbook, told, remark):
    copy = opened(
        marked_copy(workbook, told(workbook, remark(), remark(sheet="LAIN'NYA", cell="A1")))
    )
    assert copy.sheetnames == ["PERBAIKAN", "REALISASI", "LAIN'NYA"]
    assert [s.title for s in copy if s.sheet_view.tabSelected] == ["PERBAIKAN"]
    links = {c.hyperlink.location for row in copy["PERBAIKAN"] for c in row if c.hyperlink}
    assert links == {"'REALISASI'!B2", "'LAIN''NYA'!A1"}
    assert list(copy["REALISASI"].defined_names) == ["daerah"]


def test_no_text_of_the_list_becomes_a_formula(workbook, told, remark):
    bad = ["=HYPERLINK(1)", "+1+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "=1\x07+1"]
    copy = opened(marked_copy(workbook, told(workbook, *[remark(found=text) for text in bad])))
    cells = [c for row in copy["PERBAIKAN"] for c in row if c.value is not None]
    assert {c.data_type for c in cells} == {"s"}
    assert not [c.value for c in cells if str(c.value)[0] in "=+-@\t"]


def test_the_copy_is_read_again_like_the_file_itself(workbook, told, remark, tmp_path):
    path = tmp_path / "salinan.xlsx"
    path.write_bytes(marked_copy(workbook, told(workbook, remark(), remark(cell="B4"))))
    before = read_workbook(workbook, file_name=workbook.name)
    after = read_workbook(path, file_name=path.name)
    for sheet in before.sheets:
        assert after.sheet(sheet.name) == sheet


def test_a_copy_that_comes_back_mended_loses_its_marks(workbook, told, remark, tmp_path):
    path = tmp_path / "1.02.01_2026_TW3_v1_perbaikan.xlsx"
    first = told(workbook, remark(), remark(cell="B3"), remark(sheet="LAIN'NYA", cell="B1"))
    path.write_bytes(marked_copy(workbook, first))
    again = opened(marked_copy(path, told(path, remark(cell="B2", message="Masih kosong."))))
    sheet = again["REALISASI"]
    assert again.sheetnames == ["PERBAIKAN", "REALISASI", "LAIN'NYA"]
    assert [fill(sheet[a]) == BLOCKING for a in ("B2", "B3")] == [True, False]
    assert fill(again["LAIN'NYA"]["B1"]) != BLOCKING
    assert again["LAIN'NYA"]["B1"].comment is None
    assert sheet["B3"].comment.text.strip() == "catatan operator"
    assert sheet["B2"].comment.text.count("[SAE]") == 1
    listed = [c.value for row in again["PERBAIKAN"] for c in row]
    assert "Masih kosong." in listed
    assert "Realisasi kosong." not in listed


def test_the_same_answer_has_the_same_bytes(workbook, told, remark):
    asked = told(workbook, remark(), remark(cell="C9"))
    assert marked_copy(workbook, asked) == marked_copy(workbook, asked)


def test_rows_and_cells_that_are_not_there_yet_can_be_marked(workbook, told, remark):
    cells = ("A9", "C9", "A2", "Z2", "B5")
    copy = opened(marked_copy(workbook, told(workbook, *[remark(cell=cell) for cell in cells])))
    assert {fill(copy["REALISASI"][cell]) for cell in cells} == {BLOCKING}


def test_a_remark_on_a_whole_row_is_marked_on_its_first_cell(workbook, told, remark):
    sheet = opened(marked_copy(workbook, told(workbook, remark(cell="4:4"))))["REALISASI"]
    assert fill(sheet["A4"]) == BLOCKING
    assert "Seluruh baris ini" in sheet["A4"].comment.text


def test_more_marks_than_a_person_can_mend_are_left_to_the_list(
    workbook, told, remark, monkeypatch
):
    monkeypatch.setattr(marked, "MAX_MARKS", 3)
    asked = told(workbook, *[remark(cell=f"B{row}") for row in range(2, 12)])
    copy = opened(marked_copy(workbook, asked))
    marks = [c for row in copy["REALISASI"] for c in row if fill(c) == BLOCKING]
    listed = [c for row in copy["PERBAIKAN"] for c in row if c.hyperlink]
    assert (len(marks), [c.value for c in listed]) == (3, ["REALISASI!B2:B11 (10 sel)"])


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/styles.xml", b"<styleSheet/>"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'),
        ("xl/worksheets/sheet1.xml", b"<worksheet>"),
        ("xl/workbook.xml", b'<?xml version="1.0" encoding="UTF-16"?><workbook/>'),
        ("xl/comments1.xml", b"<comments/>"),
    ],
)
def test_a_workbook_that_is_written_strangely_is_not_copied(
    workbook, told, remark, tmp_path, part, content
):
    strange = tmp_path / "aneh.xlsx"
    with zipfile.ZipFile(strange, "w") as target:
        for name, data in parts(workbook.read_bytes()).items():
            target.writestr(name, content if name == part else data)
    with pytest.raises(CannotMarkError):
        marked_copy(strange, told(strange, remark()))


def test_a_file_that_unpacks_too_large_is_not_copied(workbook, told, remark, monkeypatch):
    monkeypatch.setattr(package, "MAX_TOTAL_BYTES", 1_000)
    with pytest.raises(CannotMarkError):
        marked_copy(workbook, told(workbook, remark()))


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(["s", "r", "t"]), value=st.text(max_size=8))
def test_an_attribute_is_set_once_whatever_it_says(name, value):
    tag = with_attribute(with_attribute(b"<c r=\"A1\" s='3'/>", name, "1"), name, value)
    root = openpyxl.xml.functions.fromstring(tag)
    assert set(root.attrib) == {"r", "s", name}


def test_edits_that_overlap_are_refused():
    with pytest.raises(CannotMarkError):
        apply(b"abcdef", [(0, 3, b"x"), (2, 4, b"y")])
