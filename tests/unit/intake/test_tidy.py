"""A tidy table is known by its header and read by its layout: one row, one indicator."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import LayoutError, UnreadableFileError
from dagster_project.sae.intake.file.cells import Cell
from dagster_project.sae.intake.file.csvzip import read_csv
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.printed.layout import load_layouts
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.recognise import recognise
from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
from dagster_project.sae.intake.forms.tidy.reader import read_tidy

LAYOUTS = Path(__file__).resolve().parents[3] / "data_raw" / "layouts"
TEMPLATE = load_template(LAYOUTS / "templat_v1.yaml")

PLAIN = "Kode;Realisasi;Hambatan;Tindak lanjut;PIC;Tenggat;Bukti\n"
TABLE = "id_indikator;nama_indikator;satuan;arah;target;realisasi"
NAME = "1.02.01_2026_TW3_v2.csv"


def read(text: str, layouts: dict[str, Any], profile: Any, *, name: str = NAME) -> Reading:
    book = WorkbookData((read_csv(text.encode(), sheet=Path(name).stem),))
    layout = recognise(book, TEMPLATE, list(layouts.values()))
    assert isinstance(layout, TidyLayout)
    return read_tidy(
        book,
        layout,
        template=TEMPLATE,
        profile=profile,
        file_name=name,
        received=datetime(2026, 10, 10, 8, 0),
    )


def faults(reading: Reading) -> list[tuple[str, str | None]]:
    return [(found.rule, found.address) for found in reading.findings]


def picked(rows: Any, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(field) for field in fields) for row in rows]


def test_a_plain_sheet_becomes_figures_and_obstacles(layouts, profile):
    text = PLAIN + (
        "1.02.01-001;58,5;;;;;https://bukti/1\n"
        "1.02.01-002;12;Tenaga kurang;Rekrut 3 bidan;Kabid Kesmas;30 Juni 2026;https://bukti/2\n"
    )
    reading = read(text, layouts, profile)
    assert reading.layout_id == "lembar-polos"
    assert faults(reading) == []
    cover = reading.cover
    assert (cover.kode_opd, cover.id_siklus) == ("1.02.01", "RAKOREV-2026-04")
    fields = ("id_indikator", "tahun", "periode", "realisasi", "status_data", "bukti_tautan")
    assert picked(reading.tables["realisasi"], *fields) == [
        ("1.02.01-001", 2026, "TW3", 58.5, "TERSEDIA", "https://bukti/1"),
        ("1.02.01-002", 2026, "TW3", 12.0, "TERSEDIA", "https://bukti/2"),
    ]
    [obstacle] = reading.tables["hambatan_tl"]
    assert obstacle["uraian_hambatan"] == "Tenaga kurang"
    assert (obstacle["penanggung_jawab"], obstacle["tenggat"]) == (
        "Kabid Kesmas", date(2026, 6, 30),
    )  # fmt: skip
    assert reading.tables["indikator"] == []


def test_a_plain_sheet_in_a_workbook_may_stand_below_its_title(layouts, profile):
    texts = {
        (1, 1): "LAPORAN KINERJA",
        **{(4, n): text for n, text in enumerate(PLAIN.strip().split(";"), start=2)},
        (5, 2): "1.02.01-001",
        (7, 2): "Mengetahui, Kepala Dinas",
        (8, 2): "Nama",
    }
    cells = {at: Cell(*at, text, "text") for at, text in texts.items()}
    cells[5, 3] = Cell(5, 3, 58.5, "number")
    book = WorkbookData((SheetData("Lembar1", cells=cells),))
    reading = read_tidy(
        book, layouts["lembar-polos"], template=TEMPLATE, profile=profile, file_name=NAME
    )
    assert picked(reading.tables["realisasi"], "baris", "realisasi") == [(5, 58.5)]
    place = next(p for p in reading.tables["peta"] if p["kolom"] == "realisasi")
    assert (place["lembar"], place["huruf"]) == ("Lembar1", "C")


def test_a_table_of_indicators_defines_them_and_lands_past_years(layouts, profile):
    text = TABLE + ";2024;2025\nA-1;Angka stunting;%;Down;14;15,2;17,1;16\n"
    reading = read(text, layouts, profile)
    assert reading.layout_id == "tabel-indikator"
    assert picked(reading.tables["indikator"], "id_indikator", "polaritas", "satuan") == [
        ("A-1", "TURUN", "persen")
    ]
    fields = ("tahun", "periode", "target_tahun", "realisasi")
    assert picked(reading.tables["realisasi"], *fields) == [
        (2026, "TW3", 14.0, 15.2),
        (2024, "THN", None, 17.1),
        (2025, "THN", None, 16.0),
    ]
    places = {
        (place["tahun"], place["periode"]): place["huruf"]
        for place in reading.tables["peta"]
        if place["kolom"] == "realisasi"
    }
    assert places == {(2026, None): "F", (2024, "THN"): "G", (2025, "THN"): "H"}


def test_a_doubtful_figure_of_a_past_year_is_told_for_that_year_only(layouts, profile):
    text = TABLE + ";2024;2025\nA-1;Angka stunting;%;Down;14;15,2;1.234;16\n"
    reading = read(text, layouts, profile)
    [found] = reading.findings
    assert (found.address, found.row, found.year, found.period) == ("G2", 2, 2024, "THN")
    fields = ("tahun", "periode", "realisasi")
    assert picked(reading.tables["realisasi"], *fields) == [
        (2026, "TW3", 15.2),
        (2025, "THN", 16.0),
    ]


def test_rows_of_several_periods_keep_their_own_and_the_report_is_on_the_last(layouts, profile):
    head = "tahun;periode;" + TABLE
    text = f"{head}\n2025;Tahunan;A;Angka;%;Up;1;2\n2026;TW III;A;Angka;%;Up;3;4\n"
    reading = read(text, layouts, profile, name="apa saja.csv")
    assert picked(reading.tables["realisasi"], "tahun", "periode", "realisasi") == [
        (2025, "THN", 2.0),
        (2026, "TW3", 4.0),
    ]
    assert (reading.cover.tahun, reading.cover.periode) == (2026, "TW3")
    assert len(reading.tables["indikator"]) == 1
    assert faults(reading) == [("STR-03", None)]


def test_what_is_not_certain_is_a_finding_with_its_cell_and_never_a_value(layouts, profile):
    text = TABLE + "\nA;Angka;%;Sideways;1.234;o\n;;;;;5\n"
    reading = read(text, layouts, profile)
    assert [found for found in faults(reading) if found[0] == "STR-06"] == [
        ("STR-06", "D2"), ("STR-06", "E2"), ("STR-06", "F2"), ("STR-06", "A3"),
    ]  # fmt: skip
    [row] = reading.tables["realisasi"]
    assert (row["target_tahun"], row["realisasi"], row["status_data"]) == (None, None, None)
    assert reading.evaluated["STR-06"] == 4


def test_two_definitions_of_one_indicator_are_told(layouts, profile):
    head = "periode;" + TABLE
    text = f"{head}\nTW2;A;Angka satu;%;Up;1;1\nTW3;A;Angka dua;%;Up;1;1\n"
    assert ("STR-06", "C3") in faults(read(text, layouts, profile))


def test_two_columns_that_contradict_each_other_give_no_value(tmp_path, layouts, profile):
    raw = layouts["tabel-indikator"].model_dump()
    text = TABLE + ";2026\nA;Angka;%;Up;1;5;6\n"
    reading = read(
        text, {"x": TidyLayout.model_validate(raw)}, profile, name="1.02.01_2026_THN_v1.csv"
    )
    [row] = reading.tables["realisasi"]
    assert row["realisasi"] is None
    assert ("STR-06", "G2") in faults(reading)


def test_agencies_in_one_column_must_be_one(layouts, profile):
    head = "kode opd;" + TABLE
    text = f"{head}\n1.02.01;A;x;%;Up;1;1\n1.03.01;B;y;%;Up;1;1\n"
    reading = read(text, layouts, profile, name="a.csv")
    assert reading.cover.kode_opd is None
    message = next(f.message for f in reading.findings if f.rule == "STR-03")
    assert "lebih dari satu OPD tertulis: 1.02.01, 1.03.01" in message


def test_the_file_name_and_the_column_must_agree(layouts, profile):
    reading = read(f"kode opd;{TABLE}\n1.03.01;A;x;%;Up;1;1\n", layouts, profile)
    assert reading.cover.kode_opd is None
    assert faults(reading)[0][0] == "STR-03"


def test_a_period_that_is_no_open_cycle_is_told(layouts, profile):
    reading = read(TABLE + "\nA;x;%;Up;1;1\n", layouts, profile, name="1.02.01_2026_TW4_v1.csv")
    assert [rule for rule, _ in faults(reading)] == ["STR-04"]


def test_an_unknown_column_is_named_and_not_read(layouts, profile):
    reading = read(TABLE + ";warna\nA;x;%;Up;1;1;biru\n", layouts, profile)
    assert faults(reading) == [("STR-09", "G1")]


def test_a_table_without_a_number_does_not_speak(layouts, profile):
    assert ("STR-08", None) in faults(read(PLAIN + "A;;x;y;z;;\n", layouts, profile))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PLAIN, "hanya berisi kepala tabel"),
        ("Kode;Realisasi;Hambatan\nA;1;x\n", "tidak ditemukan kolom bukti"),
        (PLAIN.replace("PIC", "Realisasi") + "A;1;x;y;2;;\n", "kolom realisasi yang hanya satu"),
    ],
)
def test_a_table_that_does_not_fit_is_told_what_was_looked_for(text, said, layouts, profile):
    with pytest.raises(UnreadableFileError, match=said):
        read(text, layouts, profile)


def test_a_table_that_could_be_two_kinds_is_not_chosen_between(layouts, profile):
    twin = layouts["lembar-polos"].model_copy(update={"id": "kembar", "title": "Kembaran"})
    with pytest.raises(UnreadableFileError, match="cocok dengan lebih dari satu"):
        read(PLAIN + "A;1;;;;;\n", {**layouts, "kembar": twin}, profile)


def changed(tmp_path: Path, **changes: Any) -> Path:
    raw = yaml.safe_load((LAYOUTS / "tabel_indikator.yaml").read_text(encoding="utf-8")) | changes
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    template = (LAYOUTS / "templat_v1.yaml").read_text(encoding="utf-8")
    (tmp_path / "templat_v1.yaml").write_text(template, encoding="utf-8")
    return tmp_path


def place(**more: Any) -> dict[str, Any]:
    return {"what": "x", "header": "x", **more}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"columns": {"indikator.warna": place()}}, "no field indikator.warna"),
        ({"columns": {"aduan.kategori": place()}}, "pattern"),
        ({"figures": [place(field="realisasi", year="header")]}, "group"),
        ({"figures": [place(header=h, field="realisasi") for h in "ab"]}, "two columns"),
        ({"kind": "lain"}, "kind"),
    ],
)
def test_a_layout_that_cannot_work_is_refused_when_it_is_loaded(tmp_path, change, said):
    with pytest.raises(LayoutError, match=said):
        load_layouts(changed(tmp_path, **change))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("87.648", 87.648),
        ("-0.5", -0.5),
        ("1e-05", 1e-05),
        ("12", 12.0),
        ("NA", None),
        ("1,5", None),
    ],
)
def test_numbers_of_a_program_are_read_by_the_marks_the_layout_declares(
    typed, value, tmp_path, profile
):
    [layout] = load_layouts(changed(tmp_path, numbers="titik", nulls=["NA"]))
    reading = read(f'{TABLE}\nA;x;%;Up;1;"{typed}"\n', {"x": layout}, profile)
    assert reading.tables["realisasi"][0]["realisasi"] == value
    assert reading.evaluated["STR-06"] == (1 if typed == "1,5" else 0)
