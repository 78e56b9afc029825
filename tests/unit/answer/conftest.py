"""Small answers and workbooks to mark."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
import xlsxwriter

from dagster_project.sae.answer.compose import answer
from dagster_project.sae.answer.remarks import Remark


@pytest.fixture
def remark():
    """Make a remark; what is not said is a blocking one on REALISASI!B2."""

    def make(**said) -> Remark:
        base = {
            "rule": "ANG-02",
            "severity": "B",
            "sheet": "REALISASI",
            "cell": "B2",
            "found": None,
            "expected": "Realisasi terisi",
            "message": "Realisasi kosong.",
            "remedy": "Isi realisasi.",
        }
        return Remark(**{**base, **said})

    return make


@pytest.fixture
def told():
    """Make an answer to a file with some remarks."""

    def make(path: Path, *remarks: Remark, **said):
        base = {
            "file_name": path.name,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "agency": "1.02.01",
            "title": "1.02.01 Dinas Kesehatan, 2026 TW3",
            "is_refused": False,
        }
        return answer(**{**base, **said}, remarks=remarks)

    return make


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Two sheets: one with a formula, formats, notes, a filter and a name; one with a chart."""
    path = tmp_path / "1.02.01_2026_TW3_v1.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        percent = book.add_format({"num_format": "0.0%", "bold": True})
        sheet = book.add_worksheet("REALISASI")
        sheet.write_row(0, 0, ["id_indikator", "realisasi", "catatan"])
        sheet.write_string(1, 0, "1.02.01-001")
        sheet.write_number(2, 1, 0.25, percent)
        sheet.write_formula(3, 1, "=1+2", None, 3)
        sheet.write_comment(2, 1, "catatan operator")
        sheet.write_comment(0, 0, "definisi kolom")
        sheet.autofilter(0, 0, 3, 2)
        sheet.freeze_panes(1, 0)
        other = book.add_worksheet("LAIN'NYA")
        other.write_row(0, 0, ["a", 1, True])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=REALISASI!$B$3:$B$4"})
        other.insert_chart(2, 2, chart)
        book.define_name("REALISASI!daerah", "=REALISASI!$A$1:$B$1")
    return path
