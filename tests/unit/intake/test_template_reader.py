"""The template is read exactly: what is certain is a value, the rest a finding with its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import Template, load_template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.template.reader import read_template

ROOT = Path(__file__).resolve().parents[3]
RECEIVED = datetime(2026, 4, 10, 9)

COVER = {
    "versi_template": "1.0",
    "kode_opd": "NW01",
    "nama_opd": "Dinas Ekonomi Pulau",
    "id_siklus": "EVAL-2026-02",
    "tahun": 2026,
    "periode": "TW1",
}


@dataclass
class Book:
    """A workbook in our template that a test may spoil before it is read."""

    template: Template
    cover: dict[str, Any] = field(default_factory=lambda: dict(COVER))
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    headers: dict[str, list[str]] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    changes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def workbook(self) -> WorkbookData:
        sheets = []
        for spec in self.template.sheets:
            if spec.name in self.without:
                continue
            if spec.shape == "isian":
                lines = [["isian", "nilai"], *([f.id, self.cover.get(f.id)] for f in spec.fields)]
            else:
                header = self.headers.get(spec.name, [f.id for f in spec.fields])
                records = self.rows.get(spec.name, [])
                lines = [header, *([record.get(name) for name in header] for record in records)]
            data = SheetData(spec.name, cells=cells(lines))
            sheets.append(replace(data, **self.changes.get(spec.name, {})))
        return WorkbookData(tuple(sheets))


def cells(lines: Sequence[Sequence[Any]]) -> dict[tuple[int, int], Cell]:
    """Cells of rows of plain values; None is empty, a Cell keeps all but its place."""
    found = {}
    for row, line in enumerate(lines, start=1):
        for column, value in enumerate(line, start=1):
            if isinstance(value, Cell):
                found[row, column] = replace(value, row=row, col=column)
            elif value is not None:
                kind = "text" if isinstance(value, str) else "number"
                kind = "date" if isinstance(value, date) else kind
                found[row, column] = Cell(row, column, value, kind)
    return found


@pytest.fixture
def book() -> Book:
    template = load_template(ROOT / "data_raw" / "layouts" / "templat_v1.yaml")
    return Book(
        template,
        rows={
            "INDIKATOR": [{"id_indikator": "NW01-001", "kode_pilar": "NW-1", "baseline_nilai": 4}],
            "REALISASI": [
                {
                    "id_indikator": "NW01-001",
                    "tahun": 2026,
                    "periode": "TW1",
                    "target_tahun": 10,
                    "realisasi": 2.5,
                    "status_data": "TERSEDIA",
                    "tanggal_referensi_data": date(2026, 3, 31),
                }
            ],
            "ANGGARAN": [{"kode_sub_kegiatan": "1.01.01", "pagu": 100, "realisasi_anggaran": 25}],
        },
    )


@pytest.fixture
def read() -> Callable[..., Reading]:
    profile = load_profile(ROOT / "tests" / "cases" / "profil_kecil")

    def run(book: Book, *, received: datetime = RECEIVED) -> Reading:
        return read_template(
            book.workbook(),
            book.template,
            profile=profile,
            received=received,
        )

    return run


def rules(reading: Reading) -> list[str]:
    return [f"{f.rule} {f.severity}" for f in reading.findings]


def only(reading: Reading, rule: str) -> str:
    [message] = [f.message for f in reading.findings if f.rule == rule]
    return message


def test_a_good_workbook_becomes_rows_without_findings(book, read):
    reading = read(book)
    assert reading.findings == ()
    assert reading.evaluated == dict.fromkeys(
        (
            "STR-00",
            "STR-01",
            "STR-02",
            "STR-03",
            "STR-04",
            "STR-06",
            "STR-08",
            "STR-09",
            "STR-13",
            "IDT-03",
            "ISI-03",
            "FRM-02",
        ),
        0,
    )
    [row] = reading.tables["realisasi"]
    assert (row["baris"], row["realisasi"], row["tanggal_referensi_data"]) == (
        2,
        2.5,
        date(2026, 3, 31),
    )
    assert (reading.data_rows, reading.layout_id) == (3, "templat-1")


def test_the_cover_says_who_and_when(book, read):
    cover = read(book).cover
    assert (cover.kode_opd, cover.id_siklus) == ("NW01", "EVAL-2026-02")
    assert (cover.tahun, cover.periode) == (2026, "TW1")


def test_budget_rows_carry_the_period_of_the_file_and_count_from_january(book, read):
    [row] = read(book).tables["anggaran"]
    assert (row["periode"], row["sifat"], row["tingkat_anggaran"]) == (
        "TW1",
        "KUMULATIF",
        "SUB_KEGIATAN",
    )


def test_every_column_that_was_read_is_on_the_map(book, read):
    book.headers["REALISASI"] = ["_tanda", "realisasi", "id_indikator", "tahun", "periode"]
    places = {
        (p["tabel"], p["kolom"]): (p["lembar"], p["huruf"], p["baris"])
        for p in read(book).tables["peta"]
    }
    assert places["realisasi", "realisasi"] == ("REALISASI", "B", None)
    assert places["sampul", "kode_opd"] == ("SAMPUL", "B", 3)
    assert ("realisasi", "_tanda") not in places


def test_blank_rows_are_passed_over_and_the_others_keep_their_number(book, read):
    first = book.rows["REALISASI"][0]
    book.rows["REALISASI"] = [first, {}, {"id_indikator": "  "}, {**first, "dimensi": "L"}]
    assert [row["baris"] for row in read(book).tables["realisasi"]] == [2, 5]


@pytest.mark.parametrize("sheet", ["SAMPUL", "INDIKATOR", "REALISASI", "HAMBATAN_TL", "ANGGARAN"])
def test_a_missing_sheet_quarantines_the_file_and_the_rest_is_read(book, read, sheet):
    book.without.add(sheet)
    reading = read(book)
    assert "STR-02 K" in rules(reading)
    assert any(f"Lembar {sheet} tidak ada" in f.message for f in reading.findings)
    assert reading.data_rows > 0


def test_an_optional_sheet_may_be_missing(book, read):
    book.without |= {"KOLABORASI", "SWADAYA", "KOMUNIKASI", "ADUAN"}
    assert read(book).findings == ()


def test_a_renamed_column_is_missed_and_the_new_name_is_mentioned(book, read):
    names = [f.id for f in book.template.sheet("REALISASI").fields]
    book.headers["REALISASI"] = ["Target_Tahun" if n == "target_tahun" else n for n in names]
    reading = read(book)
    assert rules(reading) == ["STR-02 K", "STR-09 I"]
    assert "kolom target_tahun tidak ada" in reading.findings[0].message
    assert "Mungkin maksudnya target_tahun" in reading.findings[1].message
    assert reading.tables["realisasi"][0]["target_tahun"] is None


def test_a_column_that_is_there_twice_is_not_chosen_by_chance(book, read):
    names = [f.id for f in book.template.sheet("REALISASI").fields]
    book.headers["REALISASI"] = [*names, "realisasi"]
    assert "kolom realisasi ada dua kali" in only(read(book), "STR-02")


def test_columns_of_the_fix_it_copy_are_ignored(book, read):
    names = [f.id for f in book.template.sheet("REALISASI").fields]
    book.headers["REALISASI"] = [*names, "_temuan"]
    book.rows["REALISASI"][0]["_temuan"] = "sesuatu"
    assert read(book).findings == ()


def test_only_the_first_twenty_unknown_columns_are_listed(book, read):
    names = [f.id for f in book.template.sheet("REALISASI").fields]
    book.headers["REALISASI"] = [*names, *(f"lain{n}" for n in range(500))]
    assert rules(read(book)) == ["STR-09 I"] * 20


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("realisasi", "1.234", "REALISASI!J2: '1.234' bukan angka yang pasti"),
        ("realisasi", "o", "REALISASI!J2: 'o' bukan angka"),
        ("target_tahun", Cell(1, 1, "#REF!", "error"), "REALISASI!F2: sel berisi galat #REF!"),
        ("realisasi", Cell(1, 1, None, "formula_empty", None, "A1"), "rumus tanpa hasil"),
        ("status_data", "ADA", "REALISASI!K2: 'ADA' tidak ada dalam pilihan"),
        ("tanggal_referensi_data", "30 Februari 2026", "bukan tanggal yang pasti"),
        ("tahun", 2026.5, "bukan bilangan bulat"),
        ("kode_wilayah", 99.1, "kode '99.1' tertulis sebagai angka"),
    ],
)
def test_what_is_not_certain_is_no_value_but_a_finding_with_its_cell(
    book, read, column, value, message
):
    book.rows["REALISASI"][0][column] = value
    reading = read(book)
    assert rules(reading) == ["STR-06 B"]
    [found] = reading.findings
    assert message in found.message
    assert (found.table, found.column, found.row) == ("realisasi", column, 2)
    assert found.remedy
    assert reading.tables["realisasi"][0][column] is None
    assert reading.evaluated["STR-06"] == 1


def test_a_percent_format_is_read_on_the_hundred_scale(book, read):
    book.rows["REALISASI"][0]["realisasi"] = Cell(1, 1, 0.85, "number", "0.00%")
    assert read(book).tables["realisasi"][0]["realisasi"] == 85.0


@pytest.mark.parametrize(
    ("sheet", "field"), [("INDIKATOR", "kode_pilar"), ("KOLABORASI", "id_satgas")]
)
def test_pillars_and_task_forces_are_those_of_the_profile(book, read, sheet, field):
    book.rows.setdefault(sheet, [{}])[0][field] = "SAE-1"
    assert "'SAE-1' tidak ada dalam pilihan" in str(read(book).findings)


def test_merged_cells_in_the_body_hold_the_rows_they_cover(book, read):
    book.rows["REALISASI"] *= 3
    book.changes["REALISASI"] = {"merged": ((3, 1, 4, 1), (1, 1, 1, 2))}
    reading = read(book)
    assert [(f.rule, f.row) for f in reading.findings] == [("STR-06", 3), ("STR-06", 4)]
    assert "REALISASI!A3:A4: sel digabung" in reading.findings[0].message


def test_hidden_data_is_read_and_mentioned(book, read):
    book.changes["REALISASI"] = {"hidden_rows": frozenset({2}), "hidden_columns": frozenset({10})}
    reading = read(book)
    assert rules(reading) == ["FRM-02 I"]
    assert "1 baris tersembunyi (pertama baris 2); kolom tersembunyi J" in only(reading, "FRM-02")
    assert len(reading.tables["realisasi"]) == 1


@pytest.mark.parametrize("sheet", ["INDIKATOR", "REALISASI"])
def test_without_indicators_or_realisation_nothing_speaks_with_numbers(book, read, sheet):
    book.rows[sheet] = []
    assert f"lembar {sheet} kosong" in only(read(book), "STR-08")


def test_a_template_that_nobody_filled_in_is_refused(book, read):
    book.rows = {}
    with pytest.raises(UnreadableFileError, match="tidak ada baris data"):
        read(book)


@pytest.mark.parametrize("version", ["2.0", None, "1"])
def test_an_unknown_version_of_the_template_is_said(book, read, version):
    book.cover["versi_template"] = version
    assert only(read(book), "STR-01").endswith("tidak dikenal. Pakai template 1.1.")


def test_a_version_that_excel_turned_into_a_number_is_still_that_version(book, read):
    book.cover["versi_template"] = 1.0
    assert read(book).findings == ()


def test_a_field_of_the_cover_that_is_missing_or_twice_is_said(book, read):
    lines = [["isian", "nilai"], *COVER.items(), ["tahun", 2025]]
    book.changes["SAMPUL"] = {"cells": cells(lines)}
    messages = [f.message for f in read(book).findings]
    assert "SAMPUL: isian tahun tertulis dua kali; sisakan satu." in messages
    assert "SAMPUL: isian disahkan_oleh tidak ada di kolom A." in messages


def words(book, sheet):
    """The row that repeats the headings of a sheet in people's words."""
    return {field.id: field.label for field in book.template.sheet(sheet).fields}


def test_the_row_of_peoples_words_is_a_heading_wherever_it_was_sorted_to(book, read):
    before = read(book)
    rows = book.rows["REALISASI"]
    for place in (0, len(rows)):
        book.rows["REALISASI"] = [*rows[:place], words(book, "REALISASI"), *rows[place:]]
        reading = read(book)
        own = [row["id_indikator"] for row in reading.tables["realisasi"]]
        assert own == [row["id_indikator"] for row in rows]
        assert rules(reading) == rules(before)


def test_a_row_that_only_begins_like_the_headings_is_data(book, read):
    row = words(book, "REALISASI") | {"realisasi": 3}
    book.rows["REALISASI"] = [*book.rows["REALISASI"], row]
    assert "STR-06 B" in rules(read(book))


def test_the_cover_holds_its_values_under_nilai_wherever_that_column_stands(book, read):
    lines = [["isian", "_nama", "nilai", "_penjelasan"]]
    lines += [
        [f.id, f.label, book.cover.get(f.id), f.definition]
        for f in book.template.sheet("SAMPUL").fields
    ]
    before = read(book)
    book.changes["SAMPUL"] = {"cells": cells(lines)}
    reading = read(book)
    assert reading.cover == before.cover
    assert rules(reading) == rules(before)
    place = next(p for p in reading.tables["peta"].dicts() if p["kolom"] == "periode")
    assert place["huruf"] == "C"


def test_a_missing_column_is_looked_for_where_it_belongs(book, read):
    header = [field.id for field in book.template.sheet("REALISASI").fields]
    header[header.index("status_data")] = "keadaan"
    book.headers["REALISASI"] = header
    reading = read(book)
    gone = next(f for f in reading.findings if f.rule == "STR-02")
    stranger = next(f for f in reading.findings if f.rule == "STR-09")
    assert (gone.address, gone.content) == (stranger.address, "keadaan")
    assert "jangan menghapus" in stranger.remedy


def test_an_optional_column_misspelt_is_asked_about_and_not_missed(book, read):
    header = [field.id for field in book.template.sheet("REALISASI").fields]
    header[header.index("dimensi")] = "Dimensi "
    book.headers["REALISASI"] = header
    book.headers["HAMBATAN_TL"] = ["id_indikator", "akar masalah"]
    reading = read(book)
    [hint] = [f.message for f in reading.findings if f.rule == "STR-09" and "akar" in f.message]
    assert "Mungkin maksudnya akar_masalah" in hint


def test_a_sheet_that_lost_its_ids_is_read_by_the_words_for_them(book, read):
    before = read(book)
    sheet = book.template.sheet("REALISASI")
    book.headers["REALISASI"] = [field.label for field in sheet.fields]
    words = {field.id: field.label for field in sheet.fields}
    book.rows["REALISASI"] = [
        {words[name]: value for name, value in row.items()} for row in book.rows["REALISASI"]
    ]
    reading = read(book)
    assert reading.tables["realisasi"][:] == before.tables["realisasi"][:]
    assert rules(reading) == rules(before)
