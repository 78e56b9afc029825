"""The written folder: the same bytes for the same arguments, labelled, and only ever added to."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import openpyxl
import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.sample.world import LABEL
from dagster_project.sae.sample.write import write_samples

COMMITTED = PROJECT_ROOT / "data_raw" / "contoh"
PROBOLINGGO = load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
TINY = load_profile(PROJECT_ROOT / "tests" / "cases" / "profil_kecil")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("contoh")
    write_samples(target, agencies=3, periods=2, seed=7, profile=PROBOLINGGO)
    return target


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _unpacked(folder: Path) -> dict[str, object]:
    """Workbooks by the bytes of their parts: compression libraries differ between machines."""
    found: dict[str, object] = {}
    for path in folder.iterdir():
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                found[path.name] = {
                    part.filename: (part.date_time, archive.read(part))
                    for part in archive.infolist()
                }
        else:
            found[path.name] = path.read_bytes()
    return found


def test_the_same_arguments_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    write_samples(tmp_path, agencies=3, periods=2, seed=7, profile=PROBOLINGGO)
    assert _files(tmp_path) == _files(small)


def test_another_seed_gives_other_values(small: Path, tmp_path: Path) -> None:
    write_samples(tmp_path, agencies=3, periods=2, seed=8, profile=PROBOLINGGO)
    books = [name for name in _files(small) if name.endswith("THN_v1.xlsx")]
    assert books
    assert all((tmp_path / name).read_bytes() != (small / name).read_bytes() for name in books)


def test_a_larger_sample_only_adds_workbooks(small: Path, tmp_path: Path) -> None:
    write_samples(tmp_path, agencies=5, periods=3, seed=7, profile=PROBOLINGGO)
    larger = _files(tmp_path)
    kept = {name: data for name, data in _files(small).items() if name.endswith(".xlsx")}
    assert {name: larger.get(name) for name in kept} == kept


def test_a_smaller_sample_written_over_a_larger_one_leaves_no_old_workbook(tmp_path: Path) -> None:
    (tmp_path / "laporan_asli.xlsx").write_bytes(b"milik orang lain")
    write_samples(tmp_path, agencies=3, periods=2, seed=7, profile=PROBOLINGGO)
    paths = write_samples(tmp_path, agencies=1, periods=1, seed=7, profile=PROBOLINGGO)
    assert set(_files(tmp_path)) == {path.name for path in paths} | {"laporan_asli.xlsx"}


def test_the_committed_sample_is_what_the_generator_writes_today(tmp_path: Path) -> None:
    write_samples(tmp_path, agencies=12, periods=4, seed=2026, profile=PROBOLINGGO)
    written, committed = _unpacked(tmp_path), _unpacked(COMMITTED)
    assert sorted(written) == sorted(committed)
    assert [name for name in written if written[name] != committed[name]] == []


def test_the_committed_sample_stays_under_three_mebibytes() -> None:
    assert sum(len(data) for data in _files(COMMITTED).values()) < 3 * 1024 * 1024


def test_every_workbook_says_that_it_is_synthetic(small: Path) -> None:
    for path in small.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        assert LABEL in book.properties.title
        assert LABEL in book.properties.description
        lesson = {row[0]: row[1] for row in book["SAMPUL"].iter_rows(values_only=True)}
        assert lesson["pelajaran_periode_ini"].startswith(LABEL)
        for sheet in book.worksheets[1:]:
            header, *rows = sheet.iter_rows(values_only=True)
            assert header[-1] == "_catatan"
            assert {row[-1] for row in rows} <= {LABEL}


def test_every_workbook_has_the_nine_sheets_of_the_template_in_order(small: Path) -> None:
    expected = [
        "SAMPUL", "INDIKATOR", "REALISASI", "HAMBATAN_TL", "ANGGARAN",
        "KOLABORASI", "SWADAYA", "KOMUNIKASI", "ADUAN",
    ]  # fmt: skip
    assert {tuple(openpyxl.load_workbook(p).sheetnames) for p in small.glob("*.xlsx")} == {
        tuple(expected)
    }


def test_the_register_names_every_workbook_once(small: Path) -> None:
    with (small / "penerimaan.csv").open(encoding="utf-8", newline="") as stream:
        names = [row["nama_berkas"] for row in csv.DictReader(stream)]
    assert names == sorted(path.name for path in small.glob("*.xlsx"))


@pytest.mark.parametrize(("agencies", "periods"), [(0, 1), (55, 1), (1, 0), (1, 5)])
def test_more_agencies_or_cycles_than_the_profile_has_are_refused(
    tmp_path: Path, agencies: int, periods: int
) -> None:
    with pytest.raises(ProfileError, match="probolinggo memuat 1 sampai"):
        write_samples(tmp_path, agencies=agencies, periods=periods, seed=1, profile=PROBOLINGGO)
    assert list(tmp_path.iterdir()) == []


def test_another_government_gets_its_sample_from_its_folder_alone(tmp_path: Path) -> None:
    write_samples(tmp_path, agencies=4, periods=2, seed=1, profile=TINY)
    names = {path.name for path in tmp_path.glob("*.xlsx")}
    assert names == {
        "NW01_2025_THN_v1.xlsx", "NW01_2026_TW1_v1.xlsx",
        "NW02_2025_THN_v1.xlsx", "NW02_2026_TW1_v1.xlsx",
        "NW03_2025_THN_v1.xlsx",  # ended on 31 March 2026
        "NW04_2026_TW1_v1.xlsx",  # its successor
    } | {name for name in names if "_v2" in name}  # fmt: skip
    book = openpyxl.load_workbook(tmp_path / "NW02_2025_THN_v1.xlsx")
    header, *rows = book["INDIKATOR"].iter_rows(values_only=True)
    assert {row[header.index("kode_pilar")] for row in rows} <= {"NW-1", "NW-2"}
    assert {row[header.index("satuan")] for row in rows} <= TINY.unit_codes
