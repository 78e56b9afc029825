"""An inbox at an address is pulled like a folder, or says in a sentence why it cannot be."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from dagster_project.sae.installation import address
from dagster_project.sae.installation.errors import InboxError
from dagster_project.sae.installation.settings import PROJECT_ROOT, Settings
from dagster_project.sae.intake import remote
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.intake.pull import pull
from dagster_project.sae.run.inbox import look

REPORT = PROJECT_ROOT / "data_raw" / "contoh" / "1.02.01_2026_TW2_v1.xlsx"
HIDDEN_WORD = "r4h4s1a"


class Shaky(MemoryFileSystem):
    """A server in memory that can fail, as servers do."""

    protocol = "goyah"
    cachable = False
    store: dict = {}  # noqa: RUF012 - one server for all connections, like its parent
    pseudo_dirs = [""]  # noqa: RUF012
    before: Callable[[str, str], None] = staticmethod(lambda verb, path: None)
    calls: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._call("open", "")

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.replace("goyah://", "memory://").split("@")[-1])

    def ls(self, path, detail=True, **kwargs):
        self._call("ls", path)
        return super().ls(path, detail=detail, **kwargs)

    def get_file(self, rpath, lpath, **kwargs):
        self._call("get", rpath)
        return super().get_file(rpath, lpath, **kwargs)

    def _call(self, verb, path):
        type(self).calls.append((verb, path))
        type(self).before(verb, path)


@pytest.fixture
def server(monkeypatch):
    fsspec.register_implementation("goyah", Shaky, clobber=True)
    for name, value in (("store", {}), ("pseudo_dirs", [""]), ("calls", [])):
        monkeypatch.setattr(Shaky, name, value)
    monkeypatch.setattr(address, "BACKOFF_SECONDS", 0.0)
    monkeypatch.setattr(remote, "LOOK_AGAIN_SECONDS", 0.0)
    system = Shaky()
    system.mkdir("/masuk")

    def fail(behave: Callable[[str, str], None]) -> None:
        monkeypatch.setattr(Shaky, "before", staticmethod(behave))

    system.fail = fail
    return system


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    env = {
        "SAE_HOME": str(tmp_path / "var"),
        "SAE_MASUK": f"goyah://petugas:{HIDDEN_WORD}@/masuk",
        "SAE_KINI": "2026-08-12T08:00:00",
    }
    return Settings.from_env(env)


def names(settings: Settings) -> list[str]:
    return sorted(f.first.nama_berkas for f in archived_files(settings.archive))


def copied(settings: Settings) -> list[str]:
    return sorted(p.name for p in settings.inbox.rglob("*") if p.is_file())


def test_files_at_an_address_are_received_and_read(server, settings):
    server.pipe("/masuk/1.02.01_2026_TW2_v1.xlsx", REPORT.read_bytes())
    result = pull(settings)
    assert (result.seen, result.new, result.accepted, result.findings) == (1, 1, 1, 0)
    assert names(settings) == ["1.02.01_2026_TW2_v1.xlsx"]
    assert pull(settings).new == 0


def test_what_has_not_changed_is_not_fetched_again(server, settings):
    server.pipe({"/masuk/a.csv": b"1", "/masuk/sub/b.csv": b"2"})
    remote.fetch_inbox(settings)
    server.pipe("/masuk/a.csv", b"333")
    Shaky.calls.clear()
    remote.fetch_inbox(settings)
    assert [path for verb, path in Shaky.calls if verb == "get"] == ["/masuk/a.csv"]
    assert (settings.inbox / "a.csv").read_bytes() == b"333"


def test_what_is_no_submission_stays_where_it_is_and_the_register_counts(server, settings):
    register = (
        b"nama_berkas,diterima_pada,lewat\n1.02.01_2026_TW2_v1.xlsx,2026-07-15T09:00:00,surel\n"
    )
    server.pipe(
        {
            "/masuk/1.02.01_2026_TW2_v1.xlsx": REPORT.read_bytes(),
            "/masuk/penerimaan.csv": register,
            "/masuk/README.md": b"x",
            "/masuk/.rahasia/x.xlsx": b"x",
            "/masuk/~$x.xlsx": b"x",
        }
    )
    pull(settings)
    [file] = archived_files(settings.archive)
    assert file.first.received_at == datetime(2026, 7, 15, 9)
    assert file.first.sumber == "surel"
    assert copied(settings) == [".berkas.json", "1.02.01_2026_TW2_v1.xlsx", "penerimaan.csv"]


def test_a_file_that_grows_between_two_listings_is_left_for_the_next_look(server, settings):
    server.pipe({"/masuk/utuh.csv": b"1", "/masuk/tumbuh.csv": b"1"})
    looks = []

    def grow(verb, path):
        if verb == "ls" and path == "/masuk":
            looks.append(path)
            if len(looks) == 2:
                server.pipe("/masuk/tumbuh.csv", b"1, 2")

    server.fail(grow)
    first = pull(settings)
    assert (first.growing, names(settings)) == (("tumbuh.csv",), ["utuh.csv"])
    assert first.seen == 2
    second = pull(settings)
    assert (second.growing, names(settings)) == ((), ["tumbuh.csv", "utuh.csv"])


def test_a_file_cut_short_on_the_way_is_left_for_the_next_look(server, settings):
    server.pipe("/masuk/a.csv", b"1, 2, 3")
    server.fail(lambda verb, path: verb == "get" and server.pipe("/masuk/a.csv", b"1"))
    assert remote.fetch_inbox(settings).growing == ("a.csv",)
    assert copied(settings) == [".berkas.json"]


def test_a_server_that_fails_twice_is_asked_a_third_time(server, settings):
    server.pipe("/masuk/a.csv", b"1")
    failures = {"open": 2, "ls": 0, "get": 2}

    def fail(verb, path):
        if failures[verb]:
            failures[verb] -= 1
            raise ConnectionResetError(104, "Connection reset by peer")

    server.fail(fail)
    assert remote.fetch_inbox(settings).unreadable == ()
    assert (settings.inbox / "a.csv").read_bytes() == b"1"


def test_a_listing_that_fails_twice_is_asked_a_third_time(server, settings):
    server.pipe("/masuk/a.csv", b"1")
    failures = iter([True, True])

    def fail(verb, path):
        if verb == "ls" and next(failures, False):
            raise TimeoutError

    server.fail(fail)
    remote.fetch_inbox(settings)
    assert (settings.inbox / "a.csv").read_bytes() == b"1"


def test_a_server_that_refuses_the_password_is_not_asked_again(server, settings):
    def fail(verb, path):
        raise RuntimeError(f"bad word {HIDDEN_WORD}")

    server.fail(fail)
    Shaky.calls.clear()
    with pytest.raises(InboxError, match=r"tidak dapat dihubungi \(RuntimeError\)"):
        pull(settings)
    assert Shaky.calls == [("open", "")]


def test_an_inbox_that_never_answers_is_an_error_without_credentials(server, settings):
    def fail(verb, path):
        if verb == "open":
            return
        raise ConnectionError(f"no route to goyah://petugas:{HIDDEN_WORD}@")

    server.fail(fail)
    Shaky.calls.clear()
    with pytest.raises(InboxError, match="goyah:///masuk tidak dapat dibaca setelah 3") as caught:
        pull(settings)
    assert Shaky.calls == [("open", ""), ("ls", "/masuk")] * 3
    assert HIDDEN_WORD not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__suppress_context__


def test_an_inbox_that_vanishes_in_the_middle_leaves_whole_files_only(server, settings):
    server.pipe({f"/masuk/{name}.csv": name.encode() * 9 for name in "abc"})

    def vanish(verb, path):
        if verb == "get" and path.endswith("b.csv"):
            server.rm("/masuk", recursive=True)

    server.fail(vanish)
    with pytest.raises(InboxError, match="goyah:///masuk tidak ada"):
        pull(settings)
    assert copied(settings) == [".berkas.json", "a.csv"]
    assert (settings.inbox / "a.csv").read_bytes() == b"a" * 9
    assert names(settings) == []

    server.fail(lambda verb, path: None)
    server.pipe({f"/masuk/{name}.csv": name.encode() * 9 for name in "abc"})
    assert pull(settings).seen == 3


def test_a_file_that_cannot_be_fetched_stops_no_other(server, settings):
    server.pipe({"/masuk/a.csv": b"1", "/masuk/b.csv": b"2"})

    def fail(verb, path):
        if verb == "get" and path.endswith("a.csv"):
            raise PermissionError(13, "Permission denied")

    server.fail(fail)
    result = pull(settings)
    assert names(settings) == ["b.csv"]
    [sentence] = result.unreadable
    assert "'a.csv' tidak dapat diambil" in sentence


def test_a_name_that_leads_out_of_the_copy_is_not_fetched(server, settings, monkeypatch):
    server.pipe("/masuk/a.csv", b"1")
    real = Shaky.ls
    bad = [
        {"name": f"/masuk/{name}", "size": 1, "type": "file"}
        for name in ("../../jahat.csv", "sub//jahat.csv", "jahat.csv\0.csv")
    ]
    monkeypatch.setattr(Shaky, "ls", lambda self, path, **more: [*real(self, path, **more), *bad])
    fetched = remote.fetch_inbox(settings)
    assert ["bernama tidak lazim" in said for said in fetched.unreadable] == [True, True]
    assert copied(settings) == [".berkas.json", "a.csv"]
    assert not list(settings.home.parent.rglob("jahat.csv"))


def test_a_file_gone_from_the_inbox_goes_from_the_copy_and_stays_in_the_archive(server, settings):
    server.pipe("/masuk/a.csv", b"1")
    pull(settings)
    server.rm("/masuk/a.csv")
    assert pull(settings).seen == 0
    assert names(settings) == ["a.csv"]


def test_a_torn_record_only_means_fetching_again(server, settings):
    server.pipe("/masuk/a.csv", b"1")
    remote.fetch_inbox(settings)
    (settings.inbox / ".berkas.json").write_text("{", encoding="utf-8")
    remote.fetch_inbox(settings)
    assert list(json.loads((settings.inbox / ".berkas.json").read_text())) == ["a.csv"]


def test_the_watcher_sees_new_files_at_an_address(server, settings):
    server.pipe("/masuk/a.csv", b"1")
    first = look(settings, memory={})
    assert look(settings, memory=first.memory).new == ("a.csv",)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("goyah://petugas:x@/tidak-ada", "tidak ada atau bukan folder"),
        ("sftp://u:pw@server/masuk", "paramiko"),
        ("aneh://u:pw@server/masuk", "tidak dikenal jenisnya"),
    ],
)
def test_an_address_that_cannot_be_opened_says_why(server, tmp_path, address, said):
    settings = Settings.from_env({"SAE_HOME": str(tmp_path)}, inbox=address)
    with pytest.raises(InboxError, match=said) as caught:
        pull(settings)
    assert "pw" not in str(caught.value)
    assert settings.shown_inbox in str(caught.value)
