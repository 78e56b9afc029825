"""A swap that is disturbed leaves what was served, and a question is no swap."""

from __future__ import annotations

import dataclasses
import errno
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from dagster_project.sae.installation import disk
from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.release.publish import publish
from dagster_project.sae.release.serving import serve, served_release
from tests.unit.release.conftest import TABLES, write_warehouse
from tests.unit.release.test_serving import ID, OTHER, overwrite, seen, with_pages


def test_a_disk_that_is_full_in_the_middle_leaves_the_former_release_whole(
    settings, scope, published, monkeypatch
):
    serve(settings, ID)
    write_warehouse(settings, TABLES, release_id=OTHER)
    publish(settings, dataclasses.replace(scope, id_rilis=OTHER))

    def half(_: Path, target: Path) -> None:
        target.mkdir()
        (target / "sebagian").write_bytes(b"x")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(disk, "copy_folder_sealed", half)
    with pytest.raises(ReleaseError, match="No space left"):
        serve(settings, OTHER)
    assert seen(settings) == ({ID}, {ID}, ID)
    assert list(settings.serving.glob(".tmp-*")) == []


def test_a_full_disk_while_serving_leaves_the_former_release(settings, two_served, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(ReleaseError, match="No space left on device"):
        two_served(OTHER)
    monkeypatch.undo()
    assert seen(settings) == ({ID}, {ID}, ID)


def test_while_another_run_swaps_the_rest_is_left_to_it(settings, two_served):
    two_served(OTHER)
    overwrite(settings.serving / "TERKINI", f"{ID}\n".encode())
    with FileLock(settings.lane_lock):
        assert served_release(settings) == OTHER
        assert seen(settings) == ({OTHER}, {OTHER}, ID)
    assert served_release(settings) == OTHER
    assert seen(settings) == ({OTHER}, {OTHER}, OTHER)


def test_to_ask_what_is_served_writes_nothing(settings, scope, write_scope_file):
    write_scope_file(scope)
    with_pages(settings, OTHER)
    before = {path: path.stat().st_ino for path in settings.serving.rglob("*")}
    assert served_release(settings) == OTHER
    assert {path: path.stat().st_ino for path in settings.serving.rglob("*")} == before
