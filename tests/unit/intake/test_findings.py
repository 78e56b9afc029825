"""The rules that intake evaluates are those of the catalogue, and findings stay short."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.sae.intake.forms.findings import CONTENT_CAP, INGEST_RULES, clip, finding

ROOT = Path(__file__).resolve().parents[3]


def test_the_rules_of_intake_have_the_severity_of_the_catalogue():
    with (ROOT / "dbt" / "seeds" / "policy" / "aturan.csv").open(
        encoding="utf-8", newline=""
    ) as stream:
        catalogue = {
            row["id_aturan"]: row["tingkat"]
            for row in csv.DictReader(stream)
            if row["tempat"] == "ingest"
        }
    assert catalogue == INGEST_RULES


@given(st.text(max_size=1_000))
def test_raw_content_lands_in_one_short_line(text):
    shown = clip(text)
    assert len(shown) <= CONTENT_CAP
    assert len(shown.splitlines()) <= 1


def test_content_is_cut_with_a_mark():
    assert clip("a" * 200) == "a" * 79 + "…"
    assert clip("  dua\n baris ") == "dua baris"


def test_a_finding_lands_with_the_cell_it_is_about():
    found = finding("STR-06", "p", remedy="c", sheet="REALISASI", address="F12", content="x\ny")
    row = found.landing_row("0" * 64)
    assert (row["tingkat"], row["lembar"], row["sel"], row["isi"]) == (
        "B",
        "REALISASI",
        "F12",
        "x y",
    )


def test_a_rule_that_is_not_of_intake_cannot_be_found_here():
    with pytest.raises(KeyError):
        finding("ANG-01", "p", remedy="c")
