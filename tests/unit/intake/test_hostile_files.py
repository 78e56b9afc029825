"""Every hostile or broken file ends in values or in a sentence, in bounded time and memory.

The files of others are read where they lie (`SAE_BERKAS_NYATA`, else the folder beside the
project); they are not part of the product, and nothing here depends on them being there.
"""

from __future__ import annotations

import csv
import os
import runpy
import time
import zipfile
from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import Profile
from dagster_project.sae.intake.file import limits
from dagster_project.sae.intake.file.guard import check_file
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Submission, Task

ROOT = Path(__file__).resolve().parents[3]
OWN = ROOT / "tests" / "cases" / "berkas_buruk"
REAL = Path(os.environ.get("SAE_BERKAS_NYATA", ROOT.parent / "shared" / "real"))

with (OWN / "expected.csv").open(encoding="utf-8", newline="") as _stream:
    EXPECTED = {row["berkas"]: row["kalimat"] for row in csv.DictReader(_stream)}

# Where the files of others are not there, our own take the same walk.
WALKED = [
    path
    for folder in (REAL / "untrusted", REAL / "nasty", OWN / "masuk")
    for path in sorted(folder.rglob("*"))
    if path.is_file()
]


@pytest.fixture(scope="module")
def pool(profile: Profile):
    with ReadingPool(ROOT / "data_raw" / "layouts", profile, workers=1) as reading:
        yield reading


def read(pool: ReadingPool, path: Path) -> Submission:
    task = Task(
        str(path),
        "0" * 64,
        path.name,
        path.stat().st_size,
        "2026-10-10T08:00:00",
        "2026-10-10T08:00:00",
        "uji",
    )
    [found] = pool.read_all([task])
    return found


def sentence(found: Submission) -> str:
    return str(found.tables["berkas"].dicts()[0]["alasan"])


def test_the_files_are_those_the_builder_writes():
    built = runpy.run_path(str(OWN / "build.py"))["files"]()
    assert {path.name: path.read_bytes() for path in (OWN / "masuk").iterdir()} == built
    assert set(EXPECTED) == set(built)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_is_refused_with_a_sentence_that_names_what_is_wrong(pool, name):
    found = read(pool, OWN / "masuk" / name)
    assert not found.accepted
    assert EXPECTED[name] in sentence(found)
    assert sentence(found).endswith(".")


@pytest.mark.parametrize("path", WALKED, ids=lambda p: f"{p.parent.name}/{p.name}"[:70])
def test_any_file_ends_in_values_or_a_sentence_in_time_and_memory(pool, path):
    started = time.monotonic()
    found = read(pool, path)
    assert time.monotonic() - started < limits.CHILD_SECONDS
    assert found.accepted or sentence(found).endswith(".")
    assert all(peak <= limits.CHILD_MEMORY_BYTES for peak in pool.peak_memory())


def test_the_limit_on_memory_is_set_where_the_files_are_opened(pool):
    read(pool, OWN / "masuk" / "teks.xlsx")
    [child] = pool.peak_memory()
    assert 10 * limits.MIB < child < 100 * limits.MIB


def test_a_zip_with_more_parts_than_a_workbook_has_is_not_even_listed(tmp_path):
    path = tmp_path / "banyak.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(limits.MAX_ZIP_ENTRIES + 1):
            archive.writestr(f"{number}.csv", "")
    with pytest.raises(Exception, match="lebih dari 2000 bagian"):
        check_file(path, path.name)


def test_a_file_over_the_size_limit_is_not_opened(tmp_path):
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as stream:
        stream.truncate(limits.MAX_FILE_BYTES + 1)
    with pytest.raises(Exception, match="paling besar 20 MB"):
        check_file(path, path.name)
