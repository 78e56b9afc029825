"""Forms E.81 and E.60 of a release over the sample are read back by our own reader."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.forms.printed.layout import Layout, load_layouts
from dagster_project.sae.intake.forms.printed.reader import read_foreign
from dagster_project.sae.intake.forms.reading import Reading
from dagster_project.sae.intake.forms.recognise import recognise
from dagster_project.sae.pages.forms.fill import forms_of, open_release
from dagster_project.sae.pages.forms.shape import TEXT
from dagster_project.sae.pages.forms.write import FIRST_ROW
from lab.compat.matrix import served_id

pytestmark = pytest.mark.xdist_group("bi")


@pytest.fixture(scope="module")
def release(sample_run: tuple[Settings, object]) -> Path:
    """Folder of the served release."""
    settings, _ = sample_run
    return settings.releases / str(served_id(settings))


def read(path: Path) -> Reading:
    layouts = PROJECT_ROOT / "data_raw" / "layouts"
    workbook = read_workbook(path, file_name=path.name)
    layout = recognise(workbook, load_template(layouts / TEMPLATE_NAME), load_layouts(layouts))
    assert isinstance(layout, Layout), path.name
    return read_foreign(
        workbook,
        layout,
        profile=load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        received=datetime(2026, 11, 23, 9),
    )


def figures(reading: Reading, table: str, field: str) -> dict[tuple[int, str], Any]:
    return {
        (row["baris"], row["periode"]): row[field]
        for row in reading.tables[table]
        if row[field] is not None
    }


def test_every_form_of_the_release_is_read_back_to_its_numbers(release):
    compared = 0
    tables = open_release(release / "sae.duckdb")
    periods = {row.id_siklus: row.periode for row in tables["dim_periode"] if row.id_siklus}
    for name, form, filled in forms_of(tables):
        reading = read(release / "bahan" / "formulir" / f"{name}.xlsx")
        rows = {FIRST_ROW + n: row for n, row in enumerate(filled.rows, start=1)}
        first = 7 if form.code == "E81" else 8
        wanted_opd = filled.rows[0]["kode_opd"] if form.code == "E81" else None
        assert (reading.cover.kode_opd, reading.cover.tahun) == (wanted_opd, filled.year), name
        closed = max(periods[row["id_siklus"]] == "THN" for row in filled.rows)
        assert reading.cover.periode == ("THN" if closed else f"TW{len(filled.quarter)}"), name
        quarters = [f"TW{n}" for n in range(1, 5) if closed or n <= len(filled.quarter)]
        wanted = {
            (at, period): row[f"k_{first + n}_{period.lower()}"]
            for at, row in rows.items()
            for n, period in enumerate(quarters, start=1)
            if row["id_indikator"]
        }
        if closed:
            year = f"k_{first + 5}_realisasi"
            wanted |= {(at, "THN"): row[year] for at, row in rows.items() if row["id_indikator"]}
        wanted = {place: value for place, value in wanted.items() if value is not None}
        assert figures(reading, "realisasi", "realisasi") == wanted, name
        targets = {at: v for (at, _), v in figures(reading, "realisasi", "target_tahun").items()}
        assert targets == {
            at: row[f"k_{first}_target"]
            for at, row in rows.items()
            if row["id_indikator"] and row[f"k_{first}_target"] is not None
        }, name
        budgets = {at: v for (at, _), v in figures(reading, "anggaran", "pagu").items()}
        pagu = f"rp_{first}_pagu"
        assert budgets == {at: r[pagu] for at, r in rows.items() if r[pagu] is not None}, name
        if closed:
            spent = f"rp_{first + 5}_realisasi"
            assert figures(reading, "anggaran", "realisasi_anggaran") == {
                (at, "THN"): row[spent] for at, row in rows.items() if row[spent] is not None
            }, name
        named = {row["baris"]: (row["nama_indikator"], row["satuan"])
                 for row in reading.tables["indikator"]}  # fmt: skip
        assert named == {
            at: (row["nama_indikator"], row["satuan"])
            for at, row in rows.items() if row["id_indikator"]
        }, name  # fmt: skip
        compared += len(wanted) + len(targets) + len(budgets)
    assert compared > 900


def test_what_our_reader_does_not_read_stands_in_its_cell_too(release):
    for name, form, filled in forms_of(open_release(release / "sae.duckdb"), year=2026):
        workbook = read_workbook(
            release / "bahan" / "formulir" / f"{name}.xlsx", file_name=f"{name}.xlsx"
        )
        sheet = workbook.sheets[0]
        for n, row in enumerate(filled.rows):
            for place, column in enumerate(form.columns, start=1):
                if column.kind == TEXT or column.field is None:
                    continue
                cell = sheet.cell(FIRST_ROW + 1 + n, place)
                value = None if cell is None else cell.value
                wanted = row[column.field]
                # A workbook holds 16 digits of a quotient.
                same = wanted if wanted is None else pytest.approx(wanted, rel=1e-14)
                assert value == same, (name, n, column)
        label = sheet.cell(5, 1)
        assert label is not None
        assert label.value == "DATA CONTOH SINTETIS: bukan angka resmi"
