"""The served site on this machine: a small server on loopback, for looking, not for the public.

Belongs here: serving the public folder and nothing above it. Stays out: opening a browser (`cli`),
a server for everybody (`deploy/nginx.conf`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from dagster_project.sae.installation.errors import ReleaseError
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.pages.bahan.paper import DECK
from dagster_project.sae.pages.bahan.write import MATERIAL
from dagster_project.sae.release.facts import PUBLIC
from dagster_project.sae.release.serving import served_release

HOST = "127.0.0.1"
FIRST_PAGE = "index.html"


def first_page(settings: Settings) -> str:
    """Address of the first page of the served site as a file, or an empty text when none is."""
    page = settings.serving / PUBLIC / FIRST_PAGE
    return page.absolute().as_uri() if page.is_file() else ""


def material(settings: Settings) -> Path | None:
    """The deck of the served release, which lies in its folder and is not public; None if none."""
    served = served_release(settings)
    deck = settings.releases / served / MATERIAL / DECK if served else None
    return deck if deck is not None and deck.is_file() else None


@contextmanager
def serve_site(settings: Settings, *, port: int) -> Iterator[str]:
    """Serve the site of the release readers see, on loopback only; a new release is followed.

    Args:
        settings: the installation.
        port: 0 for any that is free.

    Yields:
        The address of the first page.

    Raises:
        ReleaseError: no site is served yet, or the port is taken.
    """
    if not first_page(settings):
        raise ReleaseError(
            f"Belum ada halaman di {settings.serving}/{PUBLIC}; jalankan `sae run` dahulu."
        )
    folder = settings.serving / PUBLIC
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Pages, directory=str(folder)))
    except OSError as error:
        raise ReleaseError(
            f"porta {port} tidak dapat dipakai ({error.strerror}); pilih lain dengan --porta"
        ) from error
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/{FIRST_PAGE}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Pages(SimpleHTTPRequestHandler):
    """Files only: no list of a folder, nothing kept by the browser, nobody told of a request."""

    def list_directory(self, path: object) -> None:
        """There is no page that was not written."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """A release may be swapped under an open browser."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""
