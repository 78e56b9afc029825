"""Every received byte is kept once, under its hash, and is never written again."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import ArchiveError, UnreadableFileError
from dagster_project.sae.intake.archive import (
    Listing,
    archived_files,
    clear_partial,
    content_hash,
    store,
    stored_path,
)

MORNING = datetime(2026, 10, 10, 8)
EVENING = datetime(2026, 10, 10, 18)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "arsip"


def receive(archive: Path, name: str, data: bytes = b"isi", **fact) -> str:
    source = archive.parent / "masuk.tmp"
    source.write_bytes(data)
    facts = {"received_at": MORNING, "via": "kotak masuk", "declared": False} | fact
    return store(archive, source, name=name, **facts)


def test_a_file_lies_under_its_hash_read_only_with_its_receipt_beside_it(archive):
    digest = receive(archive, "1.01.01_2026_TW3_v1.xlsx")
    path = archive / digest[:2] / f"{digest}.xlsx"
    assert path.read_bytes() == b"isi"
    assert content_hash(path) == digest
    assert path.stat().st_mode & 0o777 == 0o444
    assert (archive / digest[:2] / f"{digest}.json").stat().st_mode & 0o777 == 0o444
    [kept] = archived_files(archive)
    assert (kept.first.nama_berkas, kept.first.received_at, kept.first.ukuran) == (
        "1.01.01_2026_TW3_v1.xlsx",
        MORNING,
        3,
    )


def test_the_same_file_again_adds_nothing(archive):
    receive(archive, "a.xlsx")
    receive(archive, "a.xlsx", received_at=EVENING)
    assert len(list(archive.rglob("*.*"))) == 2
    [kept] = archived_files(archive)
    assert len(kept.receipts) == 1


def test_the_same_content_under_another_name_is_a_further_receipt_of_one_file(archive):
    first = receive(archive, "a.xlsx", received_at=EVENING)
    assert receive(archive, "salinan a.xlsx", received_at=MORNING) == first
    [kept] = archived_files(archive)
    assert [r.nama_berkas for r in kept.receipts] == ["salinan a.xlsx", "a.xlsx"]
    assert kept.first.received_at == MORNING


def test_an_earlier_declared_receipt_counts_though_the_file_was_seen_before(archive):
    receive(archive, "a.xlsx", received_at=EVENING)
    for _ in range(2):
        receive(archive, "a.xlsx", received_at=MORNING, declared=True, via="surel")
    [kept] = archived_files(archive)
    assert [(r.received_at, r.sumber) for r in kept.receipts] == [
        (MORNING, "surel"),
        (EVENING, "kotak masuk"),
    ]


@pytest.mark.parametrize(
    "name", ["../../luar.xlsx", "/etc/passwd", "a.xlsx\n", "..", "\u202excod.xlsx", "a" * 250]
)
def test_a_name_never_becomes_a_path(archive, name):
    digest = receive(archive, name)
    inside = [p for p in archive.rglob("*") if p.is_file()]
    assert all(p.name.startswith(digest) and p.parent.name == digest[:2] for p in inside)
    assert sorted(p.name for p in archive.parent.iterdir()) == ["arsip", "masuk.tmp"]


def test_a_received_json_is_never_taken_for_a_receipt(archive):
    digest = receive(archive, "data.json", b"{}")
    [kept] = archived_files(archive)
    assert kept.sha256 == digest
    assert kept.path.read_bytes() == b"{}"


def test_what_a_killed_run_left_half_written_is_cleared(archive):
    receive(archive, "a.xlsx")
    (archive / ".terima-99").write_bytes(b"setengah")
    clear_partial(archive)
    assert not list(archive.glob(".terima-*"))
    assert len(list(archived_files(archive))) == 1


def test_content_without_a_receipt_is_not_a_submission_until_it_comes_again(archive):
    digest = receive(archive, "a.xlsx")
    (archive / digest[:2] / f"{digest}.json").unlink()
    assert list(archived_files(archive)) == []
    with pytest.raises(ArchiveError, match=f"{digest}.*tanda terimanya tidak ada"):
        list(archived_files(archive, whole=True))
    receive(archive, "a.xlsx")
    assert [kept.sha256 for kept in archived_files(archive, whole=True)] == [digest]


def test_a_file_that_vanished_is_said_and_not_kept(archive):
    with pytest.raises(UnreadableFileError, match=r"'hilang\.xlsx' tidak dapat dibuka"):
        store(
            archive,
            archive.parent / "hilang.xlsx",
            name="hilang.xlsx",
            received_at=MORNING,
            via="kotak masuk",
            declared=False,
        )
    assert stored_path(archive, "0" * 64) is None


def test_an_archived_file_is_not_opened_for_writing_again(archive):
    digest = receive(archive, "a.xlsx")
    path = stored_path(archive, digest)
    assert path is not None
    before = (path.stat().st_ino, path.stat().st_mtime_ns)
    os.utime(archive.parent / "masuk.tmp")
    receive(archive, "lain.xlsx")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before


def test_many_files_stored_over_one_listing_lie_there_as_if_stored_alone(archive):
    listing = Listing(archive)
    for name, data, day in (
        ("a.xlsx", b"isi", MORNING),
        ("b.xlsx", b"isi", EVENING),
        ("a.xlsx", b"isi", EVENING),
        ("c.xlsx", b"lain", MORNING),
    ):
        digest = receive(archive, name, data, received_at=day, listing=listing)
        assert listing.content_of(digest) == stored_path(archive, digest)
        assert listing.receipts_of(digest) == Listing(archive).receipts_of(digest)
    names = {tuple(r.nama_berkas for r in file.receipts) for file in archived_files(archive)}
    assert names == {("a.xlsx", "b.xlsx"), ("c.xlsx",)}


def test_a_folder_of_the_archive_is_listed_once_for_all_files_of_the_inbox(archive, monkeypatch):
    digest = receive(archive, "a.xlsx")
    listing = Listing(archive)
    listed = []
    iterdir = Path.iterdir
    monkeypatch.setattr(Path, "iterdir", lambda path: listed.append(path) or iterdir(path))
    for _ in range(3):
        assert listing.content_of(digest) is not None
        assert len(listing.receipts_of(digest)) == 1
    assert listed == [archive / digest[:2]]
