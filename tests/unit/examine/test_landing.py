"""What has landed so far, read beside a file or a blank workbook."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from dagster_project.sae.examine.context import land_all
from dagster_project.sae.installation.settings import Settings


@pytest.mark.parametrize("name", ["rumah", "rumah [a] * ?"])
def test_a_sheet_or_column_newer_than_what_has_landed_is_empty_and_stops_nobody(tmp_path, name):
    settings = Settings(home=tmp_path / name, profile="probolinggo", inbox=tmp_path)
    batch = settings.landing / "batch"
    batch.mkdir(parents=True)
    with duckdb.connect() as db:
        db.execute("copy (select 'a' as isi, 1 as lama) to ? (format parquet)",
                   [str(batch / "sampul.parquet")])  # fmt: skip
        db.execute("create schema masukan")
        db.execute("create table masukan.sampul (isi varchar, kolom_baru varchar)")
        db.execute("create table masukan.lembar_baru (isi varchar)")
        landed = {
            "sampul": (("isi", ""), ("kolom_baru", "")),
            "lembar_baru": (("isi", ""),),
        }
        tables: Any = SimpleNamespace(landed=landed, connection=db)
        land_all(settings, tables)
        assert db.sql("from masukan.sampul").fetchall() == [("a", None)]
        assert db.sql("from masukan.lembar_baru").fetchall() == []
