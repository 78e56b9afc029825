"""The engine of an installation is what its variables say, and nothing else is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_project.sae.installation.engine import DUCKDB, SPARK, Engine
from dagster_project.sae.installation.errors import SettingsError
from dagster_project.sae.installation.settings import Settings


def test_without_a_word_duckdb_builds():
    assert Engine.from_env({}) == Engine(name=DUCKDB)


@pytest.mark.parametrize(
    "master", ["local", "local[4]", "local[*]", "spark://induk:7077", "yarn", "k8s://https://a:1"]
)
def test_every_kind_of_master_is_taken(master):
    assert Engine.from_env({"SAE_MESIN": "spark", "SAE_SPARK": master}).master == master


@pytest.mark.parametrize("master", ["sc://induk:15002", "induk:7077", "local[dua]", "mesos://a"])
def test_what_is_no_master_is_refused_with_how_to_write_one(master):
    with pytest.raises(SettingsError, match=r"bukan master Spark; tulis seperti local\[2\]"):
        Engine.from_env({"SAE_MESIN": "spark", "SAE_SPARK": master})


def test_an_engine_nobody_knows_is_refused_by_name():
    with pytest.raises(SettingsError, match="SAE_MESIN='sparc' tidak dikenal; tulis duckdb atau"):
        Settings.from_env({"SAE_MESIN": "sparc"})


def test_a_misspelt_variable_of_the_engine_is_named():
    with pytest.raises(SettingsError, match="mungkin maksudnya SAE_SPARK_GUDANG"):
        Settings.from_env({"SAE_SPARK_GUDAN": "s3://kotak"})


def test_a_folder_becomes_whole_and_an_address_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert Engine.from_env({"SAE_SPARK_GUDANG": "gudang"}).place == str(tmp_path / "gudang")
    assert Engine.from_env({"SAE_SPARK_GUDANG": "s3://kotak/sae"}).place == "s3://kotak/sae"


def test_a_place_is_not_shown_where_the_engine_is_printed():
    engine = Engine.from_env({"SAE_MESIN": SPARK, "SAE_SPARK_GUDANG": "s3://kunci:rahasia@kotak"})
    assert "rahasia" not in repr(engine)


def test_the_surroundings_are_those_that_java_and_aws_read():
    engine = Engine.from_env(
        {"JAVA_HOME": "/java", "SPARK_CONF_DIR": "/conf", "AWS_ENDPOINT_URL": "http://a:1"}
    )
    assert (engine.java_home, engine.conf_dir) == (Path("/java"), Path("/conf"))
    assert engine.store_url == "http://a:1"
