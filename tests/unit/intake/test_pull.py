"""What lands follows from the archive alone; nothing is read twice and nothing is lost."""

from __future__ import annotations

import os
import shutil
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.contract.landing import BASE_BATCH
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake import pull as pull_module
from dagster_project.sae.intake.file.packed import unpack
from dagster_project.sae.intake.forms.findings import INGEST_RULES
from dagster_project.sae.intake.ledger import reader_fingerprint
from dagster_project.sae.intake.notes import last_notes
from dagster_project.sae.intake.pull import IntakeResult, pull

ROOT = Path(__file__).resolve().parents[3]
CLEAN = ROOT / "tests" / "cases" / "kuartal_bersih" / "masuk"
BAD = ROOT / "tests" / "cases" / "berkas_buruk" / "masuk"
NOW = datetime(2026, 8, 12, 8)


def pack(folder: Path, target: Path) -> Path:
    """A case folder of CSV files as the zip an OPD would send; old enough not to be watched."""
    with zipfile.ZipFile(target, "w") as archive:
        for sheet in sorted(folder.glob("*.csv")):
            archive.writestr(zipfile.ZipInfo(sheet.name), sheet.read_bytes())
    os.utime(target, (0, 0))
    return target


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    return Settings(home=tmp_path / "var", profile="probolinggo", inbox=inbox, clock=NOW)


@pytest.fixture
def send(settings: Settings) -> Callable[..., Path]:
    """Put one report of the clean case into the inbox."""

    def put(name: str = "1.02.01_2026_TW2_v1", *, as_name: str | None = None) -> Path:
        return pack(CLEAN / name, settings.inbox / (as_name or f"{name}.zip"))

    return put


def landed(settings: Settings, table: str) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows = [
        row
        for file in sorted(settings.landing.glob(f"*/{table}.parquet"))
        for row in pq.read_table(file).to_pylist()
    ]
    return sorted(rows, key=repr)


def everything(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    tables = [file.stem for file in (settings.landing / BASE_BATCH).glob("*.parquet")]
    return {table: landed(settings, table) for table in tables}


def test_an_empty_inbox_leaves_the_base_batch_only(settings):
    assert pull(settings) == IntakeResult(0, 0, 0, 0, 0, None)
    assert [path.name for path in settings.landing.iterdir()] == [BASE_BATCH]
    assert landed(settings, "berkas") == []


def test_a_report_lands_with_its_rows_cells_map_and_evidence(settings, send):
    send()
    result = pull(settings)
    assert (result.seen, result.new, result.accepted, result.rejected) == (1, 1, 1, 0)
    [file] = landed(settings, "berkas")
    assert (file["hasil"], file["kode_opd"], file["id_siklus"], file["diterima_pada"]) == (
        "DITERIMA",
        "1.02.01",
        "RAKOREV-2026-03",
        NOW,
    )
    packed = [cell for sheet in landed(settings, "lembar") for cell in unpack(sheet)]
    cells = {(c["lembar"], c["sel"]): c["mentah"] for c in packed}
    column = {m["kolom"]: m["huruf"] for m in landed(settings, "peta") if m["tabel"] == "realisasi"}
    for row in landed(settings, "realisasi"):
        typed = cells.get(("REALISASI", f"{column['target_tahun']}{row['baris']}"))
        assert (None if typed is None else float(typed.replace(",", "."))) == row["target_tahun"]
    # Every rule that can be judged on a template leaves evidence, also when it finds nothing.
    evidence = {p["id_aturan"]: p["jumlah_temuan"] for p in landed(settings, "periksa")}
    judged = [rule for rule in INGEST_RULES if rule not in {"FRM-01", "FRM-03"}]
    assert evidence == dict.fromkeys(judged, 0)


def test_a_second_pull_reads_nothing_and_changes_nothing(settings, send, monkeypatch):
    send()
    pull(settings)
    before = everything(settings)
    monkeypatch.setattr(pull_module, "ReadingPool", None)
    result = pull(settings)
    assert (result.seen, result.new, result.batch) == (1, 0, None)
    assert everything(settings) == before


def test_a_refused_file_is_kept_and_not_read_again(settings, monkeypatch):
    shutil.copy(BAD / "makro.xlsx", settings.inbox)
    assert pull(settings).rejected == 1
    [file] = landed(settings, "berkas")
    assert (file["hasil"], "makro" in file["alasan"]) == ("DITOLAK", True)
    [found] = landed(settings, "temuan")
    assert (found["id_aturan"], found["pesan"]) == ("STR-00", file["alasan"])
    monkeypatch.setattr(pull_module, "ReadingPool", None)
    assert pull(settings).new == 0
    assert len(list(settings.archive.rglob("*.xlsx"))) == 1


def test_one_bad_file_stops_no_other(settings, send):
    for path in BAD.iterdir():
        shutil.copy(path, settings.inbox)
    send()
    contents = {path.read_bytes() for path in BAD.iterdir()}
    result = pull(settings)
    assert (result.accepted, result.rejected) == (1, len(contents))


def test_a_deleted_working_folder_comes_back_the_same_from_the_archive(settings, send):
    send("1.02.01_2026_TW2_v1")
    pull(settings)
    send("1.03.01_2026_TW2_v1")
    shutil.copy(BAD / "geser.csv", settings.inbox)
    pull(settings)
    before = everything(settings)
    shutil.rmtree(settings.work)
    shutil.rmtree(settings.inbox)
    settings.inbox.mkdir()
    assert pull(settings).new == 3
    assert everything(settings) == before


def test_files_landed_one_by_one_are_the_same_as_all_at_once(settings, send, monkeypatch):
    for name in ("1.02.01_2026_TW2_v1", "1.03.01_2026_TW2_v1", "2.12.01_2026_TW2_v1"):
        send(name)
    pull(settings)
    together = everything(settings)
    shutil.rmtree(settings.work)
    monkeypatch.setattr(pull_module, "BATCH_ROWS", 1)
    pull(settings)
    assert len(list(settings.landing.iterdir())) == 4
    assert everything(settings) == together


def test_the_register_gives_the_receipt_of_files_that_came_another_way(settings, send):
    send()
    (settings.inbox / "penerimaan.csv").write_text(
        "nama_berkas,diterima_pada,lewat\n1.02.01_2026_TW2_v1.zip,2026-07-14T09:00:00,surel\n",
        encoding="utf-8",
    )
    assert pull(settings).seen == 1
    [file] = landed(settings, "berkas")
    assert (file["diterima_pada"], file["sumber"]) == (datetime(2026, 7, 14, 9), "surel")


def test_a_receipt_declared_later_is_landed_as_a_rebuild_would_land_it(settings, send):
    send()
    pull(settings)
    (settings.inbox / "penerimaan.csv").write_text(
        "nama_berkas,diterima_pada,lewat\n1.02.01_2026_TW2_v1.zip,2026-07-14T09:00:00,surel\n",
        encoding="utf-8",
    )
    pull(settings)
    [file] = landed(settings, "berkas")
    assert file["diterima_pada"] == datetime(2026, 7, 14, 9)
    before = everything(settings)
    shutil.rmtree(settings.work)
    pull(settings)
    assert everything(settings) == before


def test_a_register_that_cannot_be_used_is_said_and_stops_nothing(settings, send):
    send()
    (settings.inbox / "penerimaan.csv").write_text(
        "nama_berkas,diterima_pada,lewat\n1.02.01_2026_TW2_v1.zip,14 Juli,surel\n", encoding="utf-8"
    )
    result = pull(settings)
    assert result.accepted == 1
    assert result.left.problems == (
        "penerimaan.csv baris 2: '14 Juli' bukan tanggal dan jam; tulis seperti "
        "2026-10-19T14:30:00.",
    )
    assert last_notes(settings) == result.left


def test_a_file_that_vanishes_between_two_looks_is_counted_and_stops_nothing(
    settings, send, monkeypatch
):
    send()
    ghost = settings.inbox / "hilang.xlsx"
    ghost.write_bytes(b"x")
    listed = pull_module.read_register

    def somebody_removes_it(inbox):
        ghost.unlink()
        return listed(inbox)

    monkeypatch.setattr(pull_module, "read_register", somebody_removes_it)
    result = pull(settings)
    assert result.accepted == 1
    assert result.unreadable == ("Berkas 'hilang.xlsx' tidak dapat dibuka (tidak ada).",)


def test_a_file_that_still_grows_is_left_for_the_next_look(settings, send):
    growing = settings.inbox / "1.03.01_2026_TW2_v1.zip"
    data = pack(CLEAN / "1.03.01_2026_TW2_v1", growing).read_bytes()
    growing.write_bytes(data[:100])
    looked = threading.Event()

    def write_on() -> None:
        while not looked.wait(0.05):
            with growing.open("ab") as stream:
                stream.write(b"\0")
        growing.write_bytes(data)

    (writer := threading.Thread(target=write_on)).start()
    try:
        first = pull(settings)
    finally:
        looked.set()
        writer.join()
    assert (first.growing, first.new) == (("1.03.01_2026_TW2_v1.zip",), 0)
    assert pull(settings).accepted == 1


def test_a_name_that_is_no_text_is_shown_with_a_mark(settings, send):
    send().rename(settings.inbox / os.fsdecode(b"1.02.01\xff\n_v1.zip"))
    assert pull(settings).accepted == 1
    [file] = landed(settings, "berkas")
    assert file["nama_berkas"] == "1.02.01\ufffd\ufffd_v1.zip"


def test_progress_tells_each_file_once(settings, send):
    for name in ("1.02.01_2026_TW2_v1", "1.03.01_2026_TW2_v1"):
        send(name)
    seen: list[tuple[int, int, str]] = []
    pull(settings, progress=lambda *step: seen.append(step))
    assert [(done, total) for done, total, _ in seen] == [(1, 2), (2, 2)]
    assert {name for *_, name in seen} == {
        "1.02.01_2026_TW2_v1.zip",
        "1.03.01_2026_TW2_v1.zip",
    }


def test_a_changed_profile_is_another_reading_and_left_overs_go(settings, send, tmp_path):
    send()
    pull(settings)
    (settings.landing / ".abc.tmp-1").mkdir()
    before = {path.name for path in settings.landing.iterdir()}
    changed = tmp_path / "probolinggo"
    shutil.copytree(settings.profile_dir, changed)
    with (changed / "satuan.csv").open("a", encoding="utf-8") as stream:
        stream.write("sendok,Sendok,0,true,0,,,false\n")
    other = replace(settings, profile=str(changed))
    assert reader_fingerprint(other) != reader_fingerprint(settings)
    assert pull(other).new == 1
    after = {path.name for path in settings.landing.iterdir()}
    assert before & after == {BASE_BATCH}
    assert len(landed(other, "berkas")) == 1


def test_a_torn_batch_is_read_again(settings, send):
    send()
    batch = pull(settings).batch
    assert batch is not None
    (batch / "berkas.parquet").write_bytes(b"PAR1")
    assert pull(settings).new == 1
    assert len(landed(settings, "berkas")) == 1
