"""Pages as people meet them: by width, by keyboard, enlarged, in forced colours, dark, on paper.

Belongs here: one function for each way of looking. Stays out: links and sizes (`documents`).
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from lab.lihat.browser import axe_source, watched

WIDTHS = (360, 768, 1440)
_PHONE = {"width": 360, "height": 640}
# Without preload: axe would fetch the style sheet again, which the policy of the page forbids.
_AXE = (
    "axe.run(document, {runOnly: {type: 'tag', values: %s}, resultTypes: ['violations'], "
    "preload: false})"
)
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_CONTRAST = (
    "axe.run(document, {runOnly: ['color-contrast'], resultTypes: ['violations'], preload: false})"
)
_FOCUSABLE = (
    "Array.from(document.querySelectorAll('a[href], button, input, summary, [tabindex=\"0\"]'))"
    ".filter(e => e.checkVisibility() && !e.closest('details:not([open]) > :not(summary)')).length"
)
_MARK = (
    "(() => { const e = document.activeElement; if (!e || e === document.body) return 0; "
    "if (e.dataset.dijejak) return -1; e.dataset.dijejak = 1; return 1; })()"
)
_OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


def kinds(site: Path) -> list[Path]:
    """One page of each kind: every page at the root, and the largest of each folder."""
    found = sorted(site.glob("*.html"))
    for folder in ("pilar", "opd", "indikator"):
        pages = sorted((site / folder).glob("*.html"), key=lambda p: (-p.stat().st_size, p.name))
        found += pages[:1]
    return found


def check_every_page(browser: Browser, site: Path, faults: list[str]) -> int:
    """Every page at a desk: no error, no request, nothing axe-core objects to; pages looked at."""
    pages = sorted(site.rglob("*.html"))
    with watched(browser, site, faults, viewport={"width": 1440, "height": 900}) as page:
        for path in pages:
            page.goto(path.as_uri())
            faults += _axe(page, path, _AXE % json.dumps(_TAGS))
    with watched(browser, site, faults, viewport=_PHONE) as page:
        for path in pages:
            page.goto(path.as_uri())
            faults += _overflow(page, path, "at 360 px")
    return len(pages)


def check_each_kind(browser: Browser, site: Path, faults: list[str]) -> int:
    """One page of each kind at three widths, dark, enlarged, in forced colours, by keyboard."""
    pages = kinds(site)
    with watched(browser, site, faults, color_scheme="dark") as page:
        for path in pages:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.goto(path.as_uri())
                faults += _overflow(page, path, f"at {width} px")
            faults += _axe(page, path, _CONTRAST)
    with watched(browser, site, faults, viewport={"width": 1280, "height": 900}) as page:
        for path in pages:
            page.goto(path.as_uri())
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            faults += _overflow(page, path, "with text at 200 %")
            faults += _keyboard(page, path)
    with watched(browser, site, faults, forced_colors="active") as page:
        for path in pages:
            page.goto(path.as_uri())
            faults += _forced(page, path)
    return len(pages)


def check_hostile(browser: Browser, site: Path, faults: list[str]) -> int:
    """One page of each kind whose names are attacks, on a phone: none of them does anything."""
    pages = kinds(site)
    with watched(browser, site, faults, viewport=_PHONE) as page:
        for path in pages:
            page.goto(path.as_uri())
            faults += _overflow(page, path, "at 360 px")
            faults += _axe(page, path, _AXE % json.dumps(_TAGS))
            if page.title() == "kena":
                faults.append(f"{path.name}: a name ran as a script")
    return len(pages)


def check_paper(browser: Browser, site: Path, faults: list[str]) -> int:
    """The page of every agency is one A4 sheet; how many there are."""
    pages = sorted((site / "opd").glob("*.html"))
    with watched(browser, site, faults) as page:
        for path in pages:
            page.goto(path.as_uri())
            sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
            if sheets != 1:
                faults.append(f"opd/{path.name}: {sheets} sheets of paper")
    return len(pages)


def check_front(browser: Browser, site: Path, faults: list[str]) -> None:
    """What went wrong stands above the fold of a phone, and the policy of the page holds."""
    with watched(browser, site, faults, viewport=_PHONE) as page:
        page.goto((site / "index.html").as_uri())
        learning = page.locator(".kalimat.belajar h2")
        if learning.count():
            box = learning.first.bounding_box()
            if box is None or box["y"] + box["height"] > _PHONE["height"]:
                faults.append(f"index.html: what went wrong is below the fold: {box}")
    own: list[str] = []
    with watched(browser, site, own) as page:
        page.goto((site / "index.html").as_uri())
        page.evaluate(
            "new Promise(done => { const i = new Image(); i.onerror = () => done(); "
            "i.src = 'http://127.0.0.1:9/x.png'; document.body.append(i); })"
        )
    if not any("Content Security Policy" in fault for fault in own):
        faults.append("index.html: an image from elsewhere was not refused by the page's policy")


def check_search(browser: Browser, site: Path, faults: list[str], *, word: str) -> int:
    """The search finds a word and its link opens; without JavaScript the index is there."""
    with watched(browser, site, faults) as page:
        page.goto((site / "index.html").as_uri())
        page.fill("#cari-atas", word)
        page.press("#cari-atas", "Enter")
        page.wait_for_selector("#hasil a, #hasil-jumlah:not(:empty)")
        found = page.locator("#hasil a").count()
        if not found:
            faults.append(f"cari.html: nothing found for {word!r}")
        else:
            page.locator("#hasil a").first.click()
            page.wait_for_selector("h1")
    with watched(browser, site, faults, java_script_enabled=False) as page:
        page.goto((site / "cari.html").as_uri())
        if page.locator("#indeks ~ ul a").count() < 1 or not page.locator("noscript").count():
            faults.append("cari.html: no index without JavaScript")
    return found


def walk_to_a_cell(browser: Browser, site: Path, faults: list[str]) -> int:
    """From the front page to the cell of a workbook; the clicks it took."""
    with watched(browser, site, faults, viewport=_PHONE) as page:
        page.goto((site / "index.html").as_uri())
        page.locator("table.indikator a[href^='indikator/']").first.click()
        page.wait_for_selector("#arti")
        text = page.locator("#arti ~ dl").inner_text()
        if not re.search(r"\w+![A-Z]+\d+", text):
            faults.append(f"{page.url}: no cell is named")
        return 1


def _axe(page: Page, path: Path, script: str) -> list[str]:
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    found = page.evaluate(script)["violations"]
    return [
        f"{path.parent.name}/{path.name}: axe {one['id']}: {one['nodes'][0]['html'][:160]}"
        for one in found
    ]


def _overflow(page: Page, path: Path, how: str) -> list[str]:
    over = page.evaluate(_OVERFLOW)
    return [f"{path.parent.name}/{path.name}: {over} px too wide {how}"] if over > 0 else []


def _keyboard(page: Page, path: Path) -> list[str]:
    """Tab alone reaches everything that can be used, once around."""
    expected, reached = page.evaluate(_FOCUSABLE), 0
    for _ in range(expected + 2):
        page.keyboard.press("Tab")
        state = page.evaluate(_MARK)
        if state < 1:
            break
        reached += 1
    if reached < expected:
        return [f"{path.parent.name}/{path.name}: Tab reaches {reached} of {expected}"]
    return []


def _forced(page: Page, path: Path) -> list[str]:
    """In forced colours the verdict is still a word and a chart still a line."""
    hidden = page.evaluate(
        "Array.from(document.querySelectorAll('.putusan, svg polyline')).filter(e => "
        "getComputedStyle(e).visibility !== 'visible' || "
        "(e.tagName === 'polyline' && getComputedStyle(e).stroke === 'none') || "
        "(e.tagName === 'SPAN' && !e.textContent.trim())).length"
    )
    return (
        [f"{path.parent.name}/{path.name}: {hidden} signs vanish in forced colours"]
        if hidden
        else []
    )
