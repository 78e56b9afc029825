"""E.81 and E.60 in the official shape: filled from rows, read back by our own reader, never run."""

from __future__ import annotations

import dataclasses
import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.forms.printed.layout import load_layouts
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.recognise import recognise
from dagster_project.sae.pages.forms.fill import forms_of
from dagster_project.sae.pages.forms.shape import E60, E81
from dagster_project.sae.pages.forms.write import FIRST_ROW, HEAD_ROW, write_form
from tests.unit.pages.made import CYCLE, row, tables

REAL = PROJECT_ROOT.parent / "shared" / "real"
HOSTILE = '=HYPERLINK("http://contoh.invalid";"<script>alert(1)</script>")'


def line(number: int, **values: Any) -> Any:
    defaults = {
        "kode_opd": "1.02.01", "nama_opd": "Dinas Kesehatan", "tahun": 2026, "nomor": number,
        "id_siklus": CYCLE, "tingkat": "SUB_KEGIATAN", "id_indikator": f"I-{number}",
        "nama_indikator": f"Indikator {number}", "satuan": "orang", "k_5_target_renstra": 100.0,
        "k_7_target": 20.0, "k_8_tw1": 5.0, "k_12_realisasi": 5.0, "k_13_persen": 25.0,
        "is_rilis": True,
    }  # fmt: skip
    return row("formulir_e81", **{**defaults, **values})


ROWS = (
    line(1, kode="1.02.02.2.02.0001", uraian="Pelayanan ibu hamil", rp_7_pagu=40_000_000.0),
    line(2, kode="1.02.02.2.02.0001", uraian="Pelayanan ibu hamil", k_8_tw1=0.25),
    line(3, nama_indikator=HOSTILE, k_8_tw1=None, k_12_realisasi=None, is_rilis=False),
    line(4, kode="1.02.02.2.02.0004", id_indikator=None, nama_indikator=None, satuan=None,
         k_7_target=None, k_8_tw1=None, rp_7_pagu=7_000_000.0, rp_8_tw1=2_500_000.0),
)  # fmt: skip


def written(folder: Path, *rows: Any) -> Path:
    [(name, form, filled)] = forms_of(tables(*rows), code="e81")
    # Our reader knows the agencies of its own government alone.
    own = dataclasses.replace(filled, government="Kabupaten Probolinggo")
    write_form(form, own, folder / f"{name}.xlsx")
    return folder / f"{name}.xlsx"


def read(path: Path):
    layouts = PROJECT_ROOT / "data_raw" / "layouts"
    workbook = read_workbook(path, file_name=path.name)
    layout = recognise(workbook, load_template(layouts / TEMPLATE_NAME), load_layouts(layouts))
    profile = load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
    return read_foreign(workbook, layout, profile=profile, sha256="0" * 64)


def test_a_form_is_read_back_to_its_figures_units_and_period(tmp_path):
    reading = read(written(tmp_path, *ROWS))
    assert (reading.layout_id, reading.cover.kode_opd) == ("e81-renja", "1.02.01")
    assert (reading.cover.tahun, reading.cover.periode) == (2026, "TW1")
    first = FIRST_ROW + 1
    assert [
        (r["baris"], r["periode"], r["target_tahun"], r["realisasi"])
        for r in reading.tables["realisasi"]
    ] == [(first, "TW1", 20, 5), (first + 1, "TW1", 20, 0.25), (first + 2, "TW1", 20, None)]
    assert [
        (r["baris"], r["kode_sub_kegiatan"], r["pagu"], r["realisasi_anggaran"])
        for r in reading.tables["anggaran"]
    ] == [
        (first, "1.02.02.2.02.0001", 40_000_000, None),
        (first + 3, "1.02.02.2.02.0004", 7_000_000, 2_500_000),
    ]
    assert {r["satuan"] for r in reading.tables["indikator"]} == {"orang"}


def test_a_hostile_name_is_text_in_the_form(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, *ROWS)).active
    cell = sheet.cell(FIRST_ROW + 3, 5)
    assert (cell.data_type, cell.value) == ("s", HOSTILE)


def test_what_the_release_does_not_know_stays_empty_and_is_said(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, *ROWS)).active
    names = [column.field for column in E81.columns]
    held = [
        sheet.cell(FIRST_ROW + 3, names.index(field) + 1).value
        for field in ("k_8_tw1", "k_12_realisasi", "rp_7_pagu")
    ]
    assert held == [None, None, None]
    assert sheet.cell(FIRST_ROW + 3, 4).value == "(program/kegiatan tidak disebut dalam laporan)"
    said = " ".join(str(c.value) for r in sheet.iter_rows() for c in r if c.value is not None)
    assert "1 baris kosong angkanya karena belum rilis" in said
    assert "Kolom 2 dan kolom Rp pada 5, 6, 14, dan 15 kosong" in said
    assert "DATA CONTOH SINTETIS: contoh sintetis" in said


def test_obstacles_and_open_promises_of_the_agency_stand_below(tmp_path):
    promise = row(
        "kpi_tindak_lanjut", kode_opd="1.02.01", tahun=2026, id_siklus_terakhir=CYCLE,
        nama_indikator="Kasus", uraian_hambatan="Rujukan terlambat", is_terbuka=True,
        rencana_tindak_lanjut="Tambah ambulans", tenggat=date(2026, 9, 1),
    )  # fmt: skip
    sheet = openpyxl.load_workbook(written(tmp_path, *ROWS, promise)).active
    below = [c.value for c in sheet["B"] if c.value and c.row > FIRST_ROW]
    assert below == ["- Kasus: Rujukan terlambat", "- Tambah ambulans (tenggat 01-09-2026)"]


def test_the_same_rows_give_the_same_bytes(tmp_path):
    hashes = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        content = written(tmp_path / name, *ROWS).read_bytes()
        hashes.add(hashlib.sha256(content).hexdigest())
    assert len(hashes) == 1


def test_the_form_is_printed_across_with_its_heading_on_every_page(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path, *ROWS)).active
    assert sheet.page_setup.orientation == "landscape"
    # One page wide (which is what stands for nothing said), as many as needed high.
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == f"${HEAD_ROW + 1}:${HEAD_ROW + 4}"
    places = {column.field: n + 1 for n, column in enumerate(E81.columns) if column.field}
    assert "#,##0_" in sheet.cell(FIRST_ROW + 1, places["rp_7_pagu"]).number_format
    assert sheet.cell(FIRST_ROW + 1, places["k_13_persen"]).number_format == "#,##0.00"


def test_a_release_without_reports_has_no_form():
    assert list(forms_of(tables())) == []


def headings(path: Path, rows: tuple[int, int]) -> set[str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    texts = {
        " ".join(str(cell.value).split()).casefold().replace("k ota", "kota")
        for line in sheet.iter_rows(min_row=rows[0], max_row=rows[1])
        for cell in line
        if cell.value is not None
    }
    return {" ".join(text.replace("/ ", "/").split()) for text in texts}


if REAL.is_dir():

    @pytest.mark.parametrize(
        ("file", "rows", "form", "years"),
        [
            ("e81_deliserdang_2025.xlsx", (6, 9), E81, (2025, 2030)),
            ("e60_template_kosong_jember.xlsx", (2, 5), E60, (2020, 2021)),
        ],
    )
    def test_headings_are_those_of_a_form_that_a_government_printed(file, rows, form, years):
        printed = headings(REAL / file, rows)
        said = {"tahun": years[0], "lalu": years[0] - 1, "akhir": years[1]}
        ours = {
            " ".join(group.heading.format(**said).casefold().replace("/ ", "/").split())
            for group in form.groups
        }
        added = {
            "satuan",
            "keterangan",
            "kode",
            "sasaran",
            "unit perangkat daerah penanggung jawab",
        }
        # E.81 of that agency leaves out the yearly share and says the year of the plan's end.
        varied = {
            one for one in ours if one.startswith(("tingkat capaian", "realisasi kinerja dan"))
        }
        assert ours - added - varied <= printed
        assert {"k", "i", "ii", "iii", "iv", "realisasi kinerja pada triwulan"} <= printed
