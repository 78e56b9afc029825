"""What people and catalogues read beside the tables."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.installation import disk
from dagster_project.sae.release.wording import label_line, spreadsheet_safe

ID = "R-2026-03-aaaaaaaaaaaa"


def test_the_list_of_what_was_held_runs_no_formula(published):
    text = (published / "tahan.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert [row["alasan"] for row in rows] == [
        '\'=HYPERLINK("http://x")',
        "Baris 4: baseline kosong",
    ]
    assert rows[0]["jumlah"] == "-3"


def test_the_readme_warns_of_synthetic_data_in_indonesian(published):
    text = (published / "README.txt").read_text(encoding="utf-8")
    assert "*** DATA CONTOH SINTETIS: contoh sintetis, bukan angka resmi ***" in text
    assert f"RILIS {ID}" in text
    assert "Baris indikator  : terbit 1, ditahan 2 (lihat tahan.csv)" in text


def test_the_data_package_lists_every_table_with_types_and_checksums(published):
    package = json.loads((published / "datapackage.json").read_text(encoding="utf-8"))
    assert package["created"] == "2026-07-19T10:00:00+07:00"
    resource = next(r for r in package["resources"] if r["name"] == "kpi_pilar")
    file = published / resource["path"]
    assert resource["hash"] == f"sha256:{disk.hash_file(file)}"
    assert {f["name"]: f["type"] for f in resource["schema"]["fields"]} == {
        "kode_pilar": "string",
        "id_rilis": "string",
        "urutan": "integer",
        "skor": "number",
        "is_rilis": "boolean",
        "tahun": "integer",
        "rasio": "number",
        "tanggal": "date",
        "label_data": "string",
    }


@given(st.text())
def test_no_text_starts_like_a_formula_and_none_is_lost(text):
    safe = spreadsheet_safe(text)
    assert not safe.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert safe in (text, f"'{text}")


@pytest.mark.parametrize("value", [-1.5, 0, None, True])
def test_what_is_no_text_is_left_as_it_is(value):
    assert spreadsheet_safe(value) is value


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        (None, None),
        ("  ", None),
        ("DATA CONTOH SINTETIS: bukan angka resmi", "DATA CONTOH SINTETIS: bukan angka resmi"),
        ("angka sintetis", "DATA CONTOH SINTETIS: angka sintetis"),
        ("uji coba", "uji coba"),
    ],
)
def test_the_warning_about_the_data(label, expected):
    assert label_line(label) == expected
