"""Nothing in a workbook stays unread without a word, and the counts of its cells add up."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml

from dagster_project.sae.answer import words
from dagster_project.sae.blank import guide
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.file.reader import read_workbook
from dagster_project.sae.intake.forms.coverage import HELP_SHEETS, filled
from dagster_project.sae.intake.submission import Task, read_submission

ROOT = Path(__file__).resolve().parents[3]
CASES = ROOT / "tests" / "cases"
SAMPLE = ROOT / "data_raw" / "contoh"
PROBOLINGGO = ROOT / "dbt" / "seeds" / "profil" / "probolinggo"
REPORT = SAMPLE / "1.02.01_2026_TW2_v1.xlsx"


@pytest.fixture(scope="module")
def contexts() -> dict[Path, ReaderContext]:
    return {
        profile: ReaderContext.load(ROOT / "data_raw" / "layouts", profile)
        for profile in (PROBOLINGGO, CASES / "profil_kecil")
    }


def read(path: Path, context: ReaderContext, *, name: str | None = None) -> Any:
    moment = "2026-11-12T08:00:00"
    task = Task(str(path), "0" * 64, name or path.name, 1, moment, moment, "uji")
    return read_submission(task, context)


def submissions(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Every submission of every case, zipped like the tests of the cases do, with its profile."""
    for case in sorted(CASES.glob("*/kasus.yaml")):
        named = str(yaml.safe_load(case.read_text(encoding="utf-8"))["profil"])
        profile = ROOT / named if "/" in named else PROBOLINGGO
        for source in sorted((case.parent / "masuk").iterdir()):
            if source.is_dir():
                target = folder / case.parent.name / f"{source.name}.zip"
                target.parent.mkdir(exist_ok=True)
                with zipfile.ZipFile(target, "w") as archive:
                    for sheet in sorted(source.glob("*.csv")):
                        archive.write(sheet, sheet.name)
                yield target, profile
            elif source.name != "penerimaan.csv":
                yield source, profile
    for source in sorted(SAMPLE.glob("*.xlsx")):
        yield source, PROBOLINGGO


# The one file of the cases that breaks these rules, and which.
MEANT_TO_BE_UNREAD = {"3.25.01_2026_TW2_v1.zip": {"ISI-02", "ISI-03"}}


def test_the_counts_add_up_over_every_case_and_the_sample(tmp_path, contexts):
    seen = 0
    for path, profile in submissions(tmp_path):
        submission = read(path, contexts[profile])
        if not submission.is_read:
            continue
        seen += 1
        [file] = submission.tables["berkas"].dicts()
        workbook = read_workbook(path, file_name=path.name)
        total = sum(1 for sheet in workbook.sheets for _ in filled(sheet))
        parts = (file["sel_dibaca"], file["sel_dilewati"], file["sel_disebut"])
        assert (file["jumlah_sel"], sum(parts)) == (total, total), path
        told = {row["id_aturan"] for row in submission.tables["temuan"].dicts()}
        assert (file["sel_disebut"] == 0) or told & {"ISI-01", "ISI-02", "STR-02", "STR-09"}, path
        unread = told & {"ISI-01", "ISI-02", "ISI-03"}
        assert unread == MEANT_TO_BE_UNREAD.get(path.name, set()), path
    assert seen > 80


def changed(tmp_path: Path, **cells: Any) -> Path:
    """The sample report with cells added: `REALISASI__AA3=5` writes REALISASI!AA3."""
    source = read_workbook(REPORT, file_name=REPORT.name)
    added: dict[str, dict[str, Any]] = {}
    for place, value in cells.items():
        sheet, _, address = place.rpartition("__")
        added.setdefault(sheet.replace("_s_", " "), {})[address] = value
    target = tmp_path / REPORT.name
    with xlsxwriter.Workbook(target) as book:
        names = [sheet.name for sheet in source.sheets]
        for name in [*names, *(n for n in added if n not in names)]:
            page = book.add_worksheet(name)
            old = source.sheet(name)
            for at in filled(old) if old else ():
                cell = old.cell(*at)
                if cell.kind == "date":
                    day = datetime.combine(cell.value, datetime.min.time())
                    page.write_datetime(
                        at[0] - 1, at[1] - 1, day, book.add_format({"num_format": "yyyy-mm-dd"})
                    )
                else:
                    page.write(at[0] - 1, at[1] - 1, cell.value)
            for address, value in added.get(name, {}).items():
                page.write(address, value)
    return target


def told(path: Path, context: ReaderContext) -> list[tuple[str, str, str]]:
    found = read(path, context, name=REPORT.name).tables["temuan"].dicts()
    return [
        (row["id_aturan"], row["tingkat"], row["pesan"])
        for row in found
        if row["id_aturan"].startswith("ISI")
    ]


def test_our_own_sheets_are_known_by_the_names_they_are_written_under():
    assert HELP_SHEETS == (guide.SHEET, words.SHEET)


def test_a_clean_neighbour_is_left_alone(tmp_path, contexts):
    path = changed(
        tmp_path,
        PETUNJUK__A1="cara mengisi",
        PERBAIKAN__A1="yang perlu diperbaiki",
        _rekap__A1=5,
        REALISASI__AZ1="_catatan",
        REALISASI__AZ2=7,
        SAMPUL__C1="_penjelasan",
        SAMPUL__C3="Wajib. Nama resmi.",
    )
    assert told(path, contexts[PROBOLINGGO]) == []


@pytest.mark.parametrize(
    ("cells", "rule", "words"),
    [
        ({"REALISASI__AB5": "lihat lampiran"}, "ISI-01", "REALISASI!AB5"),
        ({"SAMPUL__D4": "catatan"}, "ISI-01", "SAMPUL!D4"),
        ({"SAMPUL__A40": "isian lain", "SAMPUL__B40": 3}, "ISI-01", "A40, B40"),
        ({"Rekap__A1": "Jumlah", "Rekap__B1": 12}, "ISI-01", "'Rekap' (2 sel)"),
        (
            {
                "REALISASI_s_(2)__A1": "id_indikator",
                "REALISASI_s_(2)__B1": "tahun",
                "REALISASI_s_(2)__C1": "periode",
                "REALISASI_s_(2)__A2": "1.02.01-009",
            },
            "ISI-02",
            "berbentuk REALISASI",
        ),
        (
            {
                "REALISASI__A90": "1.01.01-002",
                "REALISASI__C90": "TW3",
                "REALISASI__J90": 12.5,
            },
            "ISI-03",
            "REALISASI!B90: baris ini berisi tetapi tanpa tahun",
        ),
        (
            {
                "PERBAIKAN_s_REALISASI__A1": "angka baru",
            },
            "ISI-01",
            "'PERBAIKAN REALISASI' (1 sel)",
        ),
        ({"PETUNJUK_s_TW3__B2": 12}, "ISI-01", "'PETUNJUK TW3' (1 sel)"),
        ({"INDIKATOR__B90": "Nama tanpa id"}, "ISI-03", "INDIKATOR!A90"),
    ],
)
def test_what_nobody_reads_is_named_with_its_place(tmp_path, contexts, cells, rule, words):
    [found] = told(changed(tmp_path, **cells), contexts[PROBOLINGGO])
    assert found[0] == rule
    assert words in found[2]
