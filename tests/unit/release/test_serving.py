"""What readers open is one whole release, at every moment and under stable names."""

from __future__ import annotations

import dataclasses
import os
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import (
    list_releases,
    serve,
    served_file,
    served_release,
    verify,
)
from tests.unit.release.conftest import TABLES, write_warehouse

ID = "R-2026-03-aaaaaaaaaaaa"
OTHER = "R-2026-04-bbbbbbbbbbbb"
THIRD = "R-2026-05-cccccccccccc"


def seen(settings) -> tuple[set[str], set[str], str]:
    """Release ids that the database, the Parquet and the pointer show to a reader."""
    with duckdb.connect(str(served_file(settings)), read_only=True) as connection:
        rows = connection.execute(
            "select id_rilis from rilis union all select id_rilis from kpi_pilar"
        ).fetchall()
    parquet = pq.read_table(settings.serving / "parquet" / "kpi_pilar.parquet")
    pointer = (settings.serving / "TERKINI").read_text(encoding="utf-8").strip()
    return {r[0] for r in rows}, set(parquet["id_rilis"].to_pylist()), pointer


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)
    path.chmod(0o444)


def test_a_served_release_is_seen_everywhere_and_is_read_only(settings, published):
    serve(settings, ID)
    assert seen(settings) == ({ID}, {ID}, ID)
    assert served_release(settings) == ID
    files = [p for p in settings.serving.rglob("*") if p.is_file()]
    assert {oct(p.stat().st_mode & 0o777) for p in files} == {"0o444"}
    assert sorted(p.name for p in settings.serving.iterdir()) == [
        "TERKINI",
        "parquet",
        f"parquet-{ID}",
        "sae.duckdb",
    ]


def test_nothing_is_served_before_the_first_release(settings):
    assert served_release(settings) is None
    assert list_releases(settings) == []


def test_going_back_is_the_same_as_going_on(settings, two_served):
    two_served(OTHER)
    assert seen(settings) == ({OTHER}, {OTHER}, OTHER)
    two_served(ID)
    assert seen(settings) == ({ID}, {ID}, ID)


def test_a_reader_with_the_former_file_open_keeps_reading_it(settings, two_served):
    query = "select distinct id_rilis from kpi_pilar"
    with duckdb.connect(str(settings.serving / "sae.duckdb"), read_only=True) as reader:
        two_served(OTHER)
        assert reader.execute(query).fetchall() == [(ID,)]
    assert seen(settings)[0] == {OTHER}


def test_the_former_parquet_folder_outlives_one_swap_and_no_more(settings, two_served):
    two_served(OTHER)
    assert (settings.serving / f"parquet-{ID}").is_dir()
    shutil.copytree(settings.serving / f"parquet-{ID}", settings.serving / "parquet-R-2025-01-old")
    two_served(OTHER)
    two_served(ID)
    folders = sorted(p.name for p in settings.serving.glob("parquet-*"))
    assert folders == [f"parquet-{ID}", f"parquet-{OTHER}"]


def test_serving_what_is_served_already_changes_nothing(settings, published):
    serve(settings, ID)
    before = (settings.serving / "sae.duckdb").stat()
    serve(settings, ID)
    after = (settings.serving / "sae.duckdb").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_damage_to_the_served_file_does_not_reach_the_kept_release(settings, published):
    serve(settings, ID)
    overwrite(settings.serving / "sae.duckdb", b"not a database")
    assert served_release(settings) is None
    assert verify(settings, ID) == []
    serve(settings, ID)
    assert seen(settings) == ({ID}, {ID}, ID)


def test_a_wal_left_by_a_writer_is_not_beside_the_next_file(settings, two_served):
    (settings.serving / "sae.duckdb.wal").write_bytes(b"somebody wrote")
    two_served(ID)
    assert not (settings.serving / "sae.duckdb.wal").exists()
    (settings.serving / "sae.duckdb.wal").write_bytes(b"somebody wrote")
    two_served(OTHER)
    assert not (settings.serving / "sae.duckdb.wal").exists()
    assert seen(settings) == ({OTHER}, {OTHER}, OTHER)


def test_a_pointer_that_lags_behind_the_file_is_mended(settings, two_served):
    two_served(OTHER)
    overwrite(settings.serving / "TERKINI", f"{ID}\n".encode())
    link = settings.serving / "parquet"
    link.unlink()
    link.symlink_to(f"parquet-{ID}")
    assert served_release(settings) == OTHER
    assert seen(settings) == ({OTHER}, {OTHER}, OTHER)


def test_a_pointer_alone_that_lags_is_mended(settings, two_served):
    two_served(OTHER)
    overwrite(settings.serving / "TERKINI", f"{ID}\n".encode())
    assert served_release(settings) == OTHER
    assert seen(settings) == ({OTHER}, {OTHER}, OTHER)


def with_pages(settings, release_id: str) -> None:
    """Publish a release with one page and serve it."""

    def faces(folder: Path) -> None:
        (folder / "publik").mkdir()
        (folder / "publik" / "index.html").write_text(release_id, encoding="utf-8")
        (folder / "publik" / "SHA256SUMS").write_text("", encoding="utf-8")  # as the site has one

    write_warehouse(settings, TABLES, release_id=release_id)
    scope = dataclasses.replace(read_scope(settings), id_rilis=release_id)
    publish(settings, scope, faces=faces)
    serve(settings, release_id)


def test_pages_are_served_and_rolled_back_with_their_release(
    settings, scope, published, write_scope_file
):
    write_scope_file(scope)
    page = settings.serving / "publik" / "index.html"
    with_pages(settings, OTHER)
    assert page.read_text(encoding="utf-8") == OTHER
    with_pages(settings, THIRD)
    assert page.read_text(encoding="utf-8") == THIRD
    serve(settings, OTHER)
    assert page.read_text(encoding="utf-8") == OTHER
    serve(settings, ID)
    assert not (settings.serving / "publik").exists(), "that release has no pages to show"
    assert served_release(settings) == ID


def test_a_page_that_was_changed_is_mended(settings, scope, published, write_scope_file):
    write_scope_file(scope)
    with_pages(settings, OTHER)
    page = settings.serving / "publik" / "index.html"
    overwrite(page, b"angka lain")
    assert served_release(settings) == OTHER
    assert page.read_text(encoding="utf-8") == OTHER


def test_parquet_that_is_gone_is_mended(settings, published):
    serve(settings, ID)
    disk.remove(settings.serving / f"parquet-{ID}")
    assert served_release(settings) == ID
    assert seen(settings) == ({ID}, {ID}, ID)


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda f: overwrite(f / "README.txt", b"short"), "README.txt: 5 bytes instead of"),
        (
            lambda f: overwrite(f / "tahan.csv", (f / "tahan.csv").read_bytes()[::-1]),
            "tahan.csv: the content was changed",
        ),
        (lambda f: (f / "parquet" / "rilis.parquet").unlink(), "parquet/rilis.parquet: missing"),
        (lambda f: (f / "catatan.txt").write_text("x"), "catatan.txt: not part of the release"),
        (
            lambda f: overwrite(
                f / "MANIFEST.json", (f / "MANIFEST.json").read_bytes().replace(b"TW2", b"TW3")
            ),
            "MANIFEST.json or SHA256SUMS: was changed",
        ),
        (lambda f: overwrite(f / "SHA256SUMS", b""), "MANIFEST.json or SHA256SUMS: was changed"),
        (lambda f: (f / "SHA256SUMS").unlink(), "SHA256SUMS: missing"),
        (lambda f: (f / "MANIFEST.json").unlink(), "MANIFEST.json tidak dapat dibaca"),
        (lambda f: overwrite(f / "MANIFEST.json", b"[]"), "tidak berformat 1"),
        (lambda f: overwrite(f / "MANIFEST.json", b'{"format": 1}'), "lacks what it must hold"),
    ],
)
def test_a_damaged_release_is_found_and_never_served(settings, two_served, damage, problem):
    damage(settings.releases / OTHER)
    assert any(problem in str(found) for found in verify(settings, OTHER))
    with pytest.raises(ReleaseError, match=OTHER):
        serve(settings, OTHER)
    assert seen(settings) == ({ID}, {ID}, ID)
    assert served_release(settings) == ID


def test_a_renamed_release_is_found(settings, published):
    published.rename(settings.releases / OTHER)
    [fault] = verify(settings, OTHER)
    assert str(fault) == f"{OTHER}: the manifest is that of {ID}"


@pytest.mark.parametrize("wanted", [OTHER, "../rilis", "", ".tmp-R-2026"])
def test_an_unknown_release_is_refused_with_the_known_ones(settings, published, wanted):
    with pytest.raises(ReleaseError, match=ID):
        serve(settings, wanted)
    assert served_release(settings) is None


def test_kept_releases_are_listed_with_the_served_one_marked(settings, two_served):
    overwrite(settings.releases / OTHER / "MANIFEST.json", b"{")
    good, bad = list_releases(settings)
    assert (good.id, good.is_served, good.id_siklus, good.problem) == (
        ID,
        True,
        "RAKOREV-2026-03",
        None,
    )
    assert good.dibuat_pada == datetime(2026, 7, 19, 10, 0)
    assert (bad.id, bad.is_served) == (OTHER, False)
    assert "MANIFEST.json tidak dapat dibaca" in bad.problem


def test_without_links_the_parquet_folder_itself_is_replaced(settings, two_served, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OSError("links are not allowed here")

    monkeypatch.setattr(os, "symlink", refuse)
    for release_id in (OTHER, ID, ID, OTHER):
        two_served(release_id)
        assert seen(settings) == ({release_id}, {release_id}, release_id)
        assert served_release(settings) == release_id
        assert not (settings.serving / "parquet").is_symlink()
    monkeypatch.undo()
    two_served(ID)
    assert (settings.serving / "parquet").is_symlink()
    assert seen(settings) == ({ID}, {ID}, ID)
    assert not [p for p in settings.serving.iterdir() if p.name.startswith(".tmp-former")]


def test_where_an_open_file_cannot_be_replaced_the_pointer_names_a_new_one(
    settings, two_served, monkeypatch
):
    replace = os.replace

    def windows(source, target):
        if Path(target).name == "sae.duckdb":
            raise PermissionError("being used by another process")
        replace(source, target)

    monkeypatch.setattr(os, "replace", windows)
    for release_id in (OTHER, ID, OTHER):
        two_served(release_id)
        assert seen(settings) == ({release_id}, {release_id}, release_id)
        assert served_release(settings) == release_id
    assert served_file(settings).name == f"sae-{OTHER}.duckdb"
    monkeypatch.undo()
    two_served(ID)
    assert served_file(settings).name == "sae.duckdb"
    assert seen(settings) == ({ID}, {ID}, ID)
