"""A file of several agencies is one report of each: its rows, its ids, its findings, its name."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import LayoutError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.archive import receipts_of, store, stored_path
from dagster_project.sae.intake.context import ReaderContext
from dagster_project.sae.intake.digests import part_of, whole
from dagster_project.sae.intake.submission import Submission, Task, read_submission

LAYOUTS = PROJECT_ROOT / "data_raw" / "layouts"
PROFILE = PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"

LAYOUT = """\
id: satu-data
version: "1"
kind: tidy
title: Tabel satu data
cover:
  opd:
    column: {what: dinas, header: dinas, vocabulary: {Kesehatan: "1.02.01"}}
    each_row: true
  year: {constant: "2026"}
  period: {constant: TW3}
id_indikator:
  what: kode
  parts: [{column: {what: nomor, header: nomor}}]
columns:
  indikator.nama_indikator: {what: nama, header: nama}
figures:
  - {what: realisasi, header: realisasi, field: realisasi}
"""
HEAD = "dinas;nomor;nama;realisasi\n"


@pytest.fixture
def read(tmp_path: Path):
    def _read(table: str, *, name: str = "satu data.csv") -> Submission:
        layouts = tmp_path / "layouts"
        layouts.mkdir(exist_ok=True)
        (layouts / "satu.yaml").write_text(LAYOUT, encoding="utf-8")
        template = (LAYOUTS / "templat_v1.yaml").read_text(encoding="utf-8")
        (layouts / "templat_v1.yaml").write_text(template, encoding="utf-8")
        file = tmp_path / name
        file.write_text(HEAD + table, encoding="utf-8")
        when = "2026-10-10T08:00:00"
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        task = Task(str(file), digest, name, file.stat().st_size, when, when, "KOTAK_MASUK")
        return read_submission(task, ReaderContext.load(layouts, PROFILE))

    return _read


TABLE = (
    "1.02.01;A;Bayi;1\nDinas Pendidikan dan Kebudayaan;B;Murid;2\n1.01.01;C;Guru;x\n"
    "Kesehatan;D;Ibu;4\n"
)


def by_agency(read: Submission, table: str, field: str) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for row in read.tables[table].dicts():
        found.setdefault(row["sha256_berkas"].partition(":")[2], []).append(row[field])
    return found


def test_each_agency_gets_its_own_report_whatever_its_rows_call_it(read) -> None:
    told = read(TABLE)
    assert told.accepted
    files = told.tables["berkas"].dicts()
    assert [(f["kode_opd"], f["hasil"], f["jumlah_baris"]) for f in files] == [
        ("1.02.01", "DITERIMA", 2), ("1.01.01", "DITERIMA", 2),
    ]  # fmt: skip
    assert by_agency(told, "realisasi", "id_indikator") == {
        "1.02.01": ["A", "D"], "1.01.01": ["B", "C"],
    }  # fmt: skip
    assert by_agency(told, "indikator", "nama_indikator")["1.01.01"] == ["Murid", "Guru"]


def test_a_finding_is_told_to_the_agency_of_its_row_only(read) -> None:
    found = by_agency(read(TABLE), "temuan", "id_aturan")
    assert found == {"1.01.01": ["STR-06"]}


def test_rows_of_an_agency_nobody_knows_are_refused_and_hold_nobody_else(read) -> None:
    told = read(TABLE + "Dinas Antariksa;E;Roket;5\n;F;Tanpa dinas;6\n")
    files = told.tables["berkas"].dicts()
    assert [f["kode_opd"] for f in files] == ["1.02.01", "1.01.01", None]
    assert "STR-03" in by_agency(told, "temuan", "id_aturan")["-"]
    assert "STR-03" not in by_agency(told, "temuan", "id_aturan").get("1.02.01", [])


def test_the_cells_of_the_file_land_once_and_the_reports_can_be_taken_apart(read) -> None:
    told = read(TABLE)
    assert len(told.tables["lembar"].dicts()) == 1
    apart = told.reports
    assert [part.tables["berkas"].dicts()[0]["kode_opd"] for part in apart] == [
        "1.02.01",
        "1.01.01",
    ]
    assert [part.findings for part in apart] == [0, 1]
    assert all(len(part.tables["lembar"].dicts()) == 1 for part in apart)


def test_a_file_of_one_agency_only_is_still_called_after_it(read) -> None:
    [file] = read("1.02.01;A;Bayi;1\n").tables["berkas"].dicts()
    assert file["sha256_berkas"].endswith(":1.02.01")


def test_a_name_that_says_another_agency_refuses_that_one_report(read) -> None:
    told = read(TABLE, name="1.02.01_2026_TW3_v1.csv")
    results = {
        f["sha256_berkas"].partition(":")[2]: f["hasil"] for f in told.tables["berkas"].dicts()
    }
    assert results == {"1.02.01": "DITERIMA", "1.01.01": "DITOLAK"}


def test_a_report_leads_back_to_the_archived_file(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("x", encoding="utf-8")
    archive = tmp_path / "arsip"
    now = datetime(2026, 10, 10)
    store(archive, file, name="a.csv", received_at=now, via="KOTAK_MASUK", declared=False)
    digest = hashlib.sha256(b"x").hexdigest()
    part = part_of(digest, "1.02.01")
    assert whole(part) == digest
    assert stored_path(archive, part) == stored_path(archive, digest)
    assert receipts_of(archive, part) == receipts_of(archive, digest)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("    each_row: true", "    each_row: true\n    file_name: true"),
        ('year: {constant: "2026"}', 'year: {constant: "2026", each_row: true}'),
    ],
)
def test_only_agencies_stand_by_row_and_nowhere_else(was, becomes, tmp_path: Path) -> None:
    (tmp_path / "satu.yaml").write_text(LAYOUT.replace(was, becomes), encoding="utf-8")
    template = (LAYOUTS / "templat_v1.yaml").read_text(encoding="utf-8")
    (tmp_path / "templat_v1.yaml").write_text(template, encoding="utf-8")
    with pytest.raises(LayoutError, match="each_row"):
        ReaderContext.load(tmp_path, PROFILE)
