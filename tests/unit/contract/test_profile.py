"""A profile is a folder of CSV files; what is wrong in it is named with file and line."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from dagster_project.sae.contract.profile import load_profile, name_key
from dagster_project.sae.installation.errors import ProfileError

ROOT = Path(__file__).resolve().parents[3]
SMALL = ROOT / "tests" / "cases" / "profil_kecil"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small profile that a test may break."""
    copy = tmp_path / "profil_kecil"
    copy.mkdir()
    for file in SMALL.glob("*.csv"):
        shutil.copyfile(file, copy / file.name)
    return copy


def change(folder: Path, file: str, *, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add(folder: Path, file: str, line: str) -> None:
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")


def test_the_cycle_opened_last_is_the_default(folder):
    profile = load_profile(folder)
    assert profile.default_cycle(date(2026, 4, 1)).id == "EVAL-2026-02"
    assert profile.default_cycle(date(2026, 3, 31)).id == "EVAL-2026-01"
    with pytest.raises(
        ProfileError, match=r"siklus\.csv: belum ada siklus yang dibuka pada 2026-01-04"
    ):
        profile.default_cycle(date(2026, 1, 4))


def test_a_cycle_is_found_by_what_it_looks_at(folder):
    profile = load_profile(folder)
    cycle = profile.cycle_of(2026, "TW1")
    assert cycle is not None
    assert (cycle.id, cycle.cutoff) == ("EVAL-2026-02", date(2026, 5, 1))
    assert profile.cycle_of(2026, "SM1") is None
    with pytest.raises(
        ProfileError, match=r"Tidak ada siklus 'EVAL-9' di .*; yang ada: EVAL-2026-01"
    ):
        profile.cycle("EVAL-9")


def test_an_agency_counts_on_its_days_both_included(folder):
    add(folder, "opd.csv", "NW09,Dinas Lama,DL,DINAS,2025-01-01,2025-06-30,,X,Rekaan")
    profile = load_profile(folder)
    assert profile.opd_on("NW09", date(2025, 6, 30)) is not None
    assert profile.opd_on("NW09", date(2025, 7, 1)) is None
    assert profile.opd_known("NW09")
    assert "NW09" not in {opd.code for opd in profile.agencies_on(date(2026, 1, 1))}


def test_an_agency_is_found_by_its_name_only_when_there_is_just_one(folder):
    profile = load_profile(folder)
    found = profile.find_opd_by_name("  DINAS ekonomi, pulau ")
    assert found is not None
    assert found.code == "NW01"
    assert profile.find_opd_by_name("Dinas") is None
    assert profile.find_opd_by_name("...") is None
    add(folder, "opd.csv", "NW08,Dinas Ekonomi Pulau,DEP2,DINAS,2025-01-01,,,X,Rekaan")
    assert load_profile(folder).find_opd_by_name("Dinas Ekonomi Pulau") is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Dinas Kesehatan Kabupaten Probolinggo", "1.02.01"),
        ("DINAS KESEHATAN KAB. PROBOLINGGO", "1.02.01"),
        ("Dinas Kesehatan Pemerintah Kabupaten Probolinggo", "1.02.01"),
        ("Dinas Kesehatan Pemkab Probolinggo", "1.02.01"),
        ("Dinas Kesehatan Kota Probolinggo", None),
        ("Dinas Kesehatan Kabupaten Jember", None),
        ("Kabupaten Probolinggo", None),
    ],
)
def test_the_own_government_behind_a_name_does_not_count(written, code):
    own = load_profile(ROOT / "dbt/seeds/profil/probolinggo")
    assert own.codes_of_name(written) == ({code} if code else set())
    found = own.find_opd_by_name(written)
    assert (found.code if found else None) == code


def test_names_are_compared_without_case_accents_and_punctuation():
    assert name_key("BAPPÉDA  (Litbang)") == name_key("bappeda litbang")


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "siklus.csv",
            "2026-01-05",
            "5 Januari",
            r"siklus\.csv line 2: dibuka='5 Januari' is not a",
        ),
        ("siklus.csv", "2026-01-25", "2026-01-01", r"line 2: tenggat='2026-01-01' lies before"),
        ("siklus.csv", ",2025,THN", ",tahun,THN", r"line 2: tahun='tahun' is not a whole number"),
        ("siklus.csv", "EVAL-2026-02", "EVAL-2026-01", "EVAL-2026-01 stands there twice"),
        ("opd.csv", "NW01,", ",", r"opd\.csv line 2: kode_opd='' is empty"),
        ("opd.csv", "nama_opd,", "nama,", "column nama_opd is missing from the header"),
        ("satuan.csv", ",false,", ",mungkin,", "must be true or false"),
        ("pilar.csv", "NW-1,", "NW-1,lebih,", r"pilar\.csv line 2: the row does not have the"),
    ],
)
def test_a_fault_is_named_with_file_line_and_column(folder, file, old, new, message):
    change(folder, file, old=old, new=new)
    with pytest.raises(ProfileError, match=message):
        load_profile(folder)


def test_a_profile_is_parsed_once_and_again_when_a_seed_changed(folder):
    first = load_profile(folder)
    assert load_profile(folder) is first
    change(folder, "satuan.csv", old=",false,", new=",true, ")
    again = load_profile(folder)
    assert sum(unit.is_additive for unit in again.units) > sum(u.is_additive for u in first.units)
    (folder / "satgas.csv").write_bytes(b"")
    load_profile(folder)
    (folder / "satgas.csv").unlink()
    with pytest.raises(ProfileError, match=r"satgas\.csv is missing"):
        load_profile(folder)


def test_a_missing_seed_is_named(folder):
    (folder / "wilayah.csv").unlink()
    with pytest.raises(ProfileError, match=r"profil_kecil: wilayah\.csv is missing"):
        load_profile(folder)


def test_a_government_without_task_forces_keeps_the_header_alone(folder):
    header = (folder / "satgas.csv").read_text(encoding="utf-8").splitlines()[0]
    (folder / "satgas.csv").write_text(header + "\n", encoding="utf-8")
    assert load_profile(folder).allowed_by("satgas") == ()
    assert load_profile(folder).allowed_by("sumber") is None


def test_every_profile_of_the_product_can_be_used():
    for folder in sorted((ROOT / "dbt" / "seeds" / "profil").iterdir()):
        profile = load_profile(folder)
        assert profile.cycles
        assert profile.agencies
        assert profile.allowed_by("pilar")
        assert profile.facts["nama_pemerintah"]
