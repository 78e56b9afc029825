"""A row of a form that names several indicators is told, and none of their figures is guessed."""

from __future__ import annotations

from datetime import datetime

import pytest

from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.printed.values import holds_several


def test_several_indicators_in_one_row_are_told_with_their_cells(form, layouts, profile):
    form.put("D13", "1. Dokumen rencana\n2. Orang dilatih").put("H13", "1. 5 dok 2. 10 org")
    reading = read_foreign(
        form.workbook(),
        layouts["e81-renja"],
        profile=profile,
        sha256="0" * 64,
        received=datetime(2026, 2, 1, 9, 0),
    )
    found = {f.address: f for f in reading.findings if f.rule == "STR-06"}
    assert set(found) == {"D13", "H13"}
    assert "lebih dari satu indikator" in found["D13"].message
    assert "lebih dari satu angka" in found["H13"].message
    assert all("satu baris untuk satu indikator" in f.remedy for f in found.values())
    assert {r["target_tahun"] for r in reading.tables["realisasi"] if r["baris"] == 13} == {None}


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("1. Nilai LHE AKIP    2. Indeks Kepuasan Masyarakat", True),
        ("1) Dokumen; 2) Laporan", True),
        ("a. Persentase A\nb. Persentase B", True),
        ("1.Jumlah dokumen\n2.Jumlah laporan", True),
        ("1. 5 dok 2. 10 org", True),
        ("1. Satu saja", False),
        ("1.02.01 Program 2. bagian", False),
        ("Persentase 1. dan 2. kelas", False),
        ("1,5", False),
        ("12.500", False),
    ],
)
def test_a_numbered_list_is_known_by_its_first_two_items(text, several):
    assert holds_several(text) is several
