"""A layout file is checked when it is loaded, and a form is known by its texts, not its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from dagster_project.sae.installation.errors import LayoutError
from dagster_project.sae.intake.file.sheets import SheetData, WorkbookData
from dagster_project.sae.intake.forms.printed.layout import (
    SCHEMA_NAME,
    layout_schema,
    load_layouts,
    match,
)
from dagster_project.sae.intake.forms.printed.reader import read_foreign

LAYOUTS = Path(__file__).resolve().parents[3] / "data_raw" / "layouts"


def written(folder: Path, name: str = "a.yaml", **changes: Any) -> Path:
    raw = yaml.safe_load((LAYOUTS / "e81_renja.yaml").read_text(encoding="utf-8")) | changes
    (folder / name).write_text(yaml.safe_dump(raw), encoding="utf-8")
    return folder


def test_the_layouts_of_the_product_load_and_our_template_is_not_one_of_them(layouts) -> None:
    assert sorted(layouts) == ["e60-rkpd", "e81-renja", "lembar-polos", "tabel-indikator"]


def test_the_schema_beside_the_files_is_the_one_of_the_classes() -> None:
    stored = json.loads((LAYOUTS / SCHEMA_NAME).read_text(encoding="utf-8"))
    assert stored == layout_schema(), (
        "layout.schema.json is stale; write it again with layout_schema() as docs/layout.md says"
    )


def test_a_key_that_is_not_in_the_schema_is_refused_with_the_file_named(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match=r"a\.yaml.*\n?.*colour"):
        load_layouts(written(tmp_path, colour="red"))


def test_a_pattern_that_is_not_a_regular_expression_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="not a regular expression"):
        load_layouts(written(tmp_path, signature=[{"what": "x", "pattern": "("}]))


def test_a_column_needs_header_texts_or_a_letter_but_not_both(tmp_path: Path) -> None:
    raw = yaml.safe_load((LAYOUTS / "e81_renja.yaml").read_text(encoding="utf-8"))
    raw["year"]["target"] |= {"letter": "H"}
    with pytest.raises(LayoutError, match="either `header` or `letter`"):
        load_layouts(written(tmp_path, year=raw["year"]))


def test_two_files_may_not_share_an_id(tmp_path: Path) -> None:
    written(tmp_path, "a.yaml")
    with pytest.raises(LayoutError, match=r"b\.yaml: another layout has the id 'e81-renja'"):
        load_layouts(written(tmp_path, "b.yaml"))


def test_the_form_is_found_with_all_its_columns(form, layouts) -> None:
    fit = match(form.workbook(), layouts["e81-renja"])
    assert (fit.ok, fit.sheet, fit.header_row, fit.missing) == (True, "Realisasi TW IV", 5, [])
    assert fit.block is not None
    assert (fit.block.last, fit.block.data_from) == (8, 9)
    assert {name: found[0] for name, found in fit.columns.items()} == {
        "labels.uraian": 3,
        "labels.nama_indikator": 4,
        "labels.satuan": 5,
        "year.target": 8,
        "year.pagu": 9,
        "quarters.TW1.realisasi": 10,
        "quarters.TW1.realisasi_anggaran": 12,
        "quarters.TW2.realisasi": 13,
        "quarters.TW2.realisasi_anggaran": 15,
        "quarters.TW3.realisasi": 16,
        "quarters.TW3.realisasi_anggaran": 18,
        "quarters.TW4.realisasi": 19,
        "quarters.TW4.realisasi_anggaran": 21,
        "year.realisasi": 22,
        "year.realisasi_anggaran": 23,
    }
    assert not match(form.workbook(), layouts["e60-rkpd"]).ok


def test_the_form_of_the_whole_regency_is_known_by_its_own_words(form, layouts, profile) -> None:
    for at, (value, formula) in form.cells.items():
        if at[0] == 5:
            text = str(value).replace("Renja Perangkat Daerah", "RKPD Kabupaten/Kota")
            form.cells[at] = (text, formula)
    workbook = form.workbook()
    assert not match(workbook, layouts["e81-renja"]).ok
    assert match(workbook, layouts["e60-rkpd"]).ok
    reading = read_foreign(workbook, layouts["e60-rkpd"], profile=profile, sha256="0" * 64)
    assert (reading.cover.tahun, len(reading.tables["indikator"])) == (2025, 9)
    assert sum(row["pagu"] or 0 for row in reading.tables["anggaran"]) == 80000000


def test_a_form_further_down_and_to_the_right_is_still_found(form, layouts) -> None:
    fit = match(form.moved(7, 3).workbook(), layouts["e81-renja"])
    assert fit.ok
    assert fit.header_row == 12
    assert fit.columns["year.target"] == (11,)


def test_a_form_without_merged_cells_is_still_found(form, layouts) -> None:
    merged = match(form.workbook(), layouts["e81-renja"])
    assert match(form.unmerged().workbook(), layouts["e81-renja"]).columns == merged.columns


def test_a_form_without_percent_columns_is_still_found(form, layouts) -> None:
    fit = match(form.without_columns(["K", "N", "Q", "T"]).workbook(), layouts["e81-renja"])
    assert fit.ok
    assert fit.columns["quarters.TW1.realisasi_anggaran"] == (11,)
    assert fit.columns["year.realisasi_anggaran"] == (19,)


def test_the_numbering_row_may_stand_below_the_last_header_row(form, layouts) -> None:
    rows = {7: 8, 8: 7}
    form.cells = {(rows.get(r, r), c): cell for (r, c), cell in form.cells.items()}
    fit = match(form.workbook(), layouts["e81-renja"])
    assert fit.ok
    assert fit.block is not None
    assert (fit.block.last, fit.block.data_from) == (7, 9)


def test_what_is_missing_and_what_was_found_is_listed_in_words(form, layouts) -> None:
    fit = match(form.put("J6", None).workbook(), layouts["e81-renja"])
    assert not fit.ok
    assert fit.missing == ["kolom triwulan I (K)", "kolom triwulan I (Rp)"]
    assert "target kinerja dan anggaran Renja (H5)" in fit.found
    assert "kolom satuan (E)" in fit.found


def test_a_column_that_stands_there_twice_is_not_chosen(form, layouts) -> None:
    form.put("Z5", "Indikator Kinerja Program lain")
    fit = match(form.workbook(), layouts["e81-renja"])
    assert fit.missing == ["kolom indikator kinerja yang hanya satu (ada di D, Z)"]


def test_two_visible_sheets_of_the_same_form_are_not_guessed_between(form, layouts) -> None:
    one = form.sheet()
    form.name = "Salinan"
    fit = match(WorkbookData((one, form.sheet())), layouts["e81-renja"])
    assert not fit.ok
    assert "ada 2: Realisasi TW IV, Salinan" in fit.missing[0]
    hidden = match(WorkbookData((one, form.sheet(visible=False))), layouts["e81-renja"])
    assert (hidden.ok, hidden.sheet) == (True, "Realisasi TW IV")


def test_any_other_workbook_matches_nothing(layouts) -> None:
    for workbook in (WorkbookData(()), WorkbookData((SheetData("Kosong"),))):
        fit = match(workbook, layouts["e81-renja"])
        assert not fit.ok
        assert fit.missing
