"""The dbt project itself: its unit tests, its layers, its descriptions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from dagster_project.sae.build.published import carry_texts
from lab.mutations.models import run_unit_tests

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

# What a layer may read. Data flows one way; seeds are policy and profile, open to all.
MAY_READ = {
    "staging": {"source"},
    "intermediate": {"staging", "intermediate", "seed"},
    "uji": {"staging", "intermediate", "uji", "seed"},
    "putusan": {"source", "staging", "intermediate", "uji", "putusan", "seed"},
    "marts": {"staging", "intermediate", "putusan", "marts", "seed"},
    "gate": {"staging", "intermediate", "uji", "putusan", "marts", "gate", "seed"},
    "publish": {"marts", "gate"},
}


def test_every_unit_test_of_the_models_passes(
    own_case: Callable[[str], Any], manifest: dict[str, Any]
):
    settings = own_case("kuartal_bersih").settings
    results = run_unit_tests(settings, "test_type:unit")
    assert {name: said for name, said in results.items() if said[0] != "pass"} == {}
    assert results.keys() == {node["name"] for node in manifest["unit_tests"].values()}
    assert len(results) >= 30


def test_a_layer_reads_only_what_comes_before_it(manifest: dict[str, Any]):
    nodes = {**manifest["nodes"], **manifest["sources"]}

    def layer(unique_id: str) -> str:
        node = nodes[unique_id]
        kind = node["resource_type"]
        return node["fqn"][1] if kind == "model" else kind

    wrong = [
        f"{node['name']} ({layer(name)}) reads {parent} ({layer(parent)})"
        for name, node in nodes.items()
        if node["resource_type"] == "model"
        for parent in node["depends_on"]["nodes"]
        if layer(parent) not in MAY_READ[layer(name)]
    ]
    assert wrong == []


def test_every_column_that_a_model_makes_is_described_and_every_described_one_is_made(
    manifest: dict[str, Any], run_case: Callable[[str], Any]
):
    made = run_case("kuartal_bersih").build(
        "select table_name, column_name from information_schema.columns where table_schema = 'main'"
    )
    by_table = made.groupby("table_name")["column_name"].agg(set).to_dict()
    drift = {}
    for node in carry_texts(copy.deepcopy(manifest))["nodes"].values():
        if node["resource_type"] != "model":
            continue
        described = {n for n, c in node["columns"].items() if c["description"].strip()}
        difference = described ^ by_table.get(node["name"], set())
        if difference:
            drift[node["name"]] = sorted(difference)
    assert drift == {}
