"""The site on this machine: the public folder, on loopback, and nothing above it."""

from __future__ import annotations

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.pages.view import first_page, serve_site


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "var", profile="uji", inbox=tmp_path, root=tmp_path)


@pytest.fixture
def served(settings: Settings) -> Settings:
    folder = settings.serving / "publik" / "opd"
    folder.mkdir(parents=True)
    (settings.serving / "publik" / "index.html").write_text("<p>halaman", encoding="utf-8")
    (settings.serving / "sae.duckdb").write_text("rahasia", encoding="utf-8")
    return settings


def answer(address: str, path: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=5)
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read()


def test_the_first_page_is_served_on_loopback(served):
    with serve_site(served, port=0) as address:
        assert address.startswith("http://127.0.0.1:")
        assert answer(address, "/index.html") == (200, b"<p>halaman")


@pytest.mark.parametrize(
    "path", ["/../sae.duckdb", "/%2e%2e/sae.duckdb", "/opd/", "/tidak-ada.html"]
)
def test_nothing_above_it_and_no_list_of_a_folder_is_served(served, path):
    with serve_site(served, port=0) as address:
        status, content = answer(address, path)
    assert status == 404
    assert b"rahasia" not in content


def test_before_the_first_release_it_says_what_to_run(settings):
    assert first_page(settings) == ""
    with pytest.raises(ReleaseError, match="sae run"), serve_site(settings, port=0):
        pass


def test_a_port_that_is_taken_is_named(served):
    with serve_site(served, port=0) as address:
        port = urlsplit(address).port
        with (
            pytest.raises(ReleaseError, match=rf"porta {port} .*--porta"),
            serve_site(served, port=port or 0),
        ):
            pass
