"""Whatever a file does to its reader, the others are read and the run goes on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.installation.errors import SaeError
from dagster_project.sae.intake.pool import BROKE_READER, TOO_LARGE, TOO_SLOW, ReadingPool
from dagster_project.sae.intake.submission import Submission, Task

ROOT = Path(__file__).resolve().parents[3]
LAYOUTS = ROOT / "data_raw" / "layouts"
BAD = ROOT / "tests" / "cases" / "berkas_buruk" / "masuk"

# A child that does to itself what its task is called, as a native reader might.
CHILD = """
import os, sys, json, time, ctypes, signal
from dagster_project.sae.intake import child, submission
real = submission.read_submission
def read(task, context):
    name = task.file_name
    if name == "macet.xlsx": time.sleep(60)
    if name == "mati.xlsx": os.kill(os.getpid(), signal.SIGSEGV)
    if name == "dibunuh.xlsx": os.kill(os.getpid(), signal.SIGKILL)
    if name == "rakus.xlsx": bytearray(600 * 1024 * 1024)
    if name == "panik.xlsx": raise BaseException("PanicException")
    if name == "keluar.xlsx": os._exit(0)
    if name == "cetak.xlsx": print("bukan jawaban"); os.write(1, b"bukan jawaban")
    return real(task, context)
child.read_submission = read
raise SystemExit(child.main())
"""


@pytest.fixture
def pool(profile: Profile):
    with ReadingPool(LAYOUTS, profile, workers=2, seconds=1.5) as reading:
        reading.command = [sys.executable, "-c", CHILD, str(LAYOUTS), str(profile.folder)]
        yield reading


def task(name: str, *, path: Path = BAD / "teks.xlsx") -> Task:
    return Task(str(path), "0" * 64, name, 1, "2026-10-10T08:00:00", "2026-10-10T08:00:00", "uji")


def why(found: Submission) -> str:
    return str(found.tables["berkas"].dicts()[0]["alasan"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("macet.xlsx", TOO_SLOW),
        ("mati.xlsx", BROKE_READER),
        ("dibunuh.xlsx", BROKE_READER),
        ("rakus.xlsx", TOO_LARGE),
        ("panik.xlsx", BROKE_READER),
        ("keluar.xlsx", BROKE_READER),
        ("cetak.xlsx", "bukan buku kerja Excel"),
    ],
)
def test_a_reader_that_breaks_refuses_its_file_only(pool, name, sentence):
    tasks = [task("a.xlsx"), task(name), task("b.xlsx"), task("c.xlsx")]
    first, broken, *others = pool.read_all(tasks)
    assert sentence in why(broken)
    assert not broken.accepted
    for found in (first, *others):
        assert "bukan buku kerja Excel" in why(found)


def test_answers_come_in_the_order_of_the_tasks(pool):
    names = [f"{n}.xlsx" for n in range(60)]
    found = [r.tables["berkas"].dicts()[0]["nama_berkas"] for r in pool.read_all(map(task, names))]
    assert found == names


def test_a_refusal_finds_its_agency_by_the_name_of_the_file(pool):
    [found] = pool.read_all([task("1.01.01_2026_TW3_v2.xlsx")])
    [row] = found.tables["berkas"].dicts()
    assert (row["kode_opd"], row["id_siklus"], row["versi_kiriman"]) == (
        "1.01.01",
        "RAKOREV-2026-04",
        2,
    )
    assert found.tables["periksa"].dicts() == [
        {"sha256_berkas": "0" * 64, "id_aturan": "STR-00", "jumlah_temuan": 1}
    ]


def test_a_child_that_cannot_start_is_the_fault_of_the_installation(profile):
    with ReadingPool(LAYOUTS / "tidak_ada", profile, workers=1) as pool:  # noqa: SIM117
        with pytest.raises(SaeError, match=r"(?s)Proses pembaca tidak dapat dimulai: .*templat_v1"):
            list(pool.read_all([task("a.xlsx")]))
