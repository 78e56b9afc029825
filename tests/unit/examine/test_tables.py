"""Seeds of a judgement of one file are read as the warehouse reads them: columns by their names."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.examine.prepared import prepared
from dagster_project.sae.examine.tables import Tables
from dagster_project.sae.installation.settings import Settings

SUPPLEMENT = ("batas_susulan", "alasan_susulan")


@pytest.fixture
def profile_of(tmp_path):
    """An installation whose siklus.csv holds the columns that a change of its header gives."""

    def made(change) -> Settings:
        settings = Settings.from_env({})
        folder = tmp_path / "profil"
        shutil.copytree(settings.profile_dir, folder)
        with (folder / "siklus.csv").open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        header = change(list(rows[0]))
        with (folder / "siklus.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, header, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return replace(settings, profile=str(folder))

    return made


def cycles(settings: Settings) -> list[tuple]:
    with Tables(settings, prepared(settings)) as tables:
        rows = tables.rows("select * from siklus order by id_siklus")
    return [(r["id_siklus"], r["periode"], r["batas_data"], r["batas_susulan"]) for r in rows]


def test_columns_in_another_order_mean_the_same(profile_of):
    settings = profile_of(lambda header: header[::-1])
    assert cycles(settings)[1] == ("RAKOREV-2026-02", "TW1", date(2026, 5, 8), None)


def test_a_profile_without_supplementary_editions_is_read_by_both(profile_of):
    settings = profile_of(lambda header: [name for name in header if name not in SUPPLEMENT])
    assert [c.supplement for c in load_profile(Path(settings.profile_dir)).cycles] == [None] * 4
    assert [until for *_, until in cycles(settings)] == [None] * 4


def test_a_column_that_must_be_there_is_missed(profile_of):
    settings = profile_of(lambda header: [name for name in header if name != "batas_data"])
    with pytest.raises(duckdb.Error, match="batas_data"):
        cycles(settings)
