"""One file of several agencies through a whole run: each is judged, held and answered alone."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dagster_project.cli.app import app
from dagster_project.sae.build import warehouse
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.ledger import waiting_files
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.readers.trace.raw import RawCells, origin_of
from dagster_project.sae.run import pipeline
from dagster_project.sae.run.due import due
from tests.e2e.conftest import SAMPLE

pytestmark = pytest.mark.xdist_group("beberapa_opd")

LAYOUT = """\
id: satu-data
version: "1"
kind: tidy
title: Tabel satu data
cover:
  opd:
    column: {what: dinas, header: dinas}
    each_row: true
  year: {constant: "2026"}
  period: {constant: TW3}
id_indikator:
  what: kode
  parts:
    - column: {what: dinas, header: kode}
    - column: {what: nomor, header: nomor}
columns:
  indikator.nama_indikator: {what: nama, header: nama}
  indikator.satuan: {what: satuan, header: satuan}
figures:
  - {what: target, header: target, field: target_tahun}
  - {what: realisasi, header: realisasi, field: realisasi}
"""
ROWS = (
    ("dinas", "kode", "nomor", "nama", "satuan", "target", "realisasi"),
    ("Dinas Kesehatan", "1.02.01", "001", "Prevalensi stunting", "persen", "14", "15"),
    ("Dinas Pendidikan dan Kebudayaan", "1.01.01", "001", "Lama sekolah", "tahun", "9", "delapan"),
    ("Dinas Kesehatan", "1.02.01", "002", "Kematian ibu", "kasus", "10", "8"),
    ("Dinas Antariksa", "9.99.99", "001", "Roket", "unit", "1", "1"),
    ("Dinas Pendidikan dan Kebudayaan", "1.02.01", "002", "Kematian ibu", "kasus", "10", "9"),
)


@dataclass(frozen=True)
class OwnLayouts(Settings):
    """An installation with a layouts folder of its own."""

    own_layouts: Path = field(default=Path())

    @property
    def layouts_dir(self) -> Path:
        """The layouts of this installation."""
        return self.own_layouts


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("beberapa")
    layouts, inbox = home / "tata", home / "masuk"
    layouts.mkdir()
    inbox.mkdir()
    (layouts / "satu.yaml").write_text(LAYOUT, encoding="utf-8")
    template = PROJECT_ROOT / "data_raw" / "layouts" / "templat_v1.yaml"
    (layouts / "templat_v1.yaml").write_bytes(template.read_bytes())
    with (inbox / "satu data.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows(ROWS)
    own = OwnLayouts(
        home=home / "var",
        profile="probolinggo",
        inbox=inbox,
        clock=datetime(2026, 11, 1, 8),
        own_layouts=layouts,
    )
    pipeline.run(own)
    return own


def rows(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with warehouse.read_only(settings) as connection:
        return connection.execute(sql).fetchall()


def test_each_agency_has_sent_its_report(settings: Settings) -> None:
    told = rows(
        settings,
        "select kode_opd, diterima from kpi_kelengkapan where diterima = 1"
        " and id_siklus = 'RAKOREV-2026-04' order by kode_opd",
    )
    assert told == [("1.01.01", 1), ("1.02.01", 1)]


def test_a_doubtful_number_holds_the_row_of_its_agency_only(settings: Settings) -> None:
    held = rows(
        settings,
        "select kode_opd, id_indikator, sel from gate_findings where id_aturan = 'STR-06'",
    )
    assert held == [("1.01.01", "1.01.01-001", "satu data!G3")]


def test_ids_of_one_agency_are_not_those_of_another(settings: Settings) -> None:
    found = rows(
        settings,
        "select kode_opd, id_indikator from gate_decisions where entitas = 'BARIS'"
        " and kode_opd is not null order by 1, 2",
    )
    assert found == [
        ("1.01.01", "1.01.01-001"), ("1.01.01", "1.02.01-002"),
        ("1.02.01", "1.02.01-001"), ("1.02.01", "1.02.01-002"),
    ]  # fmt: skip


def test_rows_of_an_agency_nobody_knows_hold_themselves(settings: Settings) -> None:
    told = rows(settings, "select kode_opd, berkas from gate_findings where id_aturan = 'STR-03'")
    assert told == [(None, "satu data.csv")]


def test_a_figure_under_the_id_of_another_agency_of_the_file_is_seen(settings: Settings) -> None:
    held = rows(settings, "select kode_opd, sel from gate_findings where id_aturan = 'IDT-08'")
    assert held == [("1.01.01", "satu data!B6")]


def test_a_report_leads_back_to_the_cell_of_the_file(settings: Settings) -> None:
    [(digest,)] = rows(
        settings, "select sha256_berkas from stg_intake__berkas where kode_opd = '1.02.01'"
    )
    assert origin_of(settings, str(digest)).is_intact is True
    cell = RawCells(settings).cell(str(digest), "satu data", "G4")
    assert (cell.text, cell.source) == ("8", "pendaratan")


def test_nothing_of_it_waits_to_be_read_again(settings: Settings) -> None:
    assert waiting_files(settings) == []
    assert "archived" not in due(settings).sentence
    assert pull(settings).new == 0


def findings(answers: Iterable[Path]) -> Counter[tuple[object, ...]]:
    """What answers tell, by rule, cell and message; of a whole report with whose report it is."""
    found: Counter[tuple[object, ...]] = Counter()
    for path in answers:
        answer = json.loads(path.read_text("utf-8"))
        who = answer["kode_opd"]
        for one in answer["temuan"]:
            said = f"{who}: {one['pesan']}" if who and not one["sel"] else one["pesan"]
            found[one["id_aturan"], one["sel"], said] += 1
    return found


def test_each_agency_is_answered_about_its_own_rows_only(settings: Settings) -> None:
    answers = {path.parent.name: path for path in settings.returns.glob("*/*.json")}
    assert {path.name for path in answers.values()} == {"satu data_perbaikan.json"}
    cells = {
        name: {str(cell)[-1] for _, cell, _ in findings([path]) if cell}
        for name, path in answers.items()
    }
    assert cells["1.01.01"] == {"3", "6"}
    assert cells["1.02.01"] <= {"2", "4"}
    assert cells["tanpa-kode"] == {"5"}


@pytest.mark.parametrize("is_sent", [True, False], ids=["received", "before-it-is-sent"])
def test_periksa_tells_all_parts_of_a_file_what_the_run_answers_each(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_sent: bool
) -> None:
    where = settings
    if not is_sent:  # nothing but a report of last year by somebody else has been received
        where = replace(settings, home=tmp_path / "var", inbox=tmp_path / "masuk")
        where.inbox.mkdir()
        shutil.copy(SAMPLE / "5.01.01_2025_THN_v1.xlsx", where.inbox)
        pull(where)
    monkeypatch.setattr(Settings, "from_env", lambda **_: where)
    file = settings.inbox / "satu data.csv"
    done = CliRunner().invoke(app, ["periksa", str(file), "--ke", str(tmp_path)])
    assert done.exit_code == 2, done.output
    [told] = tmp_path.glob("*.json")
    assert findings([told]) == findings(settings.returns.glob("*/*.json"))
    assert "3 OPD" in done.output
