"""An answer leads with the cause; what follows from it comes after and says so."""

from __future__ import annotations

import json

import openpyxl
import pytest

from dagster_project.sae.answer.causes import causes
from dagster_project.sae.answer.groups import grouped
from dagster_project.sae.answer.report import report_json
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.examine.examine import examine
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

SAMPLE = PROJECT_ROOT / "data_raw" / "contoh" / "1.02.01_2026_TW3_v1.xlsx"


@pytest.fixture
def file(workbook):
    return workbook


@pytest.fixture
def renamed(tmp_path):
    """The answer to a clean report with one column renamed."""
    settings = Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path, clock=None)

    def judge(sheet, column, name):
        book = openpyxl.load_workbook(SAMPLE)
        [cell] = [c for c in book[sheet][1] if c.value == column]
        cell.value = name
        path = tmp_path / SAMPLE.name
        book.save(path)
        return examine(settings, path), cell.coordinate

    return judge


def rules(answer):
    return [remark.rule for remark in answer.remarks if remark.rule != "WKT-01"]


@pytest.mark.parametrize(
    ("sheet", "column", "name", "follows"),
    [
        ("REALISASI", "realisasi", "Realisasi 2026", "ANG-02"),
        ("INDIKATOR", "level_hasil", "tingkat", "DPK-01"),
        ("HAMBATAN_TL", "tenggat", "batas", "JJR-02"),
    ],
)
def test_a_renamed_column_is_told_as_that_and_at_its_cell(renamed, sheet, column, name, follows):
    answer, cell = renamed(sheet, column, name)
    assert rules(answer)[:2] == ["STR-02", "STR-09"]
    first = answer.remarks[0]
    assert (first.sheet, first.cell, first.cause) == (sheet, cell, None)
    assert (first.found, column in first.message) == (name, True)
    assert "jangan menghapus" in answer.remarks[1].remedy
    later = [remark for remark in answer.remarks if remark.rule == follows]
    assert later
    assert {remark.cause for remark in later} == {f"Akibat dari STR-02 di {sheet}!{cell}."}
    told = [group.message for group in grouped(answer) if group.first.rule == follows]
    assert all(text.startswith("Akibat dari STR-02") for text in told)


def test_what_may_have_another_cause_says_that_it_only_may(renamed):
    answer, _ = renamed("REALISASI", "status_data", "status")
    [later] = [remark for remark in answer.remarks if remark.rule == "ANG-02"]
    assert later.cause == "Mungkin akibat dari STR-02 di REALISASI!K1."


def test_a_pillar_without_results_follows_the_rows_that_are_held(file, told, remark):
    pillar = remark(rule="DPK-01", severity="K", sheet="INDIKATOR", cell=None)
    answer = told(file, pillar, remark(cell="B2"))
    assert rules(answer) == ["ANG-02", "DPK-01"]
    assert answer.remarks[1].cause.startswith("Mungkin akibat dari ANG-02")
    [alone] = told(file, pillar).remarks
    assert alone.cause is None


def test_what_stands_for_itself_follows_from_nothing(file, told, remark):
    gap = remark(rule="STR-02", severity="K", cell="1:1", found="realisasi")
    own = remark(rule="PUB-01", severity="K", cell="B3")
    other = remark(rule="ANG-02", sheet="INDIKATOR")
    answer = told(file, gap, own, other)
    assert [remark.cause for remark in answer.remarks] == [None, None, None]


def test_the_cause_is_in_the_list_for_programs(renamed):
    answer, _ = renamed("REALISASI", "realisasi", "Realisasi 2026")
    found = json.loads(report_json(answer, workbook_sha256="x"))["temuan"]
    assert found[0]["akibat_dari"] is None
    assert found[-1]["akibat_dari"] == "Akibat dari STR-02 di REALISASI!J1."


def test_every_rule_that_is_named_is_in_the_catalogue():
    policy = Settings.from_env({}).policy_dir
    known = set(load_catalogue(policy / CATALOGUE_NAME))
    groups = {rule.partition("-")[0] for rule in known}
    named = causes()
    for rule in named.missing | named.renamed | named.whole | named.never:
        assert rule in known or rule in groups
