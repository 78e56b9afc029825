"""What counts as new in the inbox is decided by content and stillness, never by a date."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import pytest

from dagster_project.sae.installation.errors import InboxError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.intake.archive import store
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.run import inbox
from dagster_project.sae.run.inbox import look


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    (tmp_path / "masuk").mkdir()
    return Settings(home=tmp_path / "var", profile="probolinggo", inbox=tmp_path / "masuk")


def receive(settings: Settings, name: str) -> None:
    store(
        settings.archive,
        settings.inbox / name,
        name=name,
        received_at=datetime(2026, 7, 1),
        via="kotak masuk",
        declared=False,
    )


def test_a_file_is_new_only_when_it_has_not_changed_since_the_look_before(settings):
    file = settings.inbox / "1.02.01_2026_TW2_v1.xlsx"
    file.write_bytes(b"half")
    first = look(settings, memory={})
    assert (first.new, first.growing) == ((), (file.name,))

    file.write_bytes(b"half and the rest")
    second = look(settings, memory=first.memory)
    assert (second.new, second.growing) == ((), (file.name,))

    third = look(settings, memory=second.memory)
    assert (third.new, third.growing) == ((file.name,), ())


def test_an_old_date_does_not_hide_a_new_file(settings):
    file = settings.inbox / "lama.xlsx"
    file.write_bytes(b"content")
    os.utime(file, (0, 0))
    assert look(settings, memory=look(settings, memory={}).memory).new == ("lama.xlsx",)


def test_a_received_content_is_known_under_any_name_and_at_the_first_look(settings):
    (settings.inbox / "a.xlsx").write_bytes(b"content")
    receive(settings, "a.xlsx")
    (settings.inbox / "a.xlsx").rename(settings.inbox / "nama lain.xlsx")
    seen = look(settings, memory={})
    assert (seen.new, seen.growing, seen.known) == ((), (), 1)
    assert seen.sentence == "1 files in the inbox: 1 already received, 0 new, 0 still arriving"


def test_what_the_asker_keeps_does_not_grow_with_the_files_received(settings):
    for number in range(20):
        (settings.inbox / f"{number}.xlsx").write_bytes(b"content %d" % number)
        receive(settings, f"{number}.xlsx")
    (settings.inbox / "baru.xlsx").write_bytes(b"new")
    seen = look(settings, memory={})
    assert (seen.known, list(seen.memory)) == (20, ["baru.xlsx"])


def test_a_received_file_is_read_again_only_when_it_changed(settings, monkeypatch):
    for name in ("a.xlsx", "b.xlsx"):
        (settings.inbox / name).write_bytes(name.encode())
        receive(settings, name)
    look(settings, memory={})
    (settings.inbox / "b.xlsx").write_bytes(b"other content")
    read = []
    monkeypatch.setattr(inbox, "content_hash", lambda path: read.append(path.name) or "0" * 64)
    assert look(settings, memory={}).growing == ("b.xlsx",)
    assert read == ["b.xlsx"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a.xlsx": 1}'])
def test_a_lost_or_torn_memory_of_what_was_received_only_costs_a_reading(settings, content):
    (settings.inbox / "a.xlsx").write_bytes(b"content")
    receive(settings, "a.xlsx")
    look(settings, memory={})
    [file] = settings.work.glob("*.json")
    file.write_text(content, encoding="utf-8")
    assert look(settings, memory={}).known == 1
    assert "a.xlsx" in file.read_text(encoding="utf-8")


def test_a_folder_that_may_not_be_listed_hides_no_other(settings, monkeypatch):
    for name in ("boleh", "lost+found"):
        (settings.inbox / name).mkdir()
        (settings.inbox / name / "a.xlsx").write_bytes(name.encode())
    listed = os.scandir

    def guarded(folder):
        if Path(folder).name == "lost+found":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", guarded)  # the superuser of a container may list anything
    assert look(settings, memory={}).growing == ("boleh/a.xlsx",)


def test_the_key_depends_on_contents_and_not_on_names(settings):
    for name in ("a.xlsx", "b.xlsx"):
        (settings.inbox / name).write_bytes(name.encode())
    before = look(settings, memory=look(settings, memory={}).memory)
    (settings.inbox / "a.xlsx").rename(settings.inbox / "z.xlsx")
    after = look(settings, memory=look(settings, memory=before.memory).memory)
    assert before.key == after.key
    (settings.inbox / "c.xlsx").write_bytes(b"third")
    more = look(settings, memory=look(settings, memory=after.memory).memory)
    assert more.key != after.key


@pytest.mark.parametrize("ask", [lambda s: look(s, memory={}), pull])
def test_an_inbox_that_is_not_there_is_not_taken_for_an_empty_one(settings, ask):
    settings.inbox.rmdir()
    with pytest.raises(InboxError, match="tidak dapat dibaca"):
        ask(settings)
