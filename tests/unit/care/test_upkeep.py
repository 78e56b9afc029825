"""Maintenance removes what is old and can be made again; the archive and frozen releases never."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from dagster_project.sae.care.upkeep import Ages, clean, folder_sizes, load_ages
from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings

DAY = 86400


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path)


def put(settings: Settings, name: str, *, days_old: float, size: int = 10) -> Path:
    file = settings.home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x" * size)
    when = time.time() - days_old * DAY
    os.utime(file, (when, when))
    os.utime(file.parent, (when, when))
    return file


OLD = [
    "kerja/.lingkup.parquet.12.tmp",
    "kerja/landing/.ab-cd.tmp-12/berkas.parquet",
    "kerja/tumpah/duckdb_temp_storage-0.tmp",
    "rilis/.tmp-R-2026-04-aaaaaaaaaaaa-12/sae.duckdb",
    "rilis/.rusak-R-2026-04-aaaaaaaaaaaa-1/sae.duckdb",
    "serving/.tmp-R-2026-04-aaaaaaaaaaaa.duckdb",
    "serving/.TERKINI.12.tmp",
    "kembali/.pengingat.csv.12.tmp",
    "kembali/1.01.01/.a_perbaikan.xlsx.12.tmp",
    ".jalur.json.12.tmp",
    "kerja/dbt/logs/dbt.log.3",
]
KEPT = [
    "arsip/ab/abcd.xlsx",
    "arsip/.terima-12",
    "rilis/R-2026-04-aaaaaaaaaaaa/sae.duckdb",
    "rilis/BEKU.csv",
    "serving/sae.duckdb",
    "kembali/1.01.01/a_perbaikan.xlsx",
    "kembali/1.01.01/.milik-orang",
    "kerja/landing/ab-cd/berkas.parquet",
    "kerja/warehouse.duckdb",
    "kerja/dbt/logs/dbt.log",
]


def test_old_left_overs_go_and_nothing_else(settings):
    for name in (*OLD, *KEPT):
        put(settings, name, days_old=400)
    frozen = "id_rilis,dibekukan_pada,sha256_manifest,alasan\n"
    (settings.releases / "BEKU.csv").write_text(frozen, encoding="utf-8")
    removed = clean(settings, load_ages(), is_trial=False)
    left = {
        p.relative_to(settings.home).as_posix() for p in settings.home.rglob("*") if p.is_file()
    }
    assert left == set(KEPT)
    assert sum(removal.count for removal in removed) == len(OLD)
    assert sum(removal.size for removal in removed) == 10 * len(OLD)
    assert [removal.problem for removal in removed] == [""] * len(removed)


def test_young_left_overs_stay_for_a_run_may_be_writing_them(settings):
    for name in OLD:
        put(settings, name, days_old=0.5)
    assert [removal.count for removal in clean(settings, load_ages(), is_trial=False)] == [0] * 4


def test_a_trial_tells_the_same_and_removes_nothing(settings):
    for name in OLD:
        put(settings, name, days_old=400)
    told = clean(settings, load_ages(), is_trial=True)
    assert all((settings.home / name).exists() for name in OLD)
    done = clean(settings, load_ages(), is_trial=False)
    assert [(r.kind, r.count, r.size) for r in told] == [(r.kind, r.count, r.size) for r in done]


def test_sizes_of_dagster_are_told_apart_from_the_work_folder(settings):
    put(settings, "kerja/warehouse.duckdb", days_old=0, size=7)
    put(settings, "kerja/dagster/history/runs.db", days_old=0, size=5)
    sizes = {s.name: (s.files, s.size) for s in folder_sizes(settings)}
    assert (sizes["kerja"], sizes["kerja/dagster"]) == ((1, 7), (1, 5))


def test_an_age_that_is_no_number_is_refused(tmp_path: Path):
    text = "\n".join(f"{name}: 1" for name in Ages.__dataclass_fields__)
    file = tmp_path / "rawat.yaml"
    file.write_text(text.replace("jalan_hari: 1", "jalan_hari: 0"), encoding="utf-8")
    with pytest.raises(SettingsError, match="jalan_hari"):
        load_ages(file)
    file.write_text("jalan_hari: 1\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="harus memuat"):
        load_ages(file)
