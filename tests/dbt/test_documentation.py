"""What dbt tells its users: exposures as the readers really are, access, freshness, one page."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dagster_project.sae.build.model_docs import in_both_languages, write_model_docs
from dagster_project.sae.installation.settings import PROJECT_ROOT

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

READ = re.compile(r"\b(?:from|join)\s+(\w+)", re.IGNORECASE)


def exposed(manifest: dict[str, Any], name: str) -> set[str]:
    [found] = [e for e in manifest["exposures"].values() if e["name"] == name]
    return {node.removeprefix("model.sae.pub_") for node in found["depends_on"]["nodes"]}


def published(manifest: dict[str, Any]) -> set[str]:
    return {
        node["name"].removeprefix("pub_")
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["fqn"][1] == "publish"
    }


def test_the_exposure_of_the_notebooks_names_the_tables_they_read(manifest: dict[str, Any]):
    read: set[str] = set()
    for file in sorted((PROJECT_ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
        read |= set(READ.findall(code)) & published(manifest)
    assert exposed(manifest, "buku_catatan") == read


def test_the_exposure_of_the_dashboard_names_the_tables_its_datasets_read(manifest: dict[str, Any]):
    read: set[str] = set()
    for file in sorted((PROJECT_ROOT / "bi" / "superset" / "datasets").rglob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        named = set(READ.findall(text)) | set(re.findall(r"table_name: (\w+)", text))
        read |= named & published(manifest)
    assert exposed(manifest, "dasbor_lima_pilar") == read


def test_only_what_is_published_is_public_and_what_prepares_is_private(manifest: dict[str, Any]):
    inner = dict.fromkeys(("staging", "intermediate", "uji", "putusan"), "private")
    access = {**inner, "publish": "public"}
    wrong = {
        node["name"]: node["access"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["access"] != access.get(node["fqn"][1], "protected")
    }
    assert wrong == {}


def test_a_silent_inbox_is_seen_by_source_freshness(manifest: dict[str, Any]):
    berkas = manifest["sources"]["source.sae.landing.berkas"]
    assert berkas["loaded_at_field"] == "diterima_pada"
    assert berkas["freshness"]["warn_after"] == {"count": 100, "period": "day"}


def test_what_readers_and_reviewers_open_is_described_in_both_languages(manifest: dict[str, Any]):
    lacking = []
    for node in in_both_languages(copy.deepcopy(manifest))["nodes"].values():
        if node["resource_type"] != "model" or node["fqn"][1] not in ("marts", "gate", "publish"):
            continue
        parts = {
            node["name"]: node,
            **{f"{node['name']}.{c}": v for c, v in node["columns"].items()},
        }
        lacking += [name for name, part in parts.items() if "*ID:*" not in part["description"]]
    assert lacking == []


def test_the_page_holds_all_it_shows_and_asks_nothing_of_the_network(
    own_case: Callable[[str], Any], tmp_path: Path
):
    settings = own_case("kuartal_bersih").settings
    page = write_model_docs(settings, tmp_path / "dokumen" / "index.html").read_text(
        encoding="utf-8"
    )
    assert '{label: "manifest", data: ' in page
    assert "pub_kpi_pilar" in page
    assert "fuzzed.getdbt.com" not in page
    assert re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=.?https?:", page) == []
