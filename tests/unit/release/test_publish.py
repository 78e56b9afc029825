"""A release folder is whole, typed, described and read-only, or it is not there."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
import yaml

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import GateError, ProfileError, ReleaseError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.release import manifest
from dagster_project.sae.release.publish import publish

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"


def query(file, sql):
    with duckdb.connect(str(file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_release_folder_holds_exactly_these_files_all_read_only(published):
    names = {p.relative_to(published).as_posix() for p in published.rglob("*") if p.is_file()}
    assert names == {
        "sae.duckdb",
        "parquet/kamus_data.parquet",
        "parquet/kpi_pilar.parquet",
        "parquet/mutu_keputusan.parquet",
        "parquet/perubahan.parquet",
        "parquet/rilis.parquet",
        "README.txt",
        "tahan.csv",
        "catatan_rilis.md",
        "perubahan.csv",
        "metadata_sdi.csv",
        "metadata_sdi.json",
        "dcat.jsonld",
        "datapackage.json",
        "MANIFEST.json",
        "SHA256SUMS",
    }
    assert {oct((published / name).stat().st_mode & 0o777) for name in names} == {"0o444"}


def test_the_database_is_written_for_every_duckdb_since_1_0(published):
    [(tags,)] = query(
        published / "sae.duckdb", "select tags from duckdb_databases() where database_name = 'sae'"
    )
    assert tags["storage_version"].startswith("v1.0.0")


def test_the_database_holds_plain_tables_that_open_under_any_name(published):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published / 'sae.duckdb'}' as nama_lain (read_only)")
        tables = connection.execute(
            "select table_name, table_type from information_schema.tables order by all"
        ).fetchall()
        assert tables == [
            ("kamus_data", "BASE TABLE"),
            ("kpi_pilar", "BASE TABLE"),
            ("mutu_keputusan", "BASE TABLE"),
            ("perubahan", "BASE TABLE"),
            ("rilis", "BASE TABLE"),
        ]
        total = connection.execute("select sum(urutan) from nama_lain.kpi_pilar").fetchone()
        assert total == (780,)


def test_parquet_and_database_hold_the_same_rows(published):
    table = pq.read_table(published / "parquet" / "kpi_pilar.parquet")
    rows = [tuple(row.values()) for row in table.to_pylist()]
    assert rows == query(published / "sae.duckdb", "select * from kpi_pilar")
    assert rows == sorted(rows)


def test_every_published_column_stands_in_the_dictionary_its_own_included(published):
    rows = query(published / "sae.duckdb", "select * from kamus_data")
    columns = query(
        published / "sae.duckdb",
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = 'sae'",
    )
    assert sorted(row[:3] for row in rows) == sorted(columns)
    label = "contoh sintetis, bukan angka resmi"
    assert (
        "rilis", "id_rilis", "VARCHAR", "Arti id_rilis.", "The id_rilis.", "", False, "", label,
    ) in rows  # fmt: skip


def test_the_dictionary_says_which_columns_everybody_may_see(published):
    rows = query(
        published / "sae.duckdb",
        "select tabel, kolom, bentuk_publik from kamus_data where bentuk_publik <> ''",
    )
    assert rows == [("kpi_pilar", "skor", "UTUH"), ("kpi_pilar", "label_data", "UTUH")]


@pytest.mark.parametrize(
    ("row", "said"),
    [("kpi_pilar,tahun,SEMUA", "is none of"), ("kpi_pilar,skor,ATURAN", "is listed twice")],
)
def test_a_public_list_that_cannot_be_used_is_refused_with_its_line(settings, scope, row, said):
    file = settings.policy_dir / "kolom_publik.csv"
    file.write_text(f"tabel,kolom,bentuk\nkpi_pilar,skor,UTUH\n{row}\n", encoding="utf-8")
    with pytest.raises(ProfileError, match=rf"kolom_publik\.csv line 3: .*{said}"):
        publish(settings, scope)


def test_what_people_look_at_is_part_of_the_release(settings, scope):
    def faces(folder: Path) -> None:
        (folder / "publik").mkdir()
        (folder / "publik" / "index.html").write_text("halaman", encoding="utf-8")

    release = publish(settings, scope, faces=faces)
    assert "publik/index.html" in manifest.read_manifest(release.folder)["berkas"]
    (release.folder / "publik" / "index.html").write_text("lain", encoding="utf-8")
    assert [fault.file for fault in manifest.verify_folder(release.folder)] == ["publik/index.html"]


def test_no_release_is_left_when_the_pages_cannot_be_written(settings, scope):
    def faces(folder: Path) -> None:
        (folder / "publik").mkdir()
        raise OSError(28, "No space left on device")

    with pytest.raises(ReleaseError, match="rilis sebelumnya tetap melayani"):
        publish(settings, scope, faces=faces)
    assert [path.name for path in settings.releases.iterdir()] == []


def test_descriptions_ride_along_as_comments(published):
    assert query(
        published / "sae.duckdb",
        "select comment from duckdb_columns() where column_name = 'skor'",
    ) == [("Arti skor.",)]


def test_a_column_without_a_description_is_named_with_the_language_it_lacks(settings, scope):
    file = settings.dbt_dir / "models" / "marts" / "kpi_pilar.yml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    columns = content["models"][0]["columns"]
    columns[0].pop("config")
    columns[3].pop("description")
    file.write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(
        ReleaseError, match=r"kpi_pilar\.kode_pilar \(id\), kpi_pilar\.skor \(en\);"
    ):
        publish(settings, scope)
    assert list(settings.releases.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "sql"),
    [
        ("HUGEINT", "sum(1)"),
        ("DECIMAL(38,2)", "cast(1 as decimal(38, 2))"),
        ("UBIGINT", "cast(1 as ubigint)"),
        ("INTEGER[]", "[1, 2]"),
        ("TIMESTAMP WITH TIME ZONE", "timestamptz '2026-01-01 00:00:00+07'"),
        ("TINYINT", "cast(1 as tinyint)"),
    ],
)
def test_a_type_that_some_bi_tool_cannot_read_is_refused(settings, scope, rebuild, kind, sql):
    rebuild(pub_kpi_baru=f"select {sql} as nilai")
    with pytest.raises(ReleaseError) as caught:
        publish(settings, scope)
    assert f"nilai {kind} cannot be read by every BI tool" in str(caught.value)
    assert list(settings.releases.iterdir()) == []


def test_a_described_table_that_was_not_built_is_refused(settings, scope):
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("drop table pub_kpi_pilar")
    with pytest.raises(ReleaseError, match="tidak memuat pub_kpi_pilar"):
        publish(settings, scope)


def test_a_warehouse_built_for_another_scope_is_refused(settings, scope):
    with pytest.raises(ReleaseError, match=f"berisi {ID}, bukan {OTHER}"):
        publish(settings, dataclasses.replace(scope, id_rilis=OTHER))
    assert list(settings.releases.iterdir()) == []


def test_what_the_gate_holds_is_not_written(settings, scope):
    with duckdb.connect(str(settings.warehouse)) as connection:
        connection.execute("update gate_rilis set keputusan = 'tahan', alasan = 'bukti kurang'")
    with pytest.raises(GateError, match="bukti kurang"):
        publish(settings, scope)
    assert not settings.releases.exists()


def test_the_same_release_again_is_the_one_that_is_there(settings, scope, published):
    before = {p: p.stat().st_mtime_ns for p in published.rglob("*")}
    again = publish(settings, scope)
    assert (again.is_new, again.differing) == (False, ())
    assert {p: p.stat().st_mtime_ns for p in published.rglob("*")} == before


def test_other_numbers_under_the_same_id_are_told(settings, scope, published, rebuild):
    rebuild(pub_mutu_keputusan="select '1.01' as kode_opd, 'rilis' as keputusan")
    assert publish(settings, scope).differing == ("mutu_keputusan",)


def test_a_rebuild_on_another_day_gives_the_same_documents(settings, scope, published):
    def documents():
        content = json.loads((published / "MANIFEST.json").read_text(encoding="utf-8"))
        texts = [
            (published / n).read_bytes()
            for n in ("README.txt", "tahan.csv", "parquet/kpi_pilar.parquet")
        ]
        return content["tabel"], texts

    first = documents()
    disk.remove(published)
    publish(dataclasses.replace(settings, clock=datetime(2027, 1, 1)), scope)
    assert documents() == first


def test_a_damaged_release_is_moved_aside_and_written_again(settings, scope, published):
    (published / "README.txt").chmod(0o644)
    (published / "README.txt").write_text("lain", encoding="utf-8")
    assert publish(settings, scope).is_new
    assert manifest.verify_folder(published) == []
    aside = settings.releases / f".rusak-{ID}-1"
    assert (aside / "README.txt").read_text(encoding="utf-8") == "lain"


def test_what_a_kill_left_behind_is_cleaned(settings, scope):
    leftover = settings.releases / ".tmp-R-2026-01-cccccccccccc-77" / "parquet"
    leftover.mkdir(parents=True)
    publish(settings, scope)
    assert [p.name for p in settings.releases.iterdir()] == [ID]


def test_a_full_disk_leaves_nothing_behind(settings, scope, monkeypatch):
    def full(descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ReleaseError, match="No space left on device"):
        publish(settings, scope)
    assert list(settings.releases.iterdir()) == []


FULL_DISK = """
import resource, sys
from pathlib import Path
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.publish import publish
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation.settings import Settings
settings = Settings(home=Path(sys.argv[1]), profile="uji", inbox=Path(sys.argv[1]),
                    root=Path(sys.argv[2]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    publish(settings, read_scope(settings))
except ReleaseError as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [1_000, 100_000])
def test_files_that_cannot_grow_leave_nothing_behind(settings, scope, write_scope_file, limit):
    write_scope_file(scope)
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, settings.home, settings.root, str(limit)],
        capture_output=True,
        text=True,
        check=True,
        cwd=PROJECT_ROOT,
    )
    assert "rilis sebelumnya tetap melayani" in done.stdout
    assert list(settings.releases.iterdir()) == []
