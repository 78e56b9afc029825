"""`sae periksa` as an operator meets it: what it says, where it writes, how it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings

SAE = Path(sys.executable).parent / "sae"
SAMPLE = PROJECT_ROOT / "data_raw" / "contoh"


@pytest.fixture(scope="module", autouse=True)
def _prepared():
    """Made once, as `make` does when it sets up."""
    prepared(Settings.from_env({}))


def periksa(*arguments: object, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": "/usr/bin:/bin", "SAE_HOME": str(home), "SAE_KINI": "2026-11-02T08:00:00"}
    return subprocess.run(
        [str(SAE), "periksa", *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**clean, **env},
        check=False,
        timeout=120,
    )


@pytest.fixture
def sample(tmp_path):
    """A copy of a sample report in a folder of its own."""

    def copy(name: str) -> Path:
        path = tmp_path / "meja" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((SAMPLE / name).read_bytes())
        return path

    return copy


def test_a_clean_report_ends_with_0_and_leaves_nothing_behind(sample, tmp_path):
    path = sample("1.02.01_2026_TW3_v1.xlsx")
    done = periksa(path, home=tmp_path / "var")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "BERSIH" in done.stdout
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert not (tmp_path / "var").exists()


def test_a_report_to_mend_ends_with_2_and_its_copy_goes_through_the_same_door(sample, tmp_path):
    path = sample("2.08.01_2026_TW3_v1.xlsx")
    done = periksa(path, home=tmp_path / "var")
    assert done.returncode == 2, done.stdout + done.stderr
    for said in ("ANG-06", "REALISASI!O5", "Isi pembilang dan penyebut"):
        assert said in done.stdout
    copy = path.with_name("2.08.01_2026_TW3_v1_perbaikan.xlsx")
    first = json.loads(copy.with_suffix(".json").read_text(encoding="utf-8"))
    again = periksa(copy, "--ke", tmp_path / "lagi", home=tmp_path / "var")
    assert again.returncode == 2
    second = json.loads((tmp_path / "lagi" / copy.name).with_suffix(".json").read_text("utf-8"))
    assert second["temuan"] == first["temuan"]

    book = openpyxl.load_workbook(copy)
    book["REALISASI"]["O5"], book["REALISASI"]["P5"] = 30, 40
    book["HAMBATAN_TL"].append(["2.08.01-002", "TW3"])
    mended = tmp_path / "2.08.01_2026_TW3_v2.xlsx"
    book.save(mended)
    done = periksa(mended, "--ke", tmp_path / "lagi", home=tmp_path / "var")
    assert "ANG-06" not in done.stdout


def test_a_refused_report_ends_with_2_and_says_why(tmp_path):
    path = tmp_path / "1.02.01_2026_TW3_v1.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = periksa(path, home=tmp_path / "var")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "DITOLAK" in done.stdout
    assert "Simpan Sebagai" in done.stdout
    assert openpyxl.load_workbook(tmp_path / "1.02.01_2026_TW3_v1_perbaikan.xlsx").sheetnames == [
        "PERBAIKAN"
    ]


def test_a_hostile_report_ends_with_2_and_steers_no_terminal(tmp_path):
    path = tmp_path / "1.02.01_2026_TW3_v1.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("INDIKATOR.csv", "id_indikator,nama_indikator\n1,\x1b[31mmerah\n")
        archive.writestr(
            "REALISASI.csv", "id_indikator,tahun,realisasi\n1,2026,[bold]=1+1\x1b[2J\n"
        )
    done = periksa(path, home=tmp_path / "var")
    assert done.returncode == 2, done.stdout + done.stderr
    assert "\x1b" not in done.stdout
    assert "[bold]" in done.stdout


def test_no_such_file_is_not_a_report_to_mend(tmp_path):
    done = periksa(tmp_path / "tidak-ada.xlsx", home=tmp_path / "var")
    assert done.returncode == 1
    assert "tidak ada" in done.stderr


def test_nothing_heavy_is_imported(sample, tmp_path):
    done = periksa(
        sample("1.02.01_2026_TW3_v1.xlsx"), home=tmp_path / "var", PYTHONPROFILEIMPORTTIME="1"
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    heavy = {"dagster", "dbt", "great_expectations", "pandas", "pyarrow", "numpy", "openpyxl"}
    assert "dagster_project.cli.app" in loaded
    assert loaded & heavy == set()
