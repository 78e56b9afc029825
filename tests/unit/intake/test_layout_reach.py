"""What a layout of a tidy table reaches without Python: rows, ids, budget, names, inner sums."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.contract.landing import columns_of
from dagster_project.sae.contract.template import load_template
from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.file.csvzip import read_csv
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.file.sheets import WorkbookData
from dagster_project.sae.intake.forms.coverage import account
from dagster_project.sae.intake.forms.printed.layout import load_layouts
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.tidy.layout import TidyLayout
from dagster_project.sae.intake.forms.tidy.reader import read_tidy

LAYOUTS = PROJECT_ROOT / "data_raw" / "layouts"
TEMPLATE = load_template(LAYOUTS / "templat_v1.yaml")
REAL = PROJECT_ROOT.parent / "shared" / "real"

HEAD = """\
id: uji
version: "1"
kind: tidy
title: Tabel uji
cover:
  opd: {constant: "1.02.01"}
  year: {constant: "2026"}
  period: {constant: TW3}
"""
ID = "id_indikator: {what: kode, header: kode}\n"
FIGURE = "figures:\n  - {what: realisasi, header: realisasi, field: realisasi}\n"


@pytest.fixture
def read(tmp_path: Path, profile: Any) -> Any:
    def _read(layout: str, table: str | WorkbookData, *, name: str = "kiriman.csv") -> Reading:
        (tmp_path / "uji.yaml").write_text(HEAD + layout, encoding="utf-8")
        (tmp_path / "templat_v1.yaml").write_text(
            (LAYOUTS / "templat_v1.yaml").read_text(encoding="utf-8"), encoding="utf-8"
        )
        [known] = load_layouts(tmp_path, profile)
        assert isinstance(known, TidyLayout)
        book = table
        if isinstance(book, str):
            book = WorkbookData((read_csv(book.encode(), sheet="kiriman"),))
        reading = read_tidy(
            book,
            known,
            template=TEMPLATE,
            profile=profile,
            file_name=name,
            received=datetime(2026, 10, 10),
        )
        allowed = {table: {n for n, _ in spec} for table, spec in columns_of(TEMPLATE).items()}
        for name_of_table, rows in reading.tables.items():
            assert {field for row in rows for field in row} <= allowed[name_of_table]
        account(book, reading.areas, template=TEMPLATE)
        return reading

    return _read


def picked(reading: Reading, table: str, *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(row.get(field) for field in fields) for row in reading.tables[table]]


def rules(reading: Reading) -> list[tuple[str, str | None]]:
    return [(found.rule, found.address) for found in reading.findings]


def test_a_filter_keeps_the_rows_that_are_data(read) -> None:
    layout = (
        "filters:\n"
        "  - {column: {what: jenis, header: jenis}, keep: 'iku|ikd'}\n"
        "  - {column: {what: daerah, header: daerah}, skip: 'jumlah.*|'}\n" + ID + FIGURE
    )
    table = (
        "kode;jenis;daerah;realisasi\nA;IKU;Kab;1\nB;Bebas;Kab;2\nC;ikd;Kab;3\n"
        "D;IKU;Jumlah semua;6\nE;IKU;;7\n"
    )
    reading = read(layout, table)
    assert picked(reading, "realisasi", "id_indikator", "realisasi") == [("A", 1.0), ("C", 3.0)]
    assert rules(reading) == []


def test_a_filter_that_keeps_no_row_says_so(read) -> None:
    layout = "filters:\n  - {column: {what: jenis, header: jenis}, keep: X}\n" + ID + FIGURE
    with pytest.raises(UnreadableFileError, match=r"tidak satu pun dari 1 baris data .*\(jenis\)"):
        read(layout, "kode;jenis;realisasi\nA;IKU;1\n")


def test_an_id_is_put_together_from_columns_a_constant_and_the_file_name(read) -> None:
    layout = (
        "id_indikator:\n  what: kode\n  join: '.'\n  parts:\n"
        "    - constant: IKU\n"
        "    - file_name: '^([a-z]+)_'\n"
        "    - column: {what: urusan, header: urusan}\n"
        "    - column: {what: nomor, header: 'no'}\n" + FIGURE
    )
    reading = read(layout, "urusan;no;realisasi\n1.02;7;5\n1.03;;6\n", name="sehat_2026.csv")
    assert picked(reading, "realisasi", "id_indikator", "realisasi") == [("IKU.sehat.1.02.7", 5.0)]
    assert rules(reading) == [("STR-06", "A3")]
    places = {(p["tabel"], p["kolom"]): p["huruf"] for p in reading.tables["peta"]}
    assert places["realisasi", "id_indikator"] == "A"


def test_budget_of_a_tidy_table_lands_as_the_template_has_it(read) -> None:
    layout = (
        "columns:\n"
        "  anggaran.kode_sub_kegiatan: {what: kode, header: kode}\n"
        "  anggaran.uraian: {what: uraian, header: uraian}\n"
        "  anggaran.pagu: {what: pagu, header: pagu}\n"
        "  anggaran.realisasi_anggaran: {what: realisasi, header: realisasi}\n"
        "constants:\n  anggaran.sumber_dana: APBD\n"
    )
    table = "kode;uraian;pagu;realisasi\n1.02.02.2.01.0001;Gizi;1.000.000;750000\n;;;\n"
    reading = read(layout, table)
    assert picked(
        reading, "anggaran", "kode_sub_kegiatan", "uraian", "pagu", "realisasi_anggaran",
        "sumber_dana", "periode", "sifat", "id_indikator",
    ) == [("1.02.02.2.01.0001", "Gizi", 1e6, 750e3, "APBD", "TW3", "KUMULATIF", None)]  # fmt: skip
    assert reading.tables["realisasi"] == []
    places = {(p["tabel"], p["kolom"]): p["huruf"] for p in reading.tables["peta"]}
    assert places["anggaran", "pagu"] == "C"


def test_figures_and_budget_of_one_row_stand_side_by_side(read) -> None:
    layout = ID + FIGURE + "columns:\n  anggaran.pagu: {what: pagu, header: pagu}\n"
    reading = read(layout, "kode;realisasi;pagu\nA;5;1000\nB;6;\n")
    assert picked(reading, "realisasi", "id_indikator", "realisasi") == [("A", 5.0), ("B", 6.0)]
    assert picked(reading, "anggaran", "id_indikator", "pagu") == [("A", 1000.0)]


def test_a_name_is_looked_up_in_a_list_of_the_profile(read) -> None:
    layout = (
        ID + FIGURE + "columns:\n"
        "  indikator.nama_indikator: {what: nama, header: nama}\n"
        "  indikator.kode_pilar:\n    what: pilar\n    header: pilar\n"
        "    vocabulary: {ekonomi: SAE-2}\n"
        "    lookup: {seed: pilar, name: nama_pilar, code: kode_pilar}\n"
    )
    table = (
        "kode;nama;pilar;realisasi\nA;x;sae infrastruktur;1\nB;y;Ekonomi;2\nC;z;SAE-3;3\n"
        "D;w;Antariksa;4\n"
    )
    reading = read(layout, table)
    assert picked(reading, "indikator", "id_indikator", "kode_pilar") == [
        ("A", "SAE-4"), ("B", "SAE-2"), ("C", "SAE-3"), ("D", None),
    ]  # fmt: skip
    assert rules(reading) == [("STR-06", "C5")]
    assert "tidak ada dalam daftar pilar" in reading.findings[0].message


def test_a_name_that_two_regions_bear_is_not_certain(read) -> None:
    layout = (
        ID + FIGURE + "columns:\n  realisasi.kode_wilayah:\n    what: desa\n    header: desa\n"
        "    lookup: {seed: wilayah, name: nama_wilayah, code: kode_wilayah}\n"
    )
    names = [
        line.split(",")[1]
        for line in (PROJECT_ROOT / "dbt/seeds/profil/probolinggo/wilayah.csv")
        .read_text(encoding="utf-8")
        .splitlines()[1:]
    ]
    twice = next(name for name in names if names.count(name) > 1)
    reading = read(layout, f"kode;desa;realisasi\nA;{twice};1\nB;Sukapura;2\n")
    assert "kali dalam daftar wilayah" in reading.findings[0].message
    assert picked(reading, "realisasi", "kode_wilayah")[0] == (None,)


def test_a_row_whose_parts_do_not_make_its_sum_is_told(read) -> None:
    layout = (
        ID + FIGURE + "sums:\n  - what: pendapatan\n    total: {what: jumlah, header: jumlah}\n"
        "    of:\n      - {what: a, header: a}\n      - {what: b, header: b}\n"
    )
    reading = read(layout, "kode;realisasi;a;b;jumlah\nA;1;10;5;15\nB;1;10;;10\nC;1;10;5;16\n")
    assert rules(reading) == [("FRM-01", "E4")]
    assert "(lebih 1)" in reading.findings[0].message
    assert reading.evaluated["FRM-01"] == 1


LRA = """\
numbers: titik
within_rows: 6
filters:
  - column: {what: daerah, header: DAERAH}
    keep: 'Kab\\. Probolinggo'
id_indikator:
  what: pendapatan asli daerah
  parts: [{constant: PAD}]
columns:
  anggaran.pagu: {what: belanja, letter: EC}
  anggaran.realisasi_anggaran: {what: realisasi belanja, letter: ED}
constants:
  anggaran.uraian: Belanja daerah
  anggaran.tingkat_anggaran: DAERAH
figures:
  - {what: anggaran PAD, letter: O, field: target_tahun}
  - {what: realisasi PAD, letter: P, field: realisasi}
  - {what: persen PAD, letter: Q, field: capaian_tertulis}
sums:
  - what: anggaran pendapatan asli daerah
    total: {what: anggaran PAD, letter: O}
    of:
      - {what: pajak, letter: C}
      - {what: retribusi, letter: F}
      - {what: kekayaan, letter: I}
      - {what: lain, letter: L}
  - what: realisasi pendapatan asli daerah
    total: {what: realisasi PAD, letter: P}
    of:
      - {what: pajak, letter: D}
      - {what: retribusi, letter: G}
      - {what: kekayaan, letter: J}
      - {what: lain, letter: M}
not_read:
  '.*': "other lines of the report on the budget"
"""


if REAL.is_dir():

    def test_a_report_on_the_budget_of_five_governments_gives_that_of_one(read) -> None:
        path = REAL / "lra_jatim_2025.csv"
        reading = read(LRA, read_workbook(path, file_name=path.name), name=path.name)
        assert picked(reading, "realisasi", "target_tahun", "realisasi", "capaian_tertulis") == [
            (422_849_901_243.0, 410_853_856_824.87, 97.16)
        ]
        [(budget, spent)] = picked(reading, "anggaran", "pagu", "realisasi_anggaran")
        assert round(100 * spent / budget, 2) == 90.80
        assert rules(reading) == []
