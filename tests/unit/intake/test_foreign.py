"""A form becomes rows with their cells; what it computes itself is checked and never adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from dagster_project.sae.contract.landing import columns_of
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.file.cells import column_letter
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.findings import Finding
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.reading import Reading

SHA = "0123456789abcdef" * 4
RECEIVED = datetime(2026, 2, 1, 9, 0)


@pytest.fixture
def read(layouts, profile):
    def _read(grid: Any, **changes: Any) -> Reading:
        workbook = grid if isinstance(grid, WorkbookData) else grid.workbook()
        known: dict[str, Any] = {"sha256": SHA, "received": RECEIVED}
        return read_foreign(workbook, layouts["e81-renja"], profile=profile, **(known | changes))

    return _read


def of(reading: Reading, rule: str) -> list[Finding]:
    return [found for found in reading.findings if found.rule == rule]


def values(reading: Reading, table: str, field: str, **where: Any) -> dict[int, Any]:
    return {
        row["baris"]: row[field]
        for row in reading.tables[table]
        if all(row[key] == wanted for key, wanted in where.items())
    }


def test_who_and_when_come_from_the_form_itself(form, read) -> None:
    cover = read(form).cover
    assert (cover.kode_opd, cover.nama_opd_tertulis) == ("1.02.01", "Dinas Kesehatan")
    assert (cover.tahun, cover.periode, cover.id_siklus) == (2025, "THN", "RAKOREV-2026-01")


def test_a_realisation_of_no_indicator_is_told(form, read) -> None:
    form.put("D14", None)
    [found] = of(read(form), "ISI-03")
    assert (found.severity, found.row) == ("B", 14)
    assert "tanpa nama indikator" in found.message


def test_each_row_with_an_indicator_is_one_indicator(form, read) -> None:
    reading = read(form)
    assert list(values(reading, "indikator", "nama_indikator")) == [*range(11, 20)]
    assert values(reading, "indikator", "id_indikator")[11].startswith("1.02.01-F")
    assert values(reading, "indikator", "tingkat_anggaran") == {
        11: "PROGRAM", 12: "KEGIATAN", 13: "SUB_KEGIATAN", 14: "SUB_KEGIATAN", 15: "KEGIATAN",
        16: "SUB_KEGIATAN", 17: "SUB_KEGIATAN", 18: "PROGRAM", 19: "PROGRAM",
    }  # fmt: skip
    outcomes = values(reading, "indikator", "level_hasil")
    assert {row for row, level in outcomes.items() if level == "OUTCOME"} == {11, 18, 19}
    assert values(reading, "indikator", "satuan")[16] == "laporan"


def test_a_second_indicator_takes_the_name_and_level_of_its_program(form, read) -> None:
    for grid in (form, form.unmerged()):
        names = values(read(grid), "indikator", "uraian")
        assert names[19] == names[18] == "Program Pemberdayaan Masyarakat"


def test_a_budget_is_a_leaf_when_it_is_typed_and_not_summed_from_other_rows(form, read) -> None:
    reading = read(form)
    assert values(reading, "anggaran", "pagu", sifat="KUMULATIF") == {
        13: 40000000, 14: 25000000, 16: 8000000, 17: 0, 18: 7000000,
    }  # fmt: skip
    assert values(reading, "anggaran", "tingkat_anggaran", periode="THN")[18] == "PROGRAM"
    assert values(reading, "anggaran", "realisasi_anggaran", periode="TW2") == {
        13: 10000000, 14: 5000000, 16: 2000000, 17: 0, 18: 1000000,
    }  # fmt: skip
    assert set(values(reading, "anggaran", "pagu", sifat="PERIODE").values()) == {None}


def test_the_year_value_is_the_printed_one_and_its_contradiction_is_told(form, read) -> None:
    reading = read(form)
    assert values(reading, "realisasi", "realisasi", periode="THN")[16] == 0
    assert values(reading, "realisasi", "realisasi", periode="TW3")[14] == 1
    (found,) = of(reading, "FRM-03")
    assert (found.severity, found.address, found.row, found.period) == ("P", "V16", 16, "THN")
    assert "tercetak 0 berbeda dari jumlah triwulannya 4" in found.message


def test_a_printed_total_that_counts_rows_twice_is_flagged_with_both_numbers(form, read) -> None:
    (found,) = of(read(form), "FRM-01")
    assert (found.severity, found.address, found.period) == ("P", "O20", "TW2")
    assert "19.000.000" in found.message
    assert "18.000.000 (lebih 1.000.000)" in found.message
    assert "=SUM(O10+O18)" in found.remedy


def test_hidden_rows_are_read_and_listed_once(form, read) -> None:
    form.hidden_columns = {12}
    (found,) = of(read(form), "FRM-02")
    assert found.severity == "I"
    assert "baris tersembunyi berisi data: 17" in found.message
    assert "kolom tersembunyi berisi data: L" in found.message


def test_an_empty_cell_is_no_value_and_status_only_stands_beside_a_number(form, read) -> None:
    reading = read(form)
    assert values(reading, "realisasi", "realisasi", periode="TW1")[19] is None
    assert values(reading, "realisasi", "status_data", periode="TW1")[19] is None
    assert values(reading, "realisasi", "status_data", periode="TW4")[19] == "TERSEDIA"
    assert reading.evaluated["STR-06"] == 0


@pytest.mark.parametrize("typed", ["-", "o", "1.234", "#REF!", None, True, "40 orang"])
def test_an_uncertain_cell_is_no_value_and_a_finding_with_its_address(form, read, typed) -> None:
    reading = read(form.put("M13", typed, formula="X1" if typed is None else None))
    assert values(reading, "realisasi", "realisasi", periode="TW2")[13] is None
    (found,) = of(reading, "STR-06")
    assert (found.severity, found.table, found.column) == ("B", "realisasi", "realisasi")
    assert (found.address, found.row, found.period) == ("M13", 13, "TW2")
    assert found.message.startswith("Realisasi TW IV!M13: ")


def test_an_uncertain_budget_is_told_and_its_total_is_not_judged(form, read) -> None:
    reading = read(form.put("O14", "5 juta"))
    assert [(f.address, f.table) for f in of(reading, "STR-06")] == [("O14", "anggaran")]
    assert of(reading, "FRM-01") == []


def test_an_error_in_a_sum_of_the_form_is_told_too(form, read) -> None:
    reading = read(form.put("R12", "#REF!", formula="SUM(R13+#REF!)"))
    assert [found.address for found in of(reading, "STR-06")] == ["R12"]


def test_an_error_instead_of_a_name_is_no_name(form, read) -> None:
    reading = read(form.put("D13", "#NAME?"))
    assert values(reading, "indikator", "nama_indikator")[13] is None
    assert [found.column for found in of(reading, "STR-06")] == ["nama_indikator"]


def test_percent_cells_are_read_on_the_scale_of_hundred(form, read) -> None:
    form.put("H11", 1).formats[11, 8] = "0%"
    assert values(read(form), "realisasi", "target_tahun", periode="THN")[11] == 100


def test_every_field_has_its_cell(form, read) -> None:
    places = {
        (p["tabel"], p["kolom"], p["periode"]): (p["huruf"], p["baris"])
        for p in read(form).tables["peta"]
    }
    assert places["realisasi", "realisasi", "TW3"] == ("P", None)
    assert places["realisasi", "realisasi", "THN"] == ("V", None)
    assert places["anggaran", "realisasi_anggaran", "TW1"] == ("L", None)
    assert places["anggaran", "pagu", None] == ("I", None)
    assert places["sampul", "nama_opd", None] == ("B", 9)
    assert len(places) == len(read(form).tables["peta"])


def test_rows_have_only_columns_that_the_landing_tables_have(form, read) -> None:
    template = load_template(PROJECT_ROOT / "data_raw" / "layouts" / "templat_v1.yaml")
    known = {table: {name for name, _ in spec} for table, spec in columns_of(template).items()}
    for table, rows in read(form).tables.items():
        for row in rows:
            assert set(row) <= known[table]


def test_a_shifted_or_unmerged_form_without_percent_columns_says_the_same(form, read) -> None:
    plain = read(form)
    others = (form.moved(5, 2), form.unmerged(), form.without_columns(["K", "N", "Q", "T"]))
    for grid in others:
        other = read(grid)
        assert len(other.tables["anggaran"]) == len(plain.tables["anggaran"])
        for rule in ("FRM-01", "FRM-03"):
            assert len(of(other, rule)) == 1
        budgets = [row["pagu"] for row in other.tables["anggaran"] if row["pagu"] is not None]
        assert sum(budgets) == 80000000


def test_a_form_without_total_row_is_read_and_its_inner_sums_are_still_judged(form, read) -> None:
    form.cells = {at: cell for at, cell in form.cells.items() if at[0] != 20}
    reading = read(form)
    assert reading.evaluated["FRM-01"] == 0
    assert len(reading.tables["indikator"]) == 9


def test_without_formulas_and_codes_the_budget_is_not_guessed(form, read) -> None:
    reading = read(form.without_formulas())
    assert reading.tables["anggaran"] == []
    (found,) = of(reading, "FRM-01")
    assert "Anggaran tidak dibaca" in found.message
    assert len(reading.tables["realisasi"]) == 45


CODES = {
    10: "1.02", 11: "1.02.02", 12: "1.02.02.2.01", 13: "1.02.02.2.01.0002", 14: "1.02.02.2.01.0014",
    15: "1.02.02.2.02", 16: "1.02.02.2.02.0015", 17: "1.02.02.2.02.0016", 18: "1.02.03",
}  # fmt: skip


def test_codes_tell_the_tree_where_formulas_were_pasted_over(form, read) -> None:
    form.put("B5", "Kode").put("B9", None).put("A4", "Perangkat Daerah : Dinas Kesehatan")
    for row, code in CODES.items():
        form.put(f"B{row}", code)
    reading = read(form.without_formulas())
    assert set(values(reading, "anggaran", "pagu", sifat="KUMULATIF")) == {13, 14, 16, 17, 18}
    assert values(reading, "anggaran", "kode_sub_kegiatan")[13] == "1.02.02.2.01.0002"
    assert values(reading, "indikator", "tingkat_anggaran")[15] == "KEGIATAN"


def test_a_quarter_report_gives_quarters_only_and_no_year(form, read) -> None:
    form.name = "TW II"
    for row in range(10, 20):
        for letter in "PRSU":
            form.put(f"{letter}{row}", None)
    reading = read(form, received=datetime(2026, 8, 1))
    assert reading.cover.periode == "TW2"
    assert {row["periode"] for row in reading.tables["realisasi"]} == {"TW1", "TW2"}
    assert {row["sifat"] for row in reading.tables["anggaran"]} == {"PERIODE"}
    budgets = [row["pagu"] for row in reading.tables["anggaran"] if row["pagu"] is not None]
    assert sum(budgets) == 80000000
    (found,) = of(reading, "STR-04")
    assert "periode TW2 2025 bukan periode rakorev yang dibuka" in found.message


def test_a_form_that_says_one_quarter_and_holds_a_later_one_has_no_certain_period(
    form, read
) -> None:
    form.name = "TW II"
    reading = read(form)
    assert reading.cover.periode is None
    assert len(of(reading, "STR-04")) == 1


def test_two_different_years_are_no_year(form, read) -> None:
    reading = read(form.put("A3", "Tahun 2024"))
    assert reading.cover.tahun is None
    (found,) = of(reading, "STR-04")
    assert "2024 dan 2025" in found.message


def test_a_cycle_that_is_not_open_yet_is_told(form, read) -> None:
    (found,) = of(read(form, received=datetime(2026, 1, 1)), "STR-04")
    assert "baru dibuka pada 5 Januari 2026" in found.message


@pytest.mark.parametrize(
    ("address", "text", "says"),
    [
        ("B9", "Perangkat Daerah : Dinas Sihir", "'Dinas Sihir' tidak ada dalam daftar"),
        ("B9", None, "nama perangkat daerah tidak ditemukan"),
        ("A2", "Kabupaten Deli Serdang", "milik Kabupaten Deli Serdang, bukan Kabupaten Probo"),
    ],
)
def test_an_agency_that_is_not_ours_is_quarantined_with_the_sentence(
    form, read, address, text, says
) -> None:
    reading = read(form.put(address, text))
    (found,) = of(reading, "STR-03")
    assert found.severity == "K"
    assert says in found.message
    assert reading.cover.kode_opd is None
    assert values(reading, "indikator", "id_indikator")[11].startswith("01234567-F")


def test_an_agency_is_known_by_the_name_in_or_before_its_brackets(form, read) -> None:
    reading = read(form.put("B9", "Perangkat Daerah : Dinas Kesehatan (DINKES)"))
    assert reading.cover.kode_opd == "1.02.01"


def test_the_agency_may_stand_right_of_its_label(form, read) -> None:
    form.put("B9", None).put("A4", "Perangkat Daerah").put("C4", ": Dinas Kesehatan")
    assert read(form).cover.kode_opd == "1.02.01"


def test_a_form_without_any_number_does_not_speak(form, read) -> None:
    for row in range(10, 21):
        for column in range(8, 26):
            form.put(f"{column_letter(column)}{row}", None)
    reading = read(form)
    assert [found.severity for found in of(reading, "STR-08")] == ["K"]


def test_a_form_with_header_only_says_there_is_no_data_row(form, read) -> None:
    form.cells = {at: cell for at, cell in form.cells.items() if at[0] < 10 or at[0] > 22}
    with pytest.raises(UnreadableFileError, match="tidak ada baris data"):
        read(form)


def test_a_workbook_that_does_not_fit_says_what_is_missing(read) -> None:
    with pytest.raises(UnreadableFileError, match="tidak ditemukan target kinerja"):
        read(WorkbookData((SheetData("Lain"),)))


def test_rules_of_our_template_are_not_evaluated_on_a_form(form, read) -> None:
    evaluated = read(form).evaluated
    assert set(evaluated) == {
        "STR-03", "STR-04", "STR-06", "STR-08", "ISI-03", "FRM-01", "FRM-02", "FRM-03",
    }  # fmt: skip
    assert evaluated["FRM-01"] == 1


def named(reading: Reading) -> dict[str, str]:
    """Wording to id."""
    return {r["nama_indikator"]: r["id_indikator"] for r in reading.tables["indikator"]}


def test_an_inserted_row_leaves_the_ids_of_all_others(form, read) -> None:
    before = named(read(form))
    longer = replace(
        form,
        cells={(row + (row > 12), column): cell for (row, column), cell in form.cells.items()},
    )
    longer.put("C13", "Rehabilitasi Puskesmas").put("D13", "Jumlah Puskesmas Direhabilitasi")
    longer.put("E13", "Unit").put("H13", 3).put("I13", 9000000)
    after = named(read(longer))
    assert len(after) == len(before) + 1
    assert before.items() < after.items()


def test_other_words_are_another_indicator_and_retyping_is_not(form, read) -> None:
    before = named(read(form))
    form.put("D13", "Persentase Puskesmas Pembantu yang Berfungsi")
    form.put("D14", "  jumlah paket  ALAT kesehatan.")
    after = named(read(form))
    assert before["Jumlah Puskesmas Pembantu yang Dibangun"] not in after.values()
    assert before["Jumlah Paket Alat Kesehatan"] in after.values()
    assert len(set(before.values()) & set(after.values())) == len(before) - 1


def test_the_same_words_twice_are_two_indicators(form, read) -> None:
    form.put("C14", "Pembangunan Puskesmas Pembantu")
    form.put("D14", "Jumlah Puskesmas Pembantu yang Dibangun")
    ids = values(read(form), "indikator", "id_indikator")
    assert ids[14] == f"{ids[13]}.2"
