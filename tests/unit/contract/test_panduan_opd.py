"""The guide for OPD operators says what the rule catalogue and the template say."""

from __future__ import annotations

import csv
import re

from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.intake.forms.findings import INGEST_RULES

GUIDE = (PROJECT_ROOT / "docs" / "panduan-opd.md").read_text(encoding="utf-8")
TEMPLATE = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)


def test_every_rule_in_the_guide_has_the_level_of_the_catalogue() -> None:
    catalogue = PROJECT_ROOT / "dbt" / "seeds" / "policy" / "aturan.csv"
    with catalogue.open(encoding="utf-8", newline="") as stream:
        levels = {row["id_aturan"]: row["tingkat"] for row in csv.DictReader(stream)}
    told = dict(re.findall(r"^\| ([A-Z]{3}-\d{2}) \| ([BKPI]) \|", GUIDE, re.MULTILINE))
    assert len(told) > 10
    assert {rule: levels.get(rule) for rule in told} == told


def test_every_rule_a_sender_may_meet_is_explained() -> None:
    pages = (PROJECT_ROOT / "docs" / "aturan.md").read_text(encoding="utf-8")
    catalogue = PROJECT_ROOT / "dbt" / "seeds" / "policy" / "aturan.csv"
    with catalogue.open(encoding="utf-8", newline="") as stream:
        rules = {row["id_aturan"] for row in csv.DictReader(stream)}
    in_guide = set(re.findall(r"^\| ([A-Z]{3}-\d{2}) \|", GUIDE, re.MULTILINE))
    linked = set(re.findall(r"^#+ ([A-Z]{3}-\d{2})\b", pages, re.MULTILINE))
    assert "](aturan.md)" in GUIDE
    assert rules - in_guide - linked == set()
    assert set(INGEST_RULES) - in_guide == set()


def test_the_guide_walks_through_all_sheets_in_the_order_of_the_template() -> None:
    sheets = [sheet.name for sheet in TEMPLATE.sheets]
    told = re.findall(r"^\| ([A-Z_]+) \|", GUIDE, re.MULTILINE)
    assert [name for name in told if name in sheets] == sheets


def test_every_field_the_guide_names_is_in_the_template() -> None:
    fields = {field.id for sheet in TEMPLATE.sheets for field in sheet.fields}
    named = set(re.findall(r"`([a-z]+(?:_[a-z0-9]+)+)`", GUIDE))
    assert named - fields == set()
