"""No file of an inbox is passed over in silence: whatever cannot be taken is named with its reason.

The superuser of a container may read what `chmod 000` forbids, so files here cannot be read for
reasons that hold for everybody: pipes, sockets, broken links, memory of a process. What permissions
forbid is tried by a process of its own, which the superuser makes somebody else.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake.inbox import list_inbox
from dagster_project.sae.intake.notes import last_notes
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.intake.remote import fetch_inbox
from dagster_project.sae.intake.source import hash_and_size
from dagster_project.sae.run.inbox import look

NOBODY = 65534


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    inbox = tmp_path / "masuk"
    inbox.mkdir()
    env = {"SAE_HOME": str(tmp_path / "var"), "SAE_MASUK": str(inbox)}
    return Settings.from_env({**env, "SAE_KINI": "2026-08-12T08:00:00"})


def spoil(inbox: Path) -> None:
    """One of everything that stands where a report would and is none."""
    os.mkfifo(inbox / "pipa.xlsx")
    (inbox / "putus.xlsx").symlink_to(inbox / "tidak ada.xlsx")
    (inbox.parent / "asli.xlsx").write_bytes(b"x")
    (inbox / "tautan.xlsx").symlink_to(inbox.parent / "asli.xlsx")
    (inbox / "folder.xlsx").mkdir()


SAID = (
    "Berkas 'folder.xlsx' tidak dapat dibuka (folder yang bernama seperti berkas; kirim "
    "berkasnya).",
    "Berkas 'pipa.xlsx' tidak dapat dibuka (bukan berkas biasa, melainkan pipa, soket, atau "
    "perangkat).",
    "Berkas 'putus.xlsx' tidak dapat dibuka (tautan yang putus; kirim berkasnya).",
    "Berkas 'tautan.xlsx' tidak dapat dibuka (tautan, yang tidak diikuti; kirim berkasnya).",
)


def test_what_is_no_plain_file_is_named_with_its_reason(settings):
    spoil(settings.inbox)
    assert list_inbox(settings.inbox).unreadable == SAID
    assert list_inbox(settings.inbox).files == ()


def test_a_socket_is_named_too(settings, monkeypatch):
    monkeypatch.chdir(settings.inbox)  # the path of a socket may only be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("soket.csv")
        [said] = list_inbox(settings.inbox).unreadable
    assert "soket.csv" in said


def test_what_lies_in_a_folder_named_like_a_file_is_taken_all_the_same(settings):
    spoil(settings.inbox)
    inner = settings.inbox / "folder.xlsx" / "laporan.csv"
    inner.write_text("x", encoding="utf-8")
    assert list_inbox(settings.inbox).files == (inner,)


def test_what_its_name_says_is_no_report_is_not_named(settings):
    (settings.inbox / ".rahasia.xlsx").symlink_to("tidak ada")
    os.mkfifo(settings.inbox / "~$terkunci.xlsx")
    (settings.inbox / "kembali").mkdir()
    os.mkfifo(settings.inbox / "kembali" / "jawaban.xlsx")
    assert list_inbox(settings.inbox).unreadable == ()


def test_a_pull_counts_them_tells_them_and_remembers_them(settings):
    spoil(settings.inbox)
    result = pull(settings)
    assert result.seen == 4
    assert result.unreadable == SAID
    assert last_notes(settings).unreadable == SAID


def test_what_was_mended_is_forgotten_at_the_next_pull(settings):
    spoil(settings.inbox)
    pull(settings)
    for path in settings.inbox.iterdir():
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    pull(settings)
    assert last_notes(settings).unreadable == ()


def test_a_watcher_asks_for_one_run_that_tells_of_them(settings):
    spoil(settings.inbox)
    first = look(settings, memory={})
    second = look(settings, memory=first.memory)
    third = look(settings, memory=second.memory)
    assert first.new == ()
    assert second.new == third.new == SAID
    assert second.key == third.key  # the same run key: Dagster starts one run


def test_an_inbox_at_an_address_names_them_as_well(settings, tmp_path: Path):
    spoil(settings.inbox)
    address = f"file://{settings.inbox}"
    env = {"SAE_HOME": str(tmp_path / "lain"), "SAE_MASUK": address}
    said = fetch_inbox(Settings.from_env(env)).unreadable
    assert [name in text for name, text in zip(sorted(NAMES), sorted(said), strict=True)] == [
        True
    ] * 4


NAMES = ("folder.xlsx", "pipa.xlsx", "putus.xlsx", "tautan.xlsx")


if sys.platform == "linux":

    def test_a_file_that_the_disk_cannot_read_says_so():
        with pytest.raises(
            UnreadableFileError, match=r"'mem' tidak dapat dibuka \(disk tidak dapat"
        ):
            hash_and_size(Path("/proc/self/mem"))


def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "tadi-berkas.xlsx")
    with pytest.raises(UnreadableFileError, match="tidak dapat dibaca sebagai berkas"):
        hash_and_size(tmp_path / "tadi-berkas.xlsx")


_AS_NOBODY = """
import os
import sys
from pathlib import Path
from dagster_project.sae.intake.inbox import list_inbox
from dagster_project.sae.intake.source import hash_and_size
from dagster_project.sae.installation.errors import UnreadableFileError
if os.geteuid() == 0:  # whom nothing is forbidden
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
listed = list_inbox(Path(sys.argv[1]))
for path in listed.files:
    try:
        hash_and_size(path)
    except UnreadableFileError as error:
        print(error)
print(*listed.unreadable, sep="\\n")
"""


def test_what_permissions_forbid_is_named_as_another_user_sees_it(tmp_path: Path):
    inbox = tmp_path / "masuk"
    (inbox / "tertutup").mkdir(parents=True)
    (inbox / "terkunci.xlsx").write_bytes(b"x")
    (inbox / "terkunci.xlsx").chmod(0o000)
    (inbox / "tertutup").chmod(0o000)
    above = (tmp_path, *tmp_path.parents[:-1]) if os.geteuid() == 0 else ()
    modes = {p: p.stat().st_mode for p in above if p.stat().st_uid == 0}
    try:
        for path, mode in modes.items():
            path.chmod(mode | 0o005)
        done = subprocess.run(
            [sys.executable, "-c", _AS_NOBODY, str(inbox), str(NOBODY)],
            cwd=PROJECT_ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    finally:
        (inbox / "tertutup").chmod(0o700)
        for path, mode in modes.items():
            path.chmod(mode)
    assert done.stdout.splitlines() == [
        "Berkas 'terkunci.xlsx' tidak dapat dibuka (tidak diizinkan).",
        "Folder 'tertutup' tidak dapat dibuka (tidak diizinkan); isinya tidak terlihat.",
    ]
