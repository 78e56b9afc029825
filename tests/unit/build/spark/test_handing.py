"""Files go to the place of Spark as they are, and types keep their meaning on the way and back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dagster_project.sae.build.spark import returned
from dagster_project.sae.build.spark.place import place_of, uri_of
from dagster_project.sae.build.spark.types import ddl_of, of_duckdb
from dagster_project.sae.installation.engine import SPARK, Engine
from dagster_project.sae.installation.errors import EngineError
from dagster_project.sae.installation.settings import Settings


def settings_at(home, place=None):
    return Settings(home=home, profile="probolinggo", inbox=home, engine=Engine(SPARK, place=place))


def written(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_columns_of_a_file_are_declared_with_the_types_that_stand_in_it(tmp_path):
    file = written(
        tmp_path / "a.parquet",
        teks=["a"],
        angka=[1.5],
        banyak=pa.array([1], pa.int32()),
        besar=[1],
        ya=[True],
        hari=[date(2026, 1, 2)],
        saat=[datetime(2026, 1, 2, 3)],
        uang=[Decimal("1.25")],
    )
    assert ddl_of([file]) == (
        "`teks` string, `angka` double, `banyak` int, `besar` bigint, `ya` boolean, `hari` date, "
        "`saat` timestamp_ntz, `uang` decimal(3,2)"
    )


def test_of_files_from_two_times_every_column_is_declared_once(tmp_path):
    old = written(tmp_path / "lama.parquet", a=["x"], b=pa.array([1], pa.int32()))
    new = written(tmp_path / "baru.parquet", a=["x"], b=[2], c=[True])
    assert ddl_of([old, new]) == "`a` string, `b` bigint, `c` boolean"


def test_a_column_that_is_empty_everywhere_is_a_text(tmp_path):
    assert ddl_of([written(tmp_path / "a.parquet", kosong=pa.nulls(1))]) == "`kosong` string"


def test_a_type_without_a_name_there_is_refused_with_its_column(tmp_path):
    file = written(tmp_path / "a.parquet", daftar=[[1, 2]])
    with pytest.raises(EngineError, match="column daftar has the type list"):
        ddl_of([file])


@pytest.mark.parametrize(
    ("said", "called"),
    [("string", "VARCHAR"), ("timestamp_ntz", "TIMESTAMP"), ("decimal(18,9)", "DECIMAL(18,9)")],
)
def test_types_that_come_back_are_those_of_duckdb(said, called):
    assert of_duckdb("kolom", said) == called


def test_a_list_does_not_come_back(tmp_path):
    with pytest.raises(EngineError, match=r"column kolom has the type array<int> on Spark"):
        of_duckdb("kolom", "array<int>")


def test_a_folder_holds_what_was_put_there_until_it_is_cleared(tmp_path):
    place = place_of(settings_at(tmp_path, str(tmp_path / "gudang")))
    file = written(tmp_path / "a.parquet", a=[1])
    place.put(file, "masukan/main/ambang/000000.parquet")
    place.put(file, "masukan/main/ambang/000000.parquet")
    assert place.tables("masukan/main") == ("ambang",)
    with place.files("masukan/main/ambang") as files:
        assert [f.read_bytes() for f in files] == [file.read_bytes()]
    place.clear("masukan/main/ambang")
    assert place.tables("masukan/main") == ()
    place.clear()
    place.clear()
    assert file.is_file()


def test_what_spark_marks_as_its_own_is_no_part_of_a_table(tmp_path):
    place = place_of(settings_at(tmp_path, str(tmp_path)))
    for name in ("part-0.parquet", "_SUCCESS", ".part-0.parquet.crc", "_temporary.parquet"):
        written(tmp_path / name, a=[1])
    with place.files("") as files:
        assert [f.name for f in files] == ["part-0.parquet"]


def test_an_address_has_the_name_that_hadoop_gives_it(tmp_path):
    assert uri_of(settings_at(tmp_path, "s3://kotak/sae/")) == "s3a://kotak/sae"
    assert uri_of(settings_at(tmp_path)).startswith("file:///")


def test_every_model_that_python_names_comes_back():
    import re

    from dagster_project.sae.installation.settings import PROJECT_ROOT

    models = {
        path.stem: path.parent.name for path in (PROJECT_ROOT / "dbt" / "models").rglob("*.sql")
    }
    package = PROJECT_ROOT / "dagster_project"
    read = set()
    for path in package.rglob("*.py"):
        if path.is_relative_to(package / "sae" / "build" / "spark"):
            continue
        text = path.read_text(encoding="utf-8")
        read |= {
            name for name in models if re.search(rf"(?:from|join)\s+(?:main\.)?\"?{name}\b", text)
        }
    beside = {name for name in read if models[name] not in returned.READ_FOLDERS}
    assert beside <= returned.READ_BESIDE, sorted(beside - returned.READ_BESIDE)
    assert models.keys() >= returned.READ_BESIDE
