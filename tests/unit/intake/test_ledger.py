"""The ledger knows files by content, passes over what is no submission, and trusts no clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake import ledger
from dagster_project.sae.intake.archive import Archived, Receipt
from dagster_project.sae.intake.inbox import inbox_files, read_register
from dagster_project.sae.intake.ledger import batch_id, naming_receipt, reader_fingerprint


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "masuk"
    folder.mkdir()
    return folder


def test_what_is_no_submission_is_passed_over(inbox, tmp_path):
    for name in (".hidden", "~$1.02.01.xlsx", "README.md", "penerimaan.csv"):
        (inbox / name).write_text("x", encoding="utf-8")
    (inbox / ".git").mkdir()
    (inbox / ".git" / "config").write_text("x", encoding="utf-8")
    (tmp_path / "rahasia.xlsx").write_text("x", encoding="utf-8")
    (inbox / "tautan.xlsx").symlink_to(tmp_path / "rahasia.xlsx")
    (inbox / "tw2").mkdir()
    deep = inbox / "tw2" / "1.02.01_2026_TW2_v1.zip"
    deep.write_text("x", encoding="utf-8")
    assert inbox_files(inbox) == [deep]


@pytest.mark.parametrize("text", ["nama,waktu\n", "", "\xff"])
def test_a_register_of_another_form_has_no_entries(inbox, text):
    (inbox / "penerimaan.csv").write_bytes(text.encode("latin-1"))
    assert read_register(inbox).entries == {}
    assert len(read_register(inbox).problems) == 1


def test_a_line_that_cannot_be_used_is_told_and_the_others_stand(inbox):
    (inbox / "penerimaan.csv").write_text(
        "lewat,diterima_pada,nama_berkas,catatan\n"
        "surel,2026-07-14T09:00:00,a.xlsx,\n"
        "surel,kemarin,b.xlsx,\n"
        "surel,2026-07-14T09:00:00\n"
        ",2026-07-15,d.xlsx,\n",
        encoding="utf-8",
    )
    register = read_register(inbox)
    assert {name: entry.via for name, entry in register.entries.items()} == {
        "a.xlsx": "surel",
        "d.xlsx": "register",
    }
    assert [problem.partition(":")[0] for problem in register.problems] == [
        "penerimaan.csv baris 3",
        "penerimaan.csv baris 4",
    ]


def test_a_batch_is_named_by_its_files_and_their_reading():
    assert batch_id("f", ["b", "a"]) == batch_id("f", ["a", "b"])
    assert len({batch_id("f", ["a"]), batch_id("g", ["a"]), batch_id("f", ["a", "b"])}) == 3


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (["laporan", "laporan.xlsx"], "laporan.xlsx"),
        (["laporan.xlsx", "laporan"], "laporan.xlsx"),
        (["1.01.01_2026_TW3_v1.xlsx", "salinan.xlsx"], "1.01.01_2026_TW3_v1.xlsx"),
        (["1.01.01_2026_TW3_v1.xlsx", "1.01.01_2026_TW3_v1.xls"], "1.01.01_2026_TW3_v1.xlsx"),
        (["1.01.01_2026_TW3_v1.xlsx", "1.01.02_2026_TW3_v1.xlsx"], "1.01.02_2026_TW3_v1.xlsx"),
        (["a", "b"], "b"),
    ],
)
def test_the_last_of_the_best_names_counts(names, chosen):
    receipts = tuple(
        Receipt("0" * 64, name, 1, f"2026-10-{day:02}T08:00:00", "kotak masuk")
        for day, name in enumerate(names, start=1)
    )
    assert naming_receipt(Archived("0" * 64, Path("x"), receipts)).nama_berkas == chosen


def test_a_time_with_a_zone_is_turned_into_local_time(inbox):
    (inbox / "penerimaan.csv").write_text(
        "nama_berkas,diterima_pada,lewat\na.xlsx,2026-07-14T17:30:00Z,\n", encoding="utf-8"
    )
    entry = read_register(inbox).entries["a.xlsx"]
    assert (entry.received_at.isoformat(), entry.via) == ("2026-07-15T00:30:00", "register")


@pytest.mark.parametrize(
    "module",
    [
        "intake/pool.py",
        "intake/file/cells.py",
        "intake/forms/coerce.py",
        "intake/forms/printed/rows.py",
        "contract/personal_data.py",
    ],
)
def test_a_change_in_any_module_that_reads_is_another_reading(module, tmp_path, monkeypatch):
    house = tmp_path / "sae"
    shutil.copytree(Path(ledger.__file__).parents[1], house)
    monkeypatch.setattr(ledger, "__file__", str(house / "intake" / "ledger.py"))
    settings = Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path / "masuk")
    before = reader_fingerprint(settings)
    with (house / module).open("a", encoding="utf-8") as stream:
        stream.write("CHANGED = True\n")
    assert reader_fingerprint(settings) != before


def test_a_change_outside_the_reading_reads_nothing_again(tmp_path, monkeypatch):
    house = tmp_path / "sae"
    shutil.copytree(Path(ledger.__file__).parents[1], house)
    monkeypatch.setattr(ledger, "__file__", str(house / "intake" / "ledger.py"))
    settings = Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path / "masuk")
    before = reader_fingerprint(settings)
    with (house / "tell" / "messages.py").open("a", encoding="utf-8") as stream:
        stream.write("CHANGED = True\n")
    assert reader_fingerprint(settings) == before
