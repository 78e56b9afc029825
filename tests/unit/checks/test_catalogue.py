"""The catalogue is refused with file and line; its own rows are complete."""

from __future__ import annotations

import csv
import io

import pytest

from dagster_project.sae.checks.catalogue import COLUMNS, load_catalogue
from dagster_project.sae.installation.errors import SuiteError
from dagster_project.sae.intake.forms.findings import INGEST_RULES

ROW = {
    **dict.fromkeys(COLUMNS, "teks"),
    "id_aturan": "ANG-01",
    "tingkat": "B",
    "tempat": "gx",
    "entitas": "baris",
    "berlaku_dari": "2026-01-01",
}


def written(path, *rows, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"tingkat": "X"}, "tingkat='X'"),
        ({"tempat": "langit"}, "tempat='langit'"),
        ({"entitas": "desa"}, "entitas='desa'"),
        ({"id_aturan": "ang-1"}, "must be written like ANG-01"),
        ({"alasan": "  "}, "alasan='  ' is empty"),
        ({"berlaku_dari": "kemarin"}, "is not a date"),
        ({"pesan": "{a.__class__}"}, "must be one bare name"),
        ({"pesan": "{a!r}"}, "must be one bare name"),
        ({"pesan": "{a:>10}"}, "must be one bare name"),
        ({"pesan": "{}"}, "must be one bare name"),
        ({"pesan": "{satuan"}, "pesan='{satuan' cannot be filled:"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(tmp_path, change, says):
    path = written(tmp_path / "aturan.csv", ROW, {**ROW, "id_aturan": "ANG-02", **change})
    with pytest.raises(SuiteError) as caught:
        load_catalogue(path)
    assert str(caught.value).startswith("aturan.csv line 3: ")
    assert says in str(caught.value)


def test_a_rule_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(SuiteError, match="line 3: ANG-01 stands on line 2 too"):
        load_catalogue(written(tmp_path / "aturan.csv", ROW, ROW))


def test_a_torn_row_is_refused(tmp_path):
    path = written(tmp_path / "aturan.csv", ROW)
    path.write_text(path.read_text(encoding="utf-8") + "ANG-02,x\n", encoding="utf-8")
    torn = f"line 3: the row does not have the {len(COLUMNS)} columns"
    with pytest.raises(SuiteError, match=torn):
        load_catalogue(path)


def test_other_columns_and_a_missing_file_are_refused(tmp_path):
    path = written(tmp_path / "aturan.csv", ROW, columns=COLUMNS[1:])
    with pytest.raises(SuiteError, match="line 1: the columns must be"):
        load_catalogue(path)
    with pytest.raises(SuiteError, match=r"lain\.csv is missing"):
        load_catalogue(tmp_path / "lain.csv")


def test_placeholders_are_told_once_and_in_order(tmp_path):
    path = written(tmp_path / "aturan.csv", {**ROW, "pesan": "{b} {a} {b} {{tetap}}"})
    assert load_catalogue(path)["ANG-01"].placeholders == ("b", "a")


def test_severities_of_the_ingest_rules_are_those_of_the_catalogue(catalogue):
    described = {r.id_aturan: r.tingkat for r in catalogue.values() if r.tempat == "ingest"}
    assert {rule: described.get(rule) for rule in INGEST_RULES} == dict(INGEST_RULES)
