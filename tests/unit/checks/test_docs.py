"""The pages on what the checks found: the library's own, complete, harmless, readable offline."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from dagster_project.sae.checks.docs import INDEX, write_docs
from dagster_project.sae.checks.run import run_checks

HIDDEN = "rahasia 3513012345678901"


@pytest.fixture(scope="module")
def checked(tmp_path_factory, own_policy_in, write_rows_of):
    """An installation whose rows break rules and hold what nobody may see, with its pages."""
    settings = own_policy_in(tmp_path_factory.mktemp("halaman"))
    rows = [
        {"id_baris": "a:2:TW3", "nama_indikator": HIDDEN, "satuan": HIDDEN, "target_tahun": None},
        {"id_baris": "b:3:TW3", "definisi_operasional": HIDDEN, "status_data": HIDDEN},
        {"id_baris": "c:4:TW3"},
    ]
    write_rows_of(settings.warehouse, "realisasi", rows)
    run_checks(settings)
    write_docs(settings)
    return settings


@pytest.fixture(scope="module")
def pages(checked):
    return {file.stem: file.read_text("utf-8") for file in checked.docs.glob("*.html")}


def test_there_is_a_page_for_each_suite_and_one_that_leads_to_them(pages, suites):
    assert set(pages) == {"index", *(suite.name for suite in suites)}
    for suite in suites:
        assert f'href="{suite.name}.html"' in pages["index"]
        assert f'href="{INDEX}"' in pages[suite.name]


def test_the_index_says_of_every_rule_what_the_gate_reads(pages, suites):
    rules = {rule.id_aturan for suite in suites for rule in suite.rules}
    assert rules <= set(re.findall(r"<td>([A-Z]{3}-\d{2})</td>", pages["index"]))
    [row] = [line for line in pages["index"].split("<tr") if "<td>ANG-01</td>" in line]
    assert re.findall(r"<td[^>]*>(\w+)</td>", row)[-3:] == ["gagal", "3", "1"]


def test_a_page_shows_every_expectation_of_its_suite_with_its_rule_and_how_many_failed(
    pages, suites
):
    [suite] = [suite for suite in suites if suite.name == "realisasi"]
    for rule in suite.rules:
        shown = len(re.findall(rf"{rule.id_aturan} \({rule.tingkat}\)", pages["realisasi"]))
        assert shown == sum(e.rule is rule for e in suite.expectations), rule.id_aturan
    assert "33.33" in pages["realisasi"]


def test_no_value_of_a_row_is_on_any_page(pages):
    assert [name for name, page in pages.items() if "rahasia" in page or "35130" in page] == []


def test_a_page_needs_no_network_and_runs_nothing(pages):
    for name, page in pages.items():
        assert re.findall(r"https?://", page) == [], name
        assert "<script" not in page, name
        Tags().feed(page)


def test_the_pages_of_the_run_before_are_gone(checked):
    stale = checked.docs / "lama.html"
    stale.write_text("lama", encoding="utf-8")
    write_docs(checked)
    assert not stale.exists()


class Tags(HTMLParser):
    """Fails on a tag that would load something from elsewhere."""

    def handle_starttag(self, tag, attrs):
        loads = {name for name, _ in attrs} & {"src", "srcset", "data", "action"}
        assert not loads, (tag, attrs)
