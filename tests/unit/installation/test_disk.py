"""A file is written whole or not at all, whatever happens to the process or the disk."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from dagster_project.sae.installation import disk


def test_readers_find_the_former_file_until_the_new_one_is_whole(tmp_path: Path):
    file = tmp_path / "catatan.json"
    disk.write_whole(file, b"lama")
    with disk.whole(file) as aside:
        aside.write_bytes(b"ba")
        assert file.read_bytes() == b"lama"
        aside.write_bytes(b"baru")
    assert file.read_bytes() == b"baru"
    assert list(tmp_path.iterdir()) == [file]


def test_what_could_not_be_written_leaves_the_former_file_and_nothing_else(tmp_path: Path):
    file = tmp_path / "catatan.json"
    disk.write_whole(file, b"lama")
    with pytest.raises(OSError, match="penuh"), disk.whole(file) as aside:
        aside.write_bytes(b"ba")
        raise OSError("penuh")
    assert file.read_bytes() == b"lama"
    assert list(tmp_path.iterdir()) == [file]


def test_the_bytes_reach_the_disk_before_the_name_does(tmp_path: Path, monkeypatch):
    order = []
    sync, replace = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), sync(fd))[1])
    monkeypatch.setattr(os, "replace", lambda a, b: (order.append("name"), replace(a, b))[1])
    disk.write_whole(tmp_path / "a", b"x")
    assert order == ["sync", "name"]
    order.clear()
    disk.write_whole(tmp_path / "b", b"x", is_sealed=True)
    assert order == ["sync", "name", "sync"]


def test_a_sealed_file_is_read_only_and_may_be_replaced_by_the_next(tmp_path: Path):
    file = tmp_path / "TERKINI"
    disk.write_whole(file, b"satu", is_sealed=True)
    disk.write_whole(file, b"dua", is_sealed=True)
    assert file.read_bytes() == b"dua"
    assert stat.S_IMODE(file.stat().st_mode) == disk.READ_ONLY


def test_what_a_kill_left_is_found_by_its_pattern_and_not_in_the_way(tmp_path: Path):
    left = tmp_path / f".catatan.json.{os.getpid()}.tmp"
    left.write_bytes(b"sete")
    disk.write_whole(tmp_path / "catatan.json", b"baru")
    (tmp_path / ".catatan.json.1.tmp").write_bytes(b"sete")
    disk.remove_matching(tmp_path, disk.ASIDE)
    assert [path.name for path in tmp_path.iterdir()] == ["catatan.json"]
