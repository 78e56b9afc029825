"""Chromium as a person has it, without its own talk to the network.

Belongs here: finding and starting it, a page that remembers what went wrong. Stays out: checks.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


class MissingBrowserError(RuntimeError):
    """There is no Chromium on this machine; the message says how to get one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless.

    Raises:
        MissingBrowserError: it is not installed.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise MissingBrowserError("no chromium on this machine; run: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def watched(browser: Browser, site: Path, faults: list[str], **context: Any) -> Iterator[Page]:
    """A page of its own that notes every error, and every request that leaves the site's folder."""
    made = browser.new_context(**context)
    page = made.new_page()
    root = site.resolve().as_uri()

    def asked(request: Any) -> None:
        if not request.url.startswith((root, "about:")):
            faults.append(f"{page.url}: asks for {request.url}")

    page.on("console", lambda m: faults.append(f"{page.url}: console {m.type}: {m.text}"))
    page.on("pageerror", lambda e: faults.append(f"{page.url}: error {e}"))
    page.on("request", asked)
    page.on("requestfailed", lambda r: faults.append(f"{page.url}: {r.url} failed"))
    try:
        yield page
    finally:
        made.close()


def axe_source() -> str:
    """The script of axe-core, as the Python package carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
