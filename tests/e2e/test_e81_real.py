"""A Permendagri 86/2017 form goes from the bytes of a workbook to its numbers and their cells.

The made-up form of `tests/cases/formulir_e81` is written as a real .xlsx first. The report of a
real agency is read too where it lies beside the project; its numbers were worked out by hand.
"""

from __future__ import annotations

import csv
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.forms.coerce import parse_number
from dagster_project.sae.intake.forms.printed.layout import Layout, load_layouts
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.recognise import recognise

CASE = PROJECT_ROOT / "tests" / "cases" / "formulir_e81"
REAL = PROJECT_ROOT.parent / "shared" / "real"
QUARTERS = ("TW1", "TW2", "TW3", "TW4")


def read(path: Path) -> Reading:
    layouts_dir = PROJECT_ROOT / "data_raw" / "layouts"
    workbook = read_workbook(path, file_name=path.name)
    layout = recognise(
        workbook, load_template(layouts_dir / TEMPLATE_NAME), load_layouts(layouts_dir)
    )
    assert isinstance(layout, Layout)
    return read_foreign(
        workbook,
        layout,
        profile=load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        received=datetime(2026, 2, 1, 9, 0),
    )


def sub_kegiatan(reading: Reading, field: str, **where: Any) -> dict[int, float]:
    return {
        row["baris"]: row[field]
        for row in reading.tables["anggaran"]
        if row["tingkat_anggaran"] == "SUB_KEGIATAN"
        and row[field] is not None
        and all(row[key] == wanted for key, wanted in where.items())
    }


def year_rows(reading: Reading) -> list[dict[str, Any]]:
    return [row for row in reading.tables["realisasi"] if row["periode"] == "THN"]


def missed(reading: Reading) -> dict[int, float]:
    return {
        row["baris"]: round(100 * row["realisasi"] / row["target_tahun"], 2)
        for row in year_rows(reading)
        if (row["target_tahun"] or 0) > 0 and row["realisasi"] < row["target_tahun"] - 1e-9
    }


def addresses(reading: Reading, rule: str) -> list[str | None]:
    return [found.address for found in reading.findings if found.rule == rule]


@pytest.fixture
def workbook_file(tmp_path: Path) -> Path:
    """The form of the case as a workbook with formulas and their stored results."""
    shape = yaml.safe_load((CASE / "bentuk.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "evaluasi.xlsx"
    with (
        xlsxwriter.Workbook(path) as book,
        (CASE / "lembar.csv").open(encoding="utf-8", newline="") as file,
    ):
        sheet = book.add_worksheet(shape["lembar"])
        for area in shape["gabungan"]:
            sheet.merge_range(area, "")
        for row, texts in enumerate(csv.reader(file)):
            for column, text in enumerate(texts):
                formula, arrow, stored = text.partition(" -> ")
                if text.startswith("=") and arrow:
                    sheet.write_formula(row, column, formula, None, stored)
                elif (number := parse_number(text).value) is not None:
                    sheet.write_number(row, column, number)
                elif text:
                    sheet.write_string(row, column, text)
        for row in shape["baris_tersembunyi"]:
            sheet.set_row(row - 1, None, None, {"hidden": True})
    return path


def test_a_written_form_is_recognised_and_read_to_its_numbers(workbook_file: Path) -> None:
    reading = read(workbook_file)
    assert reading.layout_id == "e81-renja"
    assert reading.cover.kode_opd == "1.02.01"
    assert sub_kegiatan(reading, "pagu") == {13: 40000000, 14: 25000000, 16: 8000000, 17: 0}
    by_quarter = [
        sum(sub_kegiatan(reading, "realisasi_anggaran", periode=q).values()) for q in QUARTERS
    ]
    assert by_quarter == [6000000, 17000000, 17000000, 29000000]
    assert missed(reading) == {11: 90.0, 14: 75.0, 16: 0.0, 19: 80.0}
    assert addresses(reading, "FRM-01") == ["O20"]
    assert addresses(reading, "FRM-03") == ["V16"]
    assert addresses(reading, "STR-06") == []
    assert addresses(reading, "FRM-02") == ["A17"]


def test_the_numbers_of_a_form_come_out_on_the_form(workbook_file: Path, tmp_path: Path) -> None:
    from dagster_project.sae.build import warehouse
    from dagster_project.sae.run import pipeline

    inbox = tmp_path / "masuk"
    inbox.mkdir()
    workbook_file.rename(inbox / workbook_file.name)
    settings = Settings(
        home=tmp_path / "var",
        profile="probolinggo",
        inbox=inbox,
        clock=datetime(2026, 2, 13, 8, 0),  # the last day of the cut-off
    )
    pipeline.run(settings, cycle="RAKOREV-2026-01")
    with warehouse.read_only(settings) as connection:
        rows = connection.execute(
            "select nama_indikator, k_8_tw1, k_9_tw2, k_10_tw3, k_11_tw4, k_12_realisasi, "
            "k_13_persen, rp_7_pagu, rp_8_tw1, rp_9_tw2, rp_10_tw3, rp_11_tw4, rp_12_realisasi, "
            "tingkat from formulir_e81 where kode_opd = '1.02.01' and tahun = 2025"
        ).fetchall()
    form = {row[0]: row[1:13] for row in rows}
    million = 1_000_000
    assert form["Jumlah Puskesmas Pembantu yang Dibangun"] == (
        *(0, 1, 1, 2, 4, 100),
        *(40 * million, 5 * million, 10 * million, 10 * million, 14 * million, 39 * million),
    )
    assert form["Jumlah Paket Alat Kesehatan"][:6] == (0, 0, 1, 0.5, 1.5, 75)
    assert form["Indeks Keluarga Sehat"][:6] == (None, None, None, 0.4, 0.4, 80)
    leaves = [row for row in rows if row[13] == "SUB_KEGIATAN"]
    assert sum(row[7] or 0 for row in leaves) == 73 * million
    assert [sum(row[i] or 0 for row in leaves) for i in range(8, 12)] == [
        *(6 * million, 17 * million, 17 * million, 29 * million)
    ]


if (REAL / "e81_deliserdang_2025.xlsx").is_file():

    @pytest.fixture(scope="module")
    def real() -> Reading:
        """The report of one agency of Deli Serdang, 2025."""
        return read(REAL / "e81_deliserdang_2025.xlsx")

    def test_the_budget_of_a_real_report_is_that_of_its_69_sub_kegiatan(real: Reading) -> None:
        budget = sub_kegiatan(real, "pagu")
        assert (len(budget), sum(budget.values())) == (69, 14_723_660_349)
        spent = sub_kegiatan(real, "realisasi_anggaran", sifat="KUMULATIF")
        assert sum(spent.values()) == 12_023_973_159
        by_quarter = [
            sum(sub_kegiatan(real, "realisasi_anggaran", periode=q).values()) for q in QUARTERS
        ]
        assert by_quarter == [1_971_343_265, 2_279_258_325, 2_733_183_079, 5_040_188_490]

    def test_its_quarter_totals_are_flagged_with_cell_and_both_numbers(real: Reading) -> None:
        # Each sum at the foot is wrong because the one of a programme, in row 12, is.
        feet = {found.address: found.message for found in real.findings if found.rule == "FRM-01"}
        columns = ("R", "U", "X", "AA")
        assert set(feet) == {f"{column}{line}" for column in columns for line in (12, 113)}
        messages = [feet[f"{column}113"] for column in columns]
        pairs = (
            ("1.971.343.265", "lebih 32.763.514"),
            ("2.279.258.325", "lebih 6.785.000"),
            ("2.733.183.079", "lebih 26.272.500"),
            ("5.040.188.490", "lebih 39.169.000"),
        )
        for message, (leaves, over) in zip(messages, pairs, strict=True):
            assert leaves in message
            assert over in message

    def test_its_indicators_reach_or_miss_their_targets(real: Reading) -> None:
        targets = [row["target_tahun"] for row in year_rows(real)]
        assert (len(targets), sum(t is None for t in targets), targets.count(0)) == (98, 5, 9)
        assert missed(real) == {
            46: 0.0, 48: 0.0, 51: 0.0, 70: 92.86, 97: 81.67, 103: 45.0, 104: 90.0, 105: 0.0,
        }  # fmt: skip
        assert {11, 12, 91, 96}.isdisjoint(row["baris"] for row in real.tables["indikator"])

    def test_its_year_value_that_contradicts_its_quarters_is_the_printed_one(real: Reading) -> None:
        assert addresses(real, "FRM-03") == ["AB51"]
        (row,) = [row for row in year_rows(real) if row["baris"] == 51]
        assert row["realisasi"] == 0

    def test_its_hidden_rows_and_its_sender_are_told(real: Reading) -> None:
        (hidden,) = [found for found in real.findings if found.rule == "FRM-02"]
        assert "40-41, 43, 82, 86, 89-90, 106-112" in hidden.message
        (sender,) = [found for found in real.findings if found.rule == "STR-03"]
        assert "Deli Serdang" in sender.message
        assert "(BAPPEDALITBANG)" in sender.message
        assert (real.cover.tahun, real.cover.periode) == (2025, "THN")
        assert real.evaluated["STR-04"] == 0

    def test_the_one_row_that_names_two_indicators_is_told(real: Reading) -> None:
        assert addresses(real, "STR-06") == ["H13"]


if (REAL / "e60_template_kosong_jember.xlsx").is_file():

    def test_a_real_form_with_header_only_is_refused_with_the_sentence() -> None:
        with pytest.raises(UnreadableFileError, match="tidak ada baris data"):
            read(REAL / "e60_template_kosong_jember.xlsx")


if (REAL / "angka_seperti_diketik.csv").is_file():

    def test_numbers_as_typed_are_read_or_flagged_and_never_become_zero() -> None:
        with (REAL / "angka_seperti_diketik.csv").open(encoding="utf-8", newline="") as file:
            typed = [row["total_as_typed"] for row in csv.DictReader(file)]
        read_as = {text: parse_number(text) for text in typed}
        assert {t for t, number in read_as.items() if number.problem} == {"-", "o", "BB"}
        assert {t for t, number in read_as.items() if number.value == 0} == {"0"}
        assert read_as["34,49"].value == 34.49
        assert read_as["58%"].value == 58
