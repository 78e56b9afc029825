"""`make lihat-uji`: the whole site in Chromium, honest and hostile, counted.

Belongs here: which site is looked at, the order of the checks, the table at the end.
Stays out: the checks themselves. The served site is taken where there is one; otherwise the sample
is run into a scratch home first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.release.facts import PUBLIC
from lab.lihat import documents, hostile, views
from lab.lihat.browser import MissingBrowserError, chromium

_SHOWN = 40


def main() -> int:
    """Look at everything; 1 when anything is wrong, 2 when there is no browser to look with."""
    started = perf_counter()
    with tempfile.TemporaryDirectory(prefix="sae-lihat-") as scratch:
        try:
            with chromium() as browser:
                site = _site(Path(scratch))
                faults = _look(browser, site, Path(scratch) / "jahat")
        except MissingBrowserError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    for fault in faults[:_SHOWN]:
        sys.stdout.write(f"  {fault}\n")
    if len(faults) > _SHOWN:
        sys.stdout.write(f"  ... and {len(faults) - _SHOWN} more\n")
    sys.stdout.write(f"{len(faults)} faults in {perf_counter() - started:.0f} s\n")
    return 1 if faults else 0


def _look(browser: Browser, site: Path, bad: Path) -> list[str]:
    faults: list[str] = []
    counts = documents.check_documents(site)
    faults += counts.faults
    _say(f"{counts.pages} pages, {counts.links} links, {counts.files} files")
    _say(f"largest page {counts.largest} bytes, first page with its style {counts.first} bytes")
    pages = views.check_every_page(browser, site, faults)
    _say(f"axe-core, console, requests, 360 px: {pages} pages")
    pages = views.check_each_kind(browser, site, faults)
    _say(f"three widths, dark, text at 200 %, keyboard, forced colours: {pages} kinds")
    _say(f"one A4 sheet each: {views.check_paper(browser, site, faults)} agencies")
    views.check_front(browser, site, faults)
    _say(f"search: {views.check_search(browser, site, faults, word='persentase')} found")
    _say(f"front page to a cell: {views.walk_to_a_cell(browser, site, faults)} click")
    own = hostile.write_hostile(site, bad) + documents.check_documents(bad).faults
    pages = views.check_hostile(browser, bad, own)
    pages += views.check_paper(browser, bad, own)
    _say(f"names that attack: {pages} pages, {len(own)} faults")
    return faults + [f"hostile names: {fault}" for fault in own]


def _site(scratch: Path) -> Path:
    """The served site, or that of the sample, run now."""
    served = Settings.from_env().serving / PUBLIC
    if (served / "index.html").is_file():
        return served.resolve()
    home = scratch / "var"
    _say("no site is served yet: running the sample")
    subprocess.run(
        [sys.executable, "-m", "dagster_project.cli", "run"],
        env={**os.environ, "SAE_HOME": str(home)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return (home / "serving" / PUBLIC).resolve()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
