"""What a session is told: what SQL means is ours to say, everything else the installation's."""

from __future__ import annotations

import pytest

from dagster_project.sae.build.spark.session import configuration, master_of, session
from dagster_project.sae.installation.engine import SPARK, Engine
from dagster_project.sae.installation.errors import EngineError
from dagster_project.sae.installation.settings import Settings


def told(tmp_path, *, conf="", memory="4GB", **engine):
    folder = tmp_path / "conf"
    folder.mkdir()
    (folder / "spark-defaults.conf").write_text(conf, encoding="utf-8")
    settings = Settings(
        home=tmp_path,
        profile="probolinggo",
        inbox=tmp_path,
        memory_limit=memory,
        threads=3,
        engine=Engine(SPARK, conf_dir=folder, **engine),
    )
    return configuration(settings), settings


def test_on_this_machine_the_limits_of_a_build_are_those_of_spark(tmp_path):
    said, settings = told(tmp_path, memory="1.5GB")
    assert master_of(settings) == said["spark.master"] == "local[3]"
    assert said["spark.driver.memory"] == "1536m"
    assert said["spark.driver.bindAddress"] == "127.0.0.1"


def test_on_a_cluster_memory_and_cores_are_left_to_it(tmp_path):
    said, _ = told(tmp_path, master="spark://induk:7077")
    assert "spark.driver.memory" not in said
    assert "spark.sql.shuffle.partitions" not in said


def test_what_the_installation_says_of_its_spark_holds_but_not_what_sql_means(tmp_path):
    conf = """
    # milik pusat data
    spark.local.dir /cepat
    spark.sql.ansi.enabled=false
    """
    said, _ = told(tmp_path, conf=conf)
    assert "spark.local.dir" not in said
    assert said["spark.sql.ansi.enabled"] == "true"


def test_the_object_store_of_the_environment_is_told_to_hadoop(tmp_path):
    said, _ = told(tmp_path, store_url="http://127.0.0.1:9000", place="s3://kotak/sae")
    assert said["spark.hadoop.fs.s3a.endpoint"] == "http://127.0.0.1:9000"
    assert said["spark.hadoop.fs.s3a.connection.ssl.enabled"] == "false"
    assert said["spark.sql.warehouse.dir"] == "s3a://kotak/sae/gudang"


def test_without_the_packages_it_is_said_which_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    monkeypatch.setitem(__import__("sys").modules, "pyspark.testing", None)
    _, settings = told(tmp_path)
    with pytest.raises(EngineError, match=r"pip install '\.\[spark\]', atau jalankan dengan"):
        session(settings)
