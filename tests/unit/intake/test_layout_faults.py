"""A fault of a layout is told when it is loaded, with file, line and field, never of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import LayoutError
from dagster_project.sae.intake.forms.printed.layout import load_layouts
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Task

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = ROOT / "data_raw" / "layouts"
PROFILE = ROOT / "dbt" / "seeds" / "profil" / "probolinggo"

GOOD = """\
id: dinas
version: "1"
kind: tidy
title: Tabel dinas
cover:
  opd: {constant: "1.02.01"}
  year: {constant: "2026"}
  period: {constant: TW3}
id_indikator: {what: kode, header: kode}
columns:
  indikator.polaritas:
    what: arah
    header: arah
    vocabulary:
      naik: NAIK
  indikator.kode_pilar:
    what: pilar
    header: pilar
    lookup: {seed: pilar, name: nama_pilar, code: kode_pilar}
constants:
  indikator.jenis_agregasi: POSISI_AKHIR
figures:
  - {what: realisasi, header: realisasi, field: realisasi}
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "dinas.yaml").write_text(text, encoding="utf-8")
    template = (LAYOUTS / "templat_v1.yaml").read_text(encoding="utf-8")
    (tmp_path / "templat_v1.yaml").write_text(template, encoding="utf-8")
    return tmp_path


def test_the_layout_of_these_tests_is_a_good_one(tmp_path: Path) -> None:
    [layout] = load_layouts(folder(tmp_path, GOOD), load_profile(PROFILE))
    assert layout.id == "dinas"


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("header: arah", "header: '('", "dinas.yaml:13: columns.indikator.polaritas.header: "),
        ("    header: pilar\n", "", "dinas.yaml:16: columns.indikator.kode_pilar: "),
        ("title: Tabel dinas", "judul: Tabel dinas", "dinas.yaml:4: judul: "),
        ("title: Tabel dinas", "judul: Tabel dinas", "title: Field required"),
        ("field: realisasi}", "field: realisai}", "dinas.yaml:23: figures.0.field: "),
        ("naik: NAIK", "naik: BAIK", "dinas.yaml:15: columns.indikator.polaritas.vocabulary.naik"),
        ("POSISI_AKHIR", "BEBAS", "dinas.yaml:21: constants.indikator.jenis_agregasi: 'BEBAS'"),
        ("constant: TW3", "constant: Q3", "dinas.yaml:8: cover.period.constant: 'Q3'"),
        ('constant: "2026"', "constant: '26'", "dinas.yaml:7: cover.year.constant: '26'"),
        ("indikator.kode_pilar", "indikator.warna", "no field indikator.warna"),
        ('"1.02.01"', '"9.99.99"', "dinas.yaml:6: cover.opd.constant: the profile has no agency"),
        ("seed: pilar", "seed: pilur", "dinas.yaml:19: columns.indikator.kode_pilar.lookup: "),
        ("nama_pilar", "sebutan", "dinas.yaml:19: columns.indikator.kode_pilar.lookup: "),
        ("version:", "  version:", "dinas.yaml: "),
    ],
)
def test_a_fault_names_its_file_its_line_and_its_field(tmp_path, was, becomes, said) -> None:
    assert was in GOOD
    with pytest.raises(LayoutError) as raised:
        load_layouts(folder(tmp_path, GOOD.replace(was, becomes, 1)), load_profile(PROFILE))
    assert said in str(raised.value)


def test_every_fault_of_a_file_is_told_at_once_in_its_order(tmp_path: Path) -> None:
    text = GOOD.replace("naik: NAIK", "naik: BAIK").replace("POSISI_AKHIR", "BEBAS")
    with pytest.raises(LayoutError) as raised:
        load_layouts(folder(tmp_path, text), load_profile(PROFILE))
    assert [line.split(":")[1] for line in str(raised.value).splitlines()] == ["15", "21"]


def test_a_wrong_layout_ends_the_reading_and_refuses_nobodys_file(tmp_path: Path) -> None:
    layouts = folder(tmp_path, GOOD.replace("naik: NAIK", "naik: BAIK"))
    sent = tmp_path / "a.csv"
    sent.write_text("kode;realisasi\nI-1;2\n", encoding="utf-8")
    task = Task(str(sent), "ab" * 32, "a.csv", 9, *["2026-10-10T08:00:00"] * 2, "KOTAK_MASUK")
    with (
        ReadingPool(layouts, load_profile(PROFILE), workers=1) as pool,
        pytest.raises(LayoutError, match=r"dinas\.yaml:15"),
    ):
        list(pool.read_all([task]))
