"""The reader opens, asks and closes; it cannot write, and sees nothing but the release."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.notebook import MEMORY_LIMIT, THREADS, buka, daftar_rilis, tanya


def write_release(file: Path, release_id: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"create table rilis as select '{release_id}' as id_rilis")
        connection.execute("create table kpi as select * from (values (1, 2.5), (2, null)) t(i, x)")
    file.chmod(0o444)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "var", profile="uji", inbox=tmp_path)
    write_release(made.serving / "sae.duckdb", "R-2")
    write_release(made.releases / "R-1" / "sae.duckdb", "R-1")
    return made


def test_a_number_that_is_not_there_stays_missing(settings):
    assert tanya("select x from kpi where i = ?", [2], settings=settings)["x"].isna().all()


@pytest.mark.parametrize(
    "statement", ["create table coba (i integer)", "delete from kpi", "drop table kpi"]
)
def test_writing_is_refused_and_changes_nothing(settings, statement):
    with pytest.raises(duckdb.Error, match="read-only"):
        tanya(statement, settings=settings)
    assert len(tanya("from kpi", settings=settings)) == 2


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_text('{file}')",
        "copy kpi to '{file}.csv'",
        "attach '{file}' as lain",
        "set enable_external_access = true",
    ],
)
def test_no_other_file_of_the_machine_is_within_reach(settings, tmp_path, statement):
    file = tmp_path / "rahasia.txt"
    file.write_text("rahasia", encoding="utf-8")
    with pytest.raises(duckdb.Error):
        tanya(statement.format(file=file), settings=settings)
    assert sorted(p.name for p in tmp_path.glob("rahasia*")) == ["rahasia.txt"]


def test_memory_and_threads_are_limited(settings):
    row = tanya(
        "select current_setting('threads') as t, current_setting('memory_limit') as m",
        settings=settings,
    ).iloc[0]
    assert row["t"] == THREADS
    assert MEMORY_LIMIT == "1GB"
    assert row["m"] == "953.6 MiB"


def test_the_next_question_after_a_swap_is_answered_by_the_new_release(settings, tmp_path):
    assert tanya("from rilis", settings=settings)["id_rilis"].tolist() == ["R-2"]
    write_release(tmp_path / "baru.duckdb", "R-3")
    (tmp_path / "baru.duckdb").replace(settings.serving / "sae.duckdb")
    assert tanya("from rilis", settings=settings)["id_rilis"].tolist() == ["R-3"]


def test_a_connection_is_closed_at_the_end_also_after_an_error(settings):
    with pytest.raises(duckdb.Error), buka(settings=settings) as connection:
        connection.execute("from tabel_yang_tidak_ada")
    with pytest.raises(duckdb.ConnectionException, match="closed"):
        connection.execute("select 1")


def test_a_kept_release_is_read_by_its_id(settings):
    found = tanya("from rilis", rilis="R-1", settings=settings)
    assert found["id_rilis"].tolist() == ["R-1"]


@pytest.mark.parametrize("release", ["R-9", "../serving", "R-1/../../serving"])
def test_an_unknown_release_is_named_with_those_there_are(settings, release):
    with pytest.raises(ReleaseError, match="R-1"):
        tanya("select 1", rilis=release, settings=settings)


def test_before_the_first_release_the_reader_says_what_to_run(tmp_path):
    empty = Settings(home=tmp_path / "kosong", profile="uji", inbox=tmp_path)
    with pytest.raises(ReleaseError, match="sae run"):
        tanya("select 1", settings=empty)
    assert daftar_rilis(settings=empty).empty
