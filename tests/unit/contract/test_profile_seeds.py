"""The profile seeds as they are: facts of a government, and honesty about what is not verified."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.installation.settings import PROJECT_ROOT

PROBOLINGGO = PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo"
TINY = PROJECT_ROOT / "tests" / "cases" / "profil_kecil"
SEEDS = sorted(path.stem for path in PROBOLINGGO.glob("*.csv"))
PLACEHOLDER = "belum terverifikasi"


def _rows(folder: Path, seed: str) -> list[dict[str, str]]:
    with (folder / f"{seed}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_regency_has_24_kecamatan_325_desa_and_5_kelurahan() -> None:
    levels = Counter(row["tingkat_wilayah"] for row in _rows(PROBOLINGGO, "wilayah"))
    assert levels == {"KABUPATEN": 1, "KECAMATAN": 24, "DESA": 325, "KELURAHAN": 5}


def test_all_kelurahan_lie_in_kraksaan() -> None:
    rows = _rows(PROBOLINGGO, "wilayah")
    names = {row["kode_wilayah"]: row["nama_wilayah"] for row in rows}
    parents = {row["kode_induk"] for row in rows if row["tingkat_wilayah"] == "KELURAHAN"}
    assert {names[code] for code in parents} == {"Kraksaan"}


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_every_region_lies_in_a_region_of_the_profile(folder: Path) -> None:
    rows = _rows(folder, "wilayah")
    codes = {row["kode_wilayah"] for row in rows}
    assert [row for row in rows if row["kode_induk"] and row["kode_induk"] not in codes] == []
    assert load_profile(folder).facts["kode_wilayah"] in codes


def test_no_region_of_the_neighbouring_city_slipped_in() -> None:
    assert all(row["kode_wilayah"].startswith("35.13") for row in _rows(PROBOLINGGO, "wilayah"))


def test_no_agency_claims_to_be_verified_and_every_code_says_it_is_a_placeholder() -> None:
    rows = _rows(PROBOLINGGO, "opd")
    assert {row["status_verifikasi"] for row in rows} == {
        "TERLIHAT_DI_BERITA",
        "BELUM_TERVERIFIKASI",
    }
    assert [row["kode_opd"] for row in rows if PLACEHOLDER not in row["sumber"]] == []


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_agency_codes_have_the_shape_the_profile_states(folder: Path) -> None:
    profile = load_profile(folder)
    shape = re.compile(profile.facts["pola_kode_opd"])
    assert [opd.code for opd in profile.agencies if not shape.match(opd.code)] == []


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_a_successor_begins_the_day_after_its_predecessor_ended(folder: Path) -> None:
    profile = load_profile(folder)
    ends = {opd.code: opd.valid_to for opd in profile.agencies}
    for opd in profile.agencies:
        if opd.predecessor is not None:
            end = ends[opd.predecessor]
            assert end is not None
            assert opd.valid_from == end + timedelta(days=1)


def test_no_task_force_claims_to_be_verified_and_each_says_what_is_a_placeholder() -> None:
    rows = _rows(PROBOLINGGO, "satgas")
    assert len(rows) == 3
    assert {row["status_verifikasi"] for row in rows} == {"TERLIHAT_DI_BERITA"}
    assert [row["id_satgas"] for row in rows if PLACEHOLDER not in row["sumber"]] == []


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_a_lag_of_its_own_is_a_whole_number_of_months_and_says_why(folder: Path) -> None:
    for row in _rows(folder, "jeda_indikator"):
        assert int(row["jeda_bulan"]) >= 0
        assert row["alasan"]


def test_demo_dates_of_the_cycles_say_so() -> None:
    rows = _rows(PROBOLINGGO, "siklus")
    assert {row["status_verifikasi"] for row in rows} == {"BELUM_TERVERIFIKASI"}
    assert all("tanggal contoh" in row["sumber"] for row in rows)


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_cycles_open_before_their_deadline_and_close_before_the_next_opens(folder: Path) -> None:
    cycles = load_profile(folder).cycles
    assert all(c.opened < c.deadline < c.cutoff for c in cycles)
    assert all(a.cutoff < b.opened for a, b in itertools.pairwise(cycles))


@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_years_of_the_government_follow_each_other_without_a_gap(folder: Path) -> None:
    rows = _rows(folder, "periode_pemerintahan")
    assert rows[0]["mulai"] == load_profile(folder).facts["mulai_pemerintahan"]
    for earlier, later in itertools.pairwise(rows):
        assert later["mulai"] > earlier["selesai"]
        assert int(later["tahun_pemerintahan"]) == int(earlier["tahun_pemerintahan"]) + 1


def test_survey_and_weighing_month_are_two_sources_with_two_methods() -> None:
    methods = {row["kode_sumber"]: row["metode"] for row in _rows(PROBOLINGGO, "sumber")}
    assert methods["KEMENKES-SKI"] != methods["BULAN-TIMBANG"]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("folder", [PROBOLINGGO, TINY], ids=lambda f: f.name)
def test_a_seed_and_its_yml_name_the_same_columns(folder: Path, seed: str) -> None:
    described = yaml.safe_load((folder / f"{seed}.yml").read_text(encoding="utf-8"))["seeds"][0]
    header = (folder / f"{seed}.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert described["name"] == seed
    assert [column["name"] for column in described["columns"]] == header
    assert list(described["config"]["column_types"]) == header


@pytest.mark.parametrize("seed", SEEDS)
def test_the_description_of_a_seed_holds_for_every_profile(seed: str) -> None:
    assert (TINY / f"{seed}.yml").read_bytes() == (PROBOLINGGO / f"{seed}.yml").read_bytes()
