"""Answers on disk: names, forms, and the work of whoever mends."""

from __future__ import annotations

import json
from dataclasses import replace

import openpyxl
import pytest

from dagster_project.sae.answer.compose import MAX_REMARKS
from dagster_project.sae.answer.words import safe_text
from dagster_project.sae.answer.write import answer_base, remove_answers, write_answer
from dagster_project.sae.intake.digests import part_of
from dagster_project.sae.intake.forms.names import name_parts


def test_an_answer_is_a_workbook_a_text_and_data(workbook, told, remark, tmp_path):
    written = write_answer(told(workbook, remark()), workbook, tmp_path / "ke")
    assert written.is_copy
    assert written.workbook.name == "1.02.01_2026_TW3_v1_perbaikan.xlsx"
    said = json.loads(written.json.read_text(encoding="utf-8"))
    assert (said["hasil"], said["jumlah"]["B"]) == ("perlu diperbaiki", 1)
    assert said["temuan"][0]["sel"] == "B2"
    assert "REALISASI!B2" in written.markdown.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["laporan.zip", "rusak.xlsx", "laporan.ods"])
def test_a_file_that_cannot_be_copied_gets_a_workbook_with_the_list_alone(
    told, remark, tmp_path, name
):
    path = tmp_path / name
    path.write_bytes(b"PK\x05\x06" + bytes(18))
    written = write_answer(told(path, remark(found="=1+1")), path, tmp_path)
    book = openpyxl.load_workbook(written.workbook)
    assert not written.is_copy
    assert book.sheetnames == ["PERBAIKAN"]
    assert "f" not in {c.data_type for row in book["PERBAIKAN"] for c in row}


def test_a_refused_file_is_not_opened_again(workbook, told, remark, tmp_path):
    refused = told(workbook, remark(sheet=None, cell=None), is_refused=True)
    assert not write_answer(refused, workbook, tmp_path / "ke").is_copy


def test_an_agency_does_not_see_the_rows_of_the_others_in_a_file_of_several(
    workbook, told, remark, tmp_path
):
    whole = told(workbook, remark())
    part = replace(whole, sha256=part_of(whole.sha256, "1.02.01"))
    written = write_answer(part, workbook, tmp_path / "ke")
    assert not written.is_copy
    assert openpyxl.load_workbook(written.workbook).sheetnames == ["PERBAIKAN"]
    said = "".join(
        str(c.value) for row in openpyxl.load_workbook(written.workbook).active for c in row
    )
    assert "beberapa OPD" in said


def test_an_answer_that_has_not_changed_is_not_written_again(workbook, told, remark, tmp_path):
    asked = told(workbook, remark())
    paths = vars(write_answer(asked, workbook, tmp_path / "ke"))
    files = [p for p in paths.values() if hasattr(p, "stat")]
    before = [p.stat().st_mtime_ns for p in files]
    assert vars(write_answer(asked, workbook, tmp_path / "ke")) == paths
    assert [p.stat().st_mtime_ns for p in files] == before


def test_a_copy_that_somebody_began_to_mend_is_never_written_over(workbook, told, remark, tmp_path):
    first = write_answer(told(workbook, remark()), workbook, tmp_path).workbook
    first.write_bytes(first.read_bytes() + b"mended")
    second = write_answer(told(workbook, remark()), workbook, tmp_path).workbook
    assert first.read_bytes().endswith(b"mended")
    assert second.name == "1.02.01_2026_TW3_v1_perbaikan-2.xlsx"
    remove_answers(tmp_path.parent, keep=())
    assert first.exists()
    assert not second.exists()


def test_the_answer_to_a_copy_never_takes_the_place_of_that_copy(workbook, told, remark, tmp_path):
    first = write_answer(told(workbook, remark()), workbook, tmp_path).workbook
    before = first.read_bytes()
    second = write_answer(told(first, remark()), first, tmp_path).workbook
    assert first.read_bytes() == before
    assert second != first


@pytest.mark.parametrize("name", ["1.02.01_2026_TW3_v4_perbaikan.xlsx", "a_v4_perbaikan-2.xlsx"])
def test_a_mended_copy_is_read_as_the_version_it_was_made_of(name):
    assert name_parts(name).version == 4


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.xlsx", "/abs.xlsx", "a\x00b.xlsx", "..", "~$x:y.xlsx"]
)
def test_a_name_never_leads_out_of_the_folder(name, workbook, told, remark, tmp_path):
    folder = tmp_path / "ke"
    written = write_answer(told(workbook, remark(), file_name=name), workbook, folder)
    assert written.workbook.parent == folder
    assert sorted(p.parent for p in folder.rglob("*")) == [folder] * 3


def test_two_names_that_clean_to_the_same_stay_two():
    assert answer_base("a:b.xlsx") != answer_base("a?b.xlsx")


def test_an_answer_has_an_end(workbook, told, remark):
    asked = told(workbook, *[remark(cell=f"B{n}") for n in range(2, MAX_REMARKS + 12)])
    assert (len(asked.remarks), asked.left_out) == (MAX_REMARKS, 10)


def test_personal_data_does_not_travel_with_an_answer(workbook, told, remark):
    asked = told(workbook, remark(found="NIK 3513012345678901", message="telp 0812-3456-7890"))
    assert "3513012345678901" not in asked.remarks[0].found
    assert "3456" not in asked.remarks[0].message


@pytest.mark.parametrize("text", ["-12,5", "+3", "12", "a=b", ""])
def test_plain_numbers_and_words_are_shown_as_they_are(text):
    assert safe_text(text) == text
